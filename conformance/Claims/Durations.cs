using System.Globalization;

namespace SecUpIoT.Conformance.Claims;

/// <summary>Durations as people write them: a whole number and a unit.</summary>
public static class Durations
{
    private const long Longest = 366L * 24 * 3600 * 1000;

    // The longer name first, where one ends with the other.
    private static readonly (string Unit, long Milliseconds)[] Units = [("ms", 1), ("min", 60_000), ("s", 1_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>The duration that is written so; null for what is none, for nothing and for more than a year.</summary>
    public static TimeSpan? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (unit, milliseconds) = Units.FirstOrDefault(one => text.EndsWith(one.Unit, StringComparison.Ordinal));
        if (unit is null || !long.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        return count is > 0 && count <= Longest / milliseconds ? TimeSpan.FromMilliseconds(count * milliseconds) : null;
    }

    /// <summary>In the largest unit that divides it.</summary>
    public static string Write(TimeSpan duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        var (unit, size) = Units.OrderByDescending(static one => one.Milliseconds).First(one => milliseconds % one.Milliseconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / size}{unit}");
    }
}
