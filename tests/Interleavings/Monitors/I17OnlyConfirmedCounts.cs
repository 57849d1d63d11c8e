using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-17, Only confirmed counts. A device is in the list of those that have completed exactly as long as its last counted report left it Confirmed; silence takes it out of reach and not off the list.</summary>
internal sealed class I17OnlyConfirmedCounts : SafetyMonitor
{
    protected override string Id => "I-17";

    private readonly Dictionary<int, string> _lastCounted = [];

    protected override void Judge(Observation seen)
    {
        // What counts is what is stored.
        if (seen is not Observation.RecordStored { Record: var now } stored) return;
        if (stored.Before is { } before && now.LastCounter != before.LastCounter) _lastCounted[stored.Device] = stored.Trigger;
        var listed = now.CompletedAt != default;
        var last = _lastCounted.GetValueOrDefault(stored.Device);
        var holds = now.Phase == TrackPhase.Unreachable ? listed == (last == "CompletionReported") : listed == (now.Phase == TrackPhase.Confirmed);
        Demand(holds, () => $"device {stored.Device} is {(listed ? "" : "not ")}listed as completed in phase {now.Phase}, and its last counted report was {last}");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReportCounted), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    private sealed class Watching : State;
}
