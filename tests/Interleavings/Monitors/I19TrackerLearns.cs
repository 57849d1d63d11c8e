using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-19, The tracker learns. What a device has confirmed is eventually in its record, also after crashes of either side.</summary>
internal sealed class I19TrackerLearns : LivenessMonitor
{
    protected override string Id => "I-19";

    protected override string Missing => "what a device has confirmed is not in its record when all faults have ended";

    private readonly Dictionary<int, ImageName> _confirmed = [];
    private readonly Dictionary<int, ImageName?> _recorded = [];
    private readonly HashSet<int> _silent = [];

    protected override void Note(Observation seen)
    {
        switch (seen)
        {
            case Observation.FlashChanged flash:
                _confirmed[flash.Device] = flash.Flash.Journal.Confirmed.Name;
                break;
            case Observation.RecordStored stored:
                _recorded[stored.Device] = stored.Record.Confirmed;
                break;
            case Observation.ReachChanged { IsSilent: true } changed:
                _silent.Add(changed.Device);
                break;
            case Observation.ReachChanged changed:
                _silent.Remove(changed.Device);
                break;
        }
    }

    protected override bool IsDue() =>
        _confirmed.Any(device => !_silent.Contains(device.Key) && _recorded.TryGetValue(device.Key, out var recorded) && recorded != device.Value);

    protected override void Heat() => RaiseGotoStateEvent<I19Due>();

    protected override void Cool() => RaiseGotoStateEvent<Settled>();

    [Start]
    [Cold]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class Settled : State;

    [Hot]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class I19Due : State;
}
