using SecUpIoT.Entities.DeviceCore;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-23, One trial. A device hands control to an image that is not confirmed only when it is stored that the trial is spent, so that a restart leads back to the confirmed image.</summary>
internal sealed class I23OneTrial : SafetyMonitor
{
    protected override string Id => "I-23";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.Booted { Flash.Journal: var journal, Invoke: var invoke } booted) return;
        Demand(
            invoke.Image == journal.Confirmed.Name || journal.Candidate is { Stage: CandidateStage.Trial } candidate && candidate.Image.Name == invoke.Image,
            () => $"device {booted.Device} tries {invoke.Image} before it is stored that the trial is spent");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Booted), nameof(See))]
    private sealed class Watching : State;
}
