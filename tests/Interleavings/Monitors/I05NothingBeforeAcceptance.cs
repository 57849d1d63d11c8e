using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-05, Nothing written before acceptance. A device writes to a slot only when an accepted manifest is stored or about to be stored, and never to the confirmed or the running slot.</summary>
internal sealed class I05NothingBeforeAcceptance : SafetyMonitor
{
    protected override string Id => "I-05";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.FlashChanged flash) return;
        Slot? slot = flash.Output switch
        {
            Output.EraseSlot erase => erase.Slot,
            Output.WriteEnvelope write => write.Slot,
            Output.WriteImage write => write.Slot,
            _ => null,
        };
        if (slot is null) return;
        Demand(flash.State.Candidate?.Image.Slot == slot, () => $"device {flash.Device} writes slot {slot} without an accepted manifest");
        Demand(
            slot != flash.Flash.Journal.Confirmed.Slot && slot != flash.Prior.Running?.Slot, () => $"device {flash.Device} writes slot {slot}, which is confirmed or running");
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    private sealed class Watching : State;
}
