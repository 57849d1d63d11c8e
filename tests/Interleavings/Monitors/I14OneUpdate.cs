using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-14, One update at a time. A device works on at most one candidate; another one takes its place only before the installation, and only one with a higher number. A device that can boot nothing begins its recovery anew.</summary>
internal sealed class I14OneUpdate : SafetyMonitor
{
    protected override string Id => "I-14";

    // What took the place of a candidate in two steps is one change: the old one leaves the record before the slot is erased.
    private readonly Dictionary<int, (Candidate Candidate, DevicePhase Phase, Input? Input)> _left = [];

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.FlashChanged flash) return;
        var (was, now) = (flash.Before.Candidate, flash.Flash.Journal.Candidate);
        if (was is not null && now is null) _left[flash.Device] = (was, flash.Prior.Phase, flash.Input);
        else if (was is not null && now is not null) Check(flash.Device, was, now, flash.Prior.Phase);
        else if (was is null && now is not null && _left.Remove(flash.Device, out var left) && ReferenceEquals(left.Input, flash.Input))
            Check(flash.Device, left.Candidate, now, left.Phase);
    }

    private void Check(int device, Candidate old, Candidate young, DevicePhase phase)
    {
        if (old.Image.Name == young.Image.Name) return;
        Demand(
            phase == DevicePhase.Unbootable || (old.Stage is CandidateStage.Receiving or CandidateStage.Verified && young.Image.Name.Number > old.Image.Name.Number),
            () => $"device {device} takes up {young.Image.Name} in the place of {old.Image.Name} in stage {old.Stage}");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    private sealed class Watching : State;
}
