using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-08, Always something to boot. The confirmed slot holds a whole, sealed and authentic image at every moment, within every write and after every loss of power.</summary>
internal sealed class I08AlwaysBootable : SafetyMonitor
{
    protected override string Id => "I-08";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.FlashChanged { Flash: var content } flash) return;
        var confirmed = content.Journal.Confirmed;
        var slot = content.In(confirmed.Slot);
        Demand(
            slot.IsSealed && slot.IsWhole(Cast.ImageOf(confirmed.Name), Cast.Settings.Blocks), () => $"device {flash.Device} has nothing to boot in slot {confirmed.Slot}");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    private sealed class Watching : State;
}
