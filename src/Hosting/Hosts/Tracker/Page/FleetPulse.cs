namespace SecUpIoT.Hosting.Hosts.Tracker.Page;

/// <summary>Counts what changed in the fleet, so that a page knows when to show itself anew.</summary>
internal sealed class FleetPulse
{
    private long _changes;

    /// <summary>How often something changed since the start.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Something changed.</summary>
    public void Beat() => Interlocked.Increment(ref _changes);
}
