using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>I-06, Slot purity. The blocks that a device counts as received are all of the candidate's image: bytes of two images or of two sessions never stand together.</summary>
internal sealed class I06SlotPurity : SafetyMonitor
{
    protected override string Id => "I-06";

    protected override void Judge(Observation seen)
    {
        if (seen is not Observation.FlashChanged { Flash: var content } flash || content.Journal.Candidate is not { } candidate) return;
        var image = Cast.ImageOf(candidate.Image.Name);
        var slot = content.In(candidate.Image.Slot);
        for (var block = 0; block < (int)(candidate.Received / Cast.BlockSize); block++)
        {
            var (at, there) = (block, slot.Block(block));
            Demand(there == image, () => $"device {flash.Device} counts block {at} of image {image} as received, and has bytes of {there} there");
        }
    }

    [Start]
    [OnEventDoAction(typeof(Observation.Began), nameof(See))]
    [OnEventDoAction(typeof(Observation.FlashChanged), nameof(See))]
    private sealed class Watching : State;
}
