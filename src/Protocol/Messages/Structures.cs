using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>Which image: its sequence number and its manifest digest (R-GEN-13).</summary>
public sealed record ImageName(SequenceNumber Number, Digest Manifest)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Number(Number);
        writer.Digest(Manifest);
    }

    internal static ImageName Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 2);
        return new(reader.Number(field + ".number"), reader.Digest(field + ".manifest"));
    }

    internal static ImageName? ReadOptional(ref StrictReader reader, string field) => reader.Nil(field) ? null : Read(ref reader, field);

    /// <summary>For people: number and the head of the digest.</summary>
    public override string ToString() => $"{Number} ({Manifest})";
}

/// <summary>The block that the Device core wants next (R-CM-04): bytes of a payload from an offset on.</summary>
public sealed record BlockWant(Digest Payload, ulong Offset, uint Length)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Digest(Payload);
        writer.Write(Offset);
        writer.Write(Length);
    }

    internal static BlockWant? ReadOptional(ref StrictReader reader, string field)
    {
        if (reader.Nil(field)) return null;
        reader.Array(field, 3);
        return new(reader.Digest(field + ".payload"), reader.UInt(field + ".offset", Limits.Payload), (uint)reader.UInt(field + ".length", Limits.Block));
    }
}

/// <summary>A payload of a package: its digest and its size in bytes.</summary>
public sealed record PayloadName(Digest Digest, ulong Size)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Digest(Digest);
        writer.Write(Size);
    }

    internal static PayloadName Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 2);
        return new(reader.Digest(field + ".digest"), reader.UInt(field + ".size", Limits.Payload));
    }
}

/// <summary>One published package in a Firmware server's catalogue (R-FS-09).</summary>
public sealed record CatalogueEntry(Digest Manifest, SequenceNumber Number, VendorId Vendor, ClassId Class, uint EnvelopeSize, Sequence<PayloadName> Payloads)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Digest(Manifest);
        writer.Number(Number);
        writer.Guid(Vendor.Value);
        writer.Guid(Class.Value);
        writer.Write(EnvelopeSize);
        writer.WriteArrayHeader(Payloads.Count);
        foreach (var payload in Payloads) payload.Write(ref writer);
    }

    internal static CatalogueEntry Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 6);
        return new(
            reader.Digest(field + ".manifest"),
            reader.Number(field + ".number"),
            new VendorId(reader.Guid(field + ".vendor")),
            new ClassId(reader.Guid(field + ".class")),
            (uint)reader.UInt(field + ".envelopeSize", Limits.Envelope),
            Sequence<PayloadName>.Read(ref reader, field + ".payloads", Limits.Components, PayloadName.Read));
    }
}

/// <summary>
/// How an update ended: which image, and with which result (R-DC-36). The serial counts the updates that ended on this device, so that two
/// attempts at one image can be told apart.
/// </summary>
public sealed record Outcome(ImageName Image, ResultCode Result, ulong Serial)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        Image.Write(ref writer);
        writer.Write((ushort)Result);
        writer.Write(Serial);
    }

    internal static Outcome? ReadOptional(ref StrictReader reader, string field)
    {
        if (reader.Nil(field)) return null;
        reader.Array(field, 3);
        return new(ImageName.Read(ref reader, field + ".image"), reader.Enum<ResultCode>(field + ".result"), reader.UInt(field + ".serial"));
    }
}

/// <summary>What a Status tracker knows of one device, for the operator (R-ST-08).</summary>
public sealed record TrackEntry(
    DeviceId Device,
    VendorId Vendor,
    ClassId Class,
    Profile Profile,
    TrackPhase Phase,
    ImageName? Confirmed,
    ImageName? Target,
    ResultCode Result,
    bool ResultVerified,
    ulong Received,
    ulong Total,
    bool FreezeSuspected,
    Moment LastSeen,
    Moment CompletedAt)
{
    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(14);
        writer.Guid(Device.Value);
        writer.Guid(Vendor.Value);
        writer.Guid(Class.Value);
        writer.Write((byte)Profile);
        writer.Write((byte)Phase);
        if (Confirmed is null) writer.WriteNil();
        else Confirmed.Write(ref writer);
        if (Target is null) writer.WriteNil();
        else Target.Write(ref writer);
        writer.Write((ushort)Result);
        writer.Write(ResultVerified);
        writer.Write(Received);
        writer.Write(Total);
        writer.Write(FreezeSuspected);
        writer.Moment(LastSeen);
        writer.Moment(CompletedAt);
    }

    internal static TrackEntry Read(ref StrictReader reader, string field)
    {
        reader.Array(field, 14);
        return new(
            new DeviceId(reader.Guid(field + ".device")),
            new VendorId(reader.Guid(field + ".vendor")),
            new ClassId(reader.Guid(field + ".class")),
            reader.Enum<Profile>(field + ".profile"),
            reader.Enum<TrackPhase>(field + ".phase"),
            ImageName.ReadOptional(ref reader, field + ".confirmed"),
            ImageName.ReadOptional(ref reader, field + ".target"),
            reader.Enum<ResultCode>(field + ".result"),
            reader.Bool(field + ".resultVerified"),
            reader.UInt(field + ".received", Limits.Payload),
            reader.UInt(field + ".total", Limits.Payload),
            reader.Bool(field + ".freezeSuspected"),
            reader.Moment(field + ".lastSeen"),
            reader.Moment(field + ".completedAt"));
    }
}
