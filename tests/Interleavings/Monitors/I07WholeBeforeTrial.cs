using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-07, Whole before trial. An image is verified, selected for the next boot, and tried only when it stands whole and authentic in its slot, and tried only when the slot is sealed.</summary>
internal sealed class I07WholeBeforeTrial : SafetyMonitor
{
    protected override string Id => "I-07";

    protected override void Judge(Observation seen)
    {
        switch (seen)
        {
            case Observation.FlashChanged { Flash: { Journal.Candidate: { } candidate } content } flash:
                var image = Cast.ImageOf(candidate.Image.Name);
                var slot = content.In(candidate.Image.Slot);
                if (candidate.Stage is CandidateStage.Verified or CandidateStage.Installing or CandidateStage.AwaitingBoot)
                    Demand(slot.IsWhole(image, Cast.Settings.Blocks), () => $"device {flash.Device} has image {image} as {candidate.Stage}, and it does not stand whole in its slot");
                if (candidate.Stage is CandidateStage.AwaitingBoot or CandidateStage.Trial)
                    Demand(slot.IsSealed, () => $"device {flash.Device} has image {image} as {candidate.Stage} in a slot that is not sealed");
                break;
            case Observation.Booted booted:
                Demand(booted.Flash.In(booted.Invoke.Slot).IsSealed, () => $"device {booted.Device} boots slot {booted.Invoke.Slot}, which is not sealed");
                break;
        }
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    [OnEventDoAction(typeof(Observation.Booted), nameof(See))]
    private sealed class Watching : State;
}
