using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-02, Authentic boot. A device hands control only to an image whose manifest an authorised author signed and whose bytes in the slot are that manifest's.</summary>
internal sealed class I02AuthenticBoot : SafetyMonitor
{
    protected override string Id => "I-02";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.Booted booted) return;
        var (image, slot) = (Cast.ImageOf(booted.Invoke.Image), booted.Invoke.Slot);
        Demand(Cast.IsAuthored(image), () => $"device {booted.Device} boots image {image}, which no author signed");
        Demand(
            booted.Flash.In(slot).IsWhole(image, Cast.Settings.Blocks), () => $"device {booted.Device} boots image {image} from slot {slot}, which holds other bytes");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.Booted), nameof(See))]
    private sealed class Watching : State;
}
