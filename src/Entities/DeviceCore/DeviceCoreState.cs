using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>The whole state of a Device core: the durable record and what a restart forgets.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Record">What the journal holds; null before power-on and when nothing was provisioned.</param>
/// <param name="Booting">The image that is being verified for boot.</param>
/// <param name="Running">The image that runs.</param>
/// <param name="Counter">Counter of the last report (R-DC-03).</param>
/// <param name="Nonce">The outstanding nonce, if any (R-DC-16).</param>
/// <param name="FreezeSuspected">No fresh directive for longer than allowed (R-DC-37).</param>
public sealed record DeviceCoreState(
    DevicePhase Phase,
    DeviceRecord? Record,
    SlotImage? Booting,
    SlotImage? Running,
    ulong Counter,
    Nonce? Nonce,
    bool FreezeSuspected)
{
    /// <summary>Without power.</summary>
    public static DeviceCoreState Initial { get; } = new(DevicePhase.Off, null, null, null, 0, null, false);

    /// <summary>The candidate, if any.</summary>
    public Candidate? Candidate => Record?.Candidate;

    /// <summary>The block that comes next, or null when there is no candidate or all its bytes are stored.</summary>
    /// <param name="blockSize">Most bytes of one block.</param>
    public BlockWant? NextWant(uint blockSize)
    {
        if (Candidate is not { Stage: CandidateStage.Receiving } candidate) return null;
        var before = 0UL;
        foreach (var component in candidate.Image.Components)
        {
            if (candidate.Received < before + component.Size)
            {
                var offset = candidate.Received - before;
                return new BlockWant(component.Digest, offset, (uint)Math.Min(blockSize, component.Size - offset));
            }

            before += component.Size;
        }

        return null;
    }

    /// <summary>Where in the slot's image area the next byte of the candidate goes.</summary>
    public ulong NextOffset()
    {
        var before = 0UL;
        foreach (var component in Candidate!.Image.Components)
        {
            if (Candidate.Received < before + component.Size) return component.Offset + (Candidate.Received - before);
            before += component.Size;
        }

        return before;
    }
}
