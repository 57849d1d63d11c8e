using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-21, Every session ends. When faults stop, every round of a Communicator comes back to Waiting, every server link to Synchronised or Unavailable, and every device to Idle or Unbootable.</summary>
internal sealed class I21EverySessionEnds : LivenessMonitor
{
    protected override string Id => "I-21";

    protected override string Missing => "a session has not ended when all faults have";

    private readonly HashSet<int> _communicators = [];
    private readonly HashSet<int> _links = [];
    private readonly HashSet<int> _devices = [];
    private readonly HashSet<int> _silent = [];

    protected override void Note(Observation seen)
    {
        switch (seen)
        {
            case Observation.CommunicatorMoved moved:
                Set(_communicators, moved.Communicator, moved.Phase != Phase.Waiting);
                break;
            case Observation.ServerLinkMoved moved:
                Set(_links, moved.Server, moved.Phase is not (ServerPhase.Synchronised or ServerPhase.Unavailable));
                break;
            case Observation.DeviceReacted reacted:
                Set(_devices, reacted.Device, reacted.Reaction.State.Phase is not (DevicePhase.Idle or DevicePhase.Unbootable));
                break;
            case Observation.DeviceFell fell:
                _devices.Add(fell.Device);
                break;
            case Observation.ReachChanged changed:
                Set(_silent, changed.Device, changed.IsSilent);
                break;
        }
    }

    // For a device that nobody reaches the faults have not stopped.
    protected override bool IsDue() => _communicators.Count + _links.Count > 0 || _devices.Any(device => !_silent.Contains(device));

    private static void Set(HashSet<int> busy, int subject, bool isBusy)
    {
        if (isBusy) busy.Add(subject);
        else busy.Remove(subject);
    }

    protected override void Heat() => RaiseGotoStateEvent<I21Due>();

    protected override void Cool() => RaiseGotoStateEvent<Settled>();

    [Start]
    [Cold]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.CommunicatorMoved), nameof(See))]
    [OnEventDoAction(typeof(Observation.ServerLinkMoved), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class Settled : State;

    [Hot]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.CommunicatorMoved), nameof(See))]
    [OnEventDoAction(typeof(Observation.ServerLinkMoved), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceReacted), nameof(See))]
    [OnEventDoAction(typeof(Observation.DeviceFell), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    private sealed class I21Due : State;
}
