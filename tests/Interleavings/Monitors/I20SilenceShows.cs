using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-20, Silence shows. A device that stays silent is eventually shown as unreachable, and its next report brings the record up to date.</summary>
internal sealed class I20SilenceShows : LivenessMonitor
{
    protected override string Id => "I-20";

    protected override string Missing => "a silent device is not shown as unreachable, or one that was heard is";

    private readonly HashSet<int> _silent = [];
    private readonly HashSet<int> _unreachable = [];

    protected override void Note(Observation seen)
    {
        switch (seen)
        {
            case Observation.ReachChanged { IsSilent: true } changed:
                _silent.Add(changed.Device);
                break;
            case Observation.ReachChanged changed:
                _silent.Remove(changed.Device);
                break;
            case Observation.RecordStored { Record.Phase: TrackPhase.Unreachable } stored:
                _unreachable.Add(stored.Device);
                break;
            case Observation.RecordStored stored:
                _unreachable.Remove(stored.Device);
                break;
            case Observation.ReportCounted { Reaction.State.Record: { Phase: TrackPhase.Unreachable } } counted:
                Assert(false, $"I-20: device {counted.Device} has reported and stays out of reach in its record");
                break;
        }
    }

    protected override bool IsDue() => !_silent.SetEquals(_unreachable);

    protected override void Heat() => RaiseGotoStateEvent<I20Due>();

    protected override void Cool() => RaiseGotoStateEvent<Settled>();

    [Start]
    [Cold]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReportCounted), nameof(See))]
    private sealed class Settled : State;

    [Hot]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Ended), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReachChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.RecordStored), nameof(See))]
    [OnEventDoAction(typeof(Observation.ReportCounted), nameof(See))]
    private sealed class I20Due : State;
}
