namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-13, What was acknowledged stays. Whatever an entity acknowledged is in its durable state when the acknowledgement goes out, and no crash takes it back.</summary>
internal sealed class I13AcknowledgedStays : SafetyMonitor
{
    protected override string Id => "I-13";

    private readonly Dictionary<string, object> _kept = [];

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.Kept kept:
                _kept[kept.Who] = kept.State;
                break;
            case Observation.Acknowledged acknowledged:
                Demand(Has(acknowledged.Who, acknowledged.Depends), () => $"{acknowledged.Who} answers with {acknowledged.What} before its record is stored");
                break;
            case Observation.Found found:
                Demand(Has(found.Who, found.State), () => $"{found.Who} goes on from another record than the stored one");
                break;
            case Observation.DeviceStarted started:
                Demand(Has($"D{started.Device + 1}", started.Journal), () => $"D{started.Device + 1} starts again with another record than it had stored");
                break;
        }
    }

    private bool Has(string who, object? state) => _kept.TryGetValue(who, out var kept) ? kept.Equals(state) : state is null;

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Kept), nameof(See))]
    [OnEventDoAction(typeof(Observation.Acknowledged), nameof(See))]
    [OnEventDoAction(typeof(Observation.Found), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceStarted), nameof(See))]
    private sealed class Watching : State;
}
