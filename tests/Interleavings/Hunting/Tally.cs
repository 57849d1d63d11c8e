namespace SecUpIoT.Interleavings.Hunting;

/// <summary>What the hunts of one scenario came to, over all strategies and seeds.</summary>
/// <param name="scenario">The scenario's name.</param>
public sealed class Tally(string scenario)
{
    private readonly HashSet<UInt128> _paths = [];

    /// <summary>The scenario's name.</summary>
    public string Scenario => scenario;

    /// <summary>Runs.</summary>
    public long Runs { get; private set; }

    /// <summary>Different interleavings among them.</summary>
    public int Unique => _paths.Count;

    /// <summary>Decisions of the longest run.</summary>
    public int MostSteps { get; private set; }

    /// <summary>Time that the hunts took.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Runs in a second.</summary>
    public double Rate => Runs / Math.Max(0.001, Time.TotalSeconds);

    /// <summary>Counts a hunt in.</summary>
    public void Add(HuntResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Runs += result.Iterations;
        MostSteps = Math.Max(MostSteps, result.MostSteps);
        Time += result.Time;
        _paths.UnionWith(result.Paths);
    }
}
