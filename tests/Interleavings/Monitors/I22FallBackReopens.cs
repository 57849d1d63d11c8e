using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-22, A fall-back reopens. When a device whose update was recorded as completed can no longer run that image, the record is eventually reopened.</summary>
internal sealed class I22FallBackReopens : LivenessMonitor
{
    protected override string Id => "I-22";

    protected override string Missing => "a completion outlives the image";

    private readonly Dictionary<int, ImageName> _confirmed = [];
    private readonly Dictionary<int, ImageName> _completed = [];
    private readonly HashSet<int> _unbootable = [];
    private readonly HashSet<int> _silent = [];

    protected override void Note(Observation seen)
    {
        switch (seen)
        {
            case Observation.FlashChanged flash:
                _confirmed[flash.Device] = flash.Flash.Journal.Confirmed.Name;
                break;
            case Observation.RecordStored { Record: var record } stored when record.CompletedAt != default && record.Target is { } target:
                _completed[stored.Device] = target;
                break;
            case Observation.RecordStored stored:
                _completed.Remove(stored.Device);
                break;
            case Observation.DeviceReacted { Reaction.State.Phase: DevicePhase.Unbootable } reacted:
                _unbootable.Add(reacted.Device);
                break;
            case Observation.DeviceReacted reacted when reacted.Reaction.State.Running is not null:
                _unbootable.Remove(reacted.Device);
                break;
            case Observation.ReachChanged { IsSilent: true } changed:
                _silent.Add(changed.Device);
                break;
            case Observation.ReachChanged changed:
                _silent.Remove(changed.Device);
                break;
        }
    }

    protected override bool IsDue() => _completed.Any(device =>
        !_silent.Contains(device.Key) && (_unbootable.Contains(device.Key) || (_confirmed.TryGetValue(device.Key, out var confirmed) && confirmed != device.Value)));

    protected override void Heat() => RaiseGotoStateEvent<I22Due>();

    protected override void Cool() => RaiseGotoStateEvent<Settled>();

    [Start]
    [Cold]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class Settled : State;

    [Hot]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class I22Due : State;
}
