using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>Journal and slots of a device. Every durable output is done whole, torn, or not at all.</summary>
internal sealed class Flash(Cast cast, FlashContent content)
{
    public FlashContent Content { get; private set; } = content;

    public DeviceRecord Journal => Content.Journal;

    /// <summary>As the device leaves the factory.</summary>
    public static Flash Provisioned(Cast cast, int device)
    {
        var image = cast.Settings.Factory;
        var judged = DeviceJudges.For(cast.Configurations[device]).Package(cast.Package(image).Envelope).Value!;
        var slot = SlotContent.Filled((byte)image, cast.Settings.Blocks) with { Envelope = (byte)image, IsSealed = true };
        return new(cast, new(new DeviceRecord(new SlotImage(Slot.A, judged.Name, judged.Components), null, null, 0), slot, default));
    }

    public static bool IsDurable(Output output) =>
        output is Output.Persist or Output.EraseSlot or Output.WriteEnvelope or Output.WriteImage or Output.InstallSlot;

    public void Store(Output output)
    {
        switch (output)
        {
            case Output.Persist { Record: DeviceRecord record }:
                Content = Content with { Journal = record };
                break;
            case Output.EraseSlot erase:
                Set(erase.Slot, default);
                break;
            case Output.WriteEnvelope write:
                Set(write.Slot, Content.In(write.Slot) with { Envelope = (byte)cast.EnvelopeOf(write.Envelope) });
                break;
            case Output.WriteImage write:
                var (image, block) = cast.BlockOf(write.Data);
                var at = (int)(write.Offset / Cast.BlockSize);
                Set(write.Slot, Content.In(write.Slot).With(at, block == at ? (byte)image : Cast.Garbage));
                break;
            case Output.InstallSlot install:
                Set(install.Slot, Content.In(install.Slot) with { IsSealed = true });
                break;
        }
    }

    /// <summary>The power goes in the middle: what was being written is garbage; the journal keeps the former record.</summary>
    public void Tear(Output output)
    {
        switch (output)
        {
            case Output.EraseSlot erase:
                Set(erase.Slot, SlotContent.Filled(Cast.Garbage, cast.Settings.Blocks));
                break;
            case Output.WriteEnvelope write:
                Set(write.Slot, Content.In(write.Slot) with { Envelope = 0 });
                break;
            case Output.WriteImage write:
                Set(write.Slot, Content.In(write.Slot).With((int)(write.Offset / Cast.BlockSize), Cast.Garbage));
                break;
            case Output.InstallSlot install:
                Set(install.Slot, Content.In(install.Slot) with { IsSealed = false });
                break;
        }
    }

    /// <summary>The first block of the confirmed slot turns to garbage.</summary>
    public void Decay() => Set(Journal.Confirmed.Slot, Content.In(Journal.Confirmed.Slot).With(0, Cast.Garbage));

    /// <summary>The slot as the host reads it back.</summary>
    public Input.SlotRead Read(Slot slot)
    {
        var content = Content.In(slot);
        var envelope = content.Envelope == 0 ? Bytes.Empty : cast.Package(content.Envelope).Envelope;
        var image = content.Block(0);
        var whole = image is not (0 or Cast.Garbage) && Enumerable.Range(0, cast.Settings.Blocks).All(index => content.Block(index) == image);
        var digest = whole ? Digest.Of(cast.Package(image).Payload.Span) : Digest.Of(BitConverter.GetBytes(content.Blocks));
        return new(slot, envelope, new Sequence<Digest>(digest));
    }

    private void Set(Slot slot, SlotContent content) => Content = slot == Slot.A ? Content with { A = content } : Content with { B = content };
}
