using System.Globalization;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting;

/// <summary>What people read of a record, the same on a page and on a terminal.</summary>
internal static class Words
{
    /// <summary>A point in time, in UTC; a hyphen for never.</summary>
    public static string Time(Moment at) => at == default ? "-" : DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMilliseconds).ToString("u", CultureInfo.InvariantCulture);

    /// <summary>How something ended, and whether it is the device's own signed word; a hyphen for not yet.</summary>
    public static string Result(ResultCode code, bool verified) => code == ResultCode.None ? "-" : code + (verified ? "" : " (unverified)");

    /// <summary>How much of it has come, in percent; a hyphen when nothing is to come.</summary>
    public static string Progress(ulong received, ulong total) => total == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * received / total:0} %");
}
