using System.Globalization;
using SecUpIoT.Protocol;

namespace SecUpIoT.Cli.Console;

/// <summary>Points in time for people.</summary>
internal static class Times
{
    /// <summary>In UTC; a hyphen for never.</summary>
    public static string Text(Moment at) => at == default ? "-" : DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMilliseconds).ToString("u", CultureInfo.InvariantCulture);
}
