namespace SecUpIoT.Conformance.Runs;

/// <summary>What a run is to do.</summary>
/// <param name="Header">All that is fixed before.</param>
/// <param name="Source">Makes what attaches the implementation; asked once for each role.</param>
public sealed record RunOrder(RunHeader Header, Func<IImplementationSource> Source)
{
    /// <summary>How many roles are run at the same time. Does not change any result.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>True to end after the first failure.</summary>
    public bool FailFast { get; init; }
}
