using System.Diagnostics;

namespace SecUpIoT.Load;

/// <summary>How long exchanges took, in milliseconds.</summary>
internal sealed record LatencySummary(double P50, double P90, double P99, double Max);

/// <summary>Collects how long each exchange took; one collection a connection, joined at the end.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks = [];

    public void Add(long started) => _ticks.Add(Stopwatch.GetTimestamp() - started);

    public static LatencySummary Join(IEnumerable<Latencies> all)
    {
        var ticks = all.SelectMany(static one => one._ticks).Order().ToList();
        if (ticks.Count == 0) throw new LoadFailure("Expected at least one exchange, none was made.");
        double At(double share) => Math.Round(ticks[Math.Min(ticks.Count - 1, (int)(share * ticks.Count))] * 1000.0 / Stopwatch.Frequency, 3);
        return new(At(0.5), At(0.9), At(0.99), At(1));
    }
}
