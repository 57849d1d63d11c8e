using System.Buffers;
using MessagePack;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>An image in a slot: its name and where its components stand.</summary>
public sealed record SlotImage(Slot Slot, ImageName Name, Sequence<ImageComponent> Components)
{
    /// <summary>Bytes of all components together, without padding.</summary>
    public ulong TotalSize => Components.Aggregate(0UL, (sum, component) => sum + component.Size);

    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write((byte)Slot);
        Name.Write(ref writer);
        writer.WriteArrayHeader(Components.Count);
        foreach (var component in Components)
        {
            writer.WriteArrayHeader(3);
            writer.Digest(component.Digest);
            writer.Write(component.Size);
            writer.Write(component.Offset);
        }
    }

    internal static SlotImage Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 3);
        return new(
            reader.Enum<Slot>(field + ".slot"),
            ImageName.Read(ref reader, field + ".name"),
            Sequence<ImageComponent>.Read(ref reader, field + ".components", Limits.Components, ReadComponent));
    }

    private static ImageComponent ReadComponent(ref StrictReader reader, string field)
    {
        reader.Array(field, 3);
        return new(reader.Digest(field + ".digest"), reader.UInt(field + ".size", Limits.Payload), reader.UInt(field + ".offset"));
    }
}

/// <summary>How far the candidate has come.</summary>
public enum CandidateStage : byte
{
    /// <summary>Blocks are being written, or all are there and not verified yet.</summary>
    Receiving = 0,
    /// <summary>Whole and authentic in its slot.</summary>
    Verified = 1,
    /// <summary>Its slot is being sealed.</summary>
    Installing = 2,
    /// <summary>Selected for the next boot.</summary>
    AwaitingBoot = 3,
    /// <summary>Booted on trial; not confirmed.</summary>
    Trial = 4,
}

/// <summary>The image that is to replace the confirmed one.</summary>
/// <param name="Image">What and where.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="Received">Bytes stored durably, over all components in order.</param>
public sealed record Candidate(SlotImage Image, CandidateStage Stage, ulong Received);

/// <summary>What a Device core keeps in its journal (R-GEN-08, R-DC-32).</summary>
/// <param name="Confirmed">The confirmed image; its sequence number is the stored one (R-DC-30).</param>
/// <param name="Candidate">The update under way, if any.</param>
/// <param name="LastOutcome">How the last update ended (R-DC-36).</param>
/// <param name="ReservedCounter">No report was signed with this counter or a higher one (R-DC-03).</param>
public sealed record DeviceRecord(SlotImage Confirmed, Candidate? Candidate, Outcome? LastOutcome, ulong ReservedCounter) : DurableRecord
{
    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(4);
        Confirmed.Write(ref writer);
        if (Candidate is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteArrayHeader(3);
            Candidate.Image.Write(ref writer);
            writer.Write((byte)Candidate.Stage);
            writer.Write(Candidate.Received);
        }

        if (LastOutcome is null) writer.WriteNil();
        else LastOutcome.Write(ref writer);
        writer.Write(ReservedCounter);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The record that <paramref name="bytes"/> encode, or a named error.</summary>
    public static Decoded<DeviceRecord> Decode(ReadOnlyMemory<byte> bytes) => MessageCodec.Guarded(bytes, static (ref StrictReader reader) =>
    {
        reader.Array("record", 4);
        return new DeviceRecord(
            SlotImage.Read(ref reader, "confirmed"),
            ReadCandidate(ref reader),
            Outcome.ReadOptional(ref reader, "lastOutcome"),
            reader.UInt("reservedCounter"));
    });

    private static Candidate? ReadCandidate(ref StrictReader reader)
    {
        if (reader.Nil("candidate")) return null;
        reader.Array("candidate", 3);
        return new(
            SlotImage.Read(ref reader, "candidate.image"),
            reader.Enum<CandidateStage>("candidate.stage"),
            reader.UInt("candidate.received", Limits.Payload));
    }
}
