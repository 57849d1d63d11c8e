using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-04, The stored number never falls. The confirmed image is only ever replaced by one with a higher number, and only by the confirmation of an image that runs on trial.</summary>
internal sealed class I04NumberNeverFalls : SafetyMonitor
{
    protected override string Id => "I-04";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.FlashChanged flash) return;
        var (was, now) = (flash.Before.Confirmed.Name, flash.Flash.Journal.Confirmed.Name);
        if (was == now) return;
        Demand(now.Number > was.Number, () => $"the confirmed image of device {flash.Device} falls from {was} to {now}");
        Demand(
            flash.Prior is { Phase: DevicePhase.Trial, Running: { } running } && running.Name == now && flash.Input is Input.SelfTested { Passed: true },
            () => $"device {flash.Device} confirms {now} in phase {flash.Prior.Phase}, without a trial that passed");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    private sealed class Watching : State;
}
