using System.Globalization;
using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Reporting;

/// <summary>Figures for people: three digits that mean something, and a unit.</summary>
internal static class Figures
{
    private static readonly (double Least, string Name)[] Times = [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (0, "ns")];

    /// <summary>A figure in its unit.</summary>
    public static string Of(double value, Unit unit) => unit switch
    {
        Unit.PerSecond => $"{Digits(value)}/s",
        Unit.Seconds => Time(value),
        _ => Time(value * 1e-9),
    };

    /// <summary>A ratio.</summary>
    public static string Ratio(double ratio) => Digits(ratio) + " x";

    /// <summary>So many bytes.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 0.5 => "0",
        < 10_000 => $"{bytes.ToString("F0", CultureInfo.InvariantCulture)} B",
        _ => $"{Digits(bytes / 1024)} KiB",
    };

    /// <summary>Three digits that mean something, and no power of ten.</summary>
    public static string Digits(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "F0", >= 10 => "F1", >= 1 => "F2", _ => "0.###" }, CultureInfo.InvariantCulture);

    private static string Time(double seconds)
    {
        var (least, name) = Times.First(unit => seconds >= unit.Least);
        return $"{Digits(seconds / (least == 0 ? 1e-9 : least))} {name}";
    }
}
