using System.Buffers;
using MessagePack;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Statements;

/// <summary>The update that a device is working on: which image and how many of its bytes are stored durably.</summary>
public sealed record CandidateStatus(ImageName Image, ulong Received, ulong Total)
{
    internal static CandidateStatus? ReadOptional(ref StrictReader reader, string field)
    {
        if (reader.Nil(field)) return null;
        reader.Array(field, 3);
        return new(
            ImageName.Read(ref reader, field + ".image"),
            reader.UInt(field + ".received", Limits.Payload),
            reader.UInt(field + ".total", Limits.Payload));
    }

    internal void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        Image.Write(ref writer);
        writer.Write(Received);
        writer.Write(Total);
    }
}

/// <summary>
/// What a Device core says of itself (R-DC-02), signed by the device's key as a COSE_Sign1 with the domain <see cref="Domain"/> (R-DC-03).
/// </summary>
/// <param name="Device">The device that signs.</param>
/// <param name="Vendor">Its vendor.</param>
/// <param name="Class">Its class.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Confirmed">The confirmed image; null only when the device was never provisioned.</param>
/// <param name="Running">The image that runs now; null while nothing is booted.</param>
/// <param name="Candidate">The update under way, if any.</param>
/// <param name="LastOutcome">How the last update ended, if there was one (R-DC-36).</param>
/// <param name="Counter">Strictly higher than in every earlier report of this device.</param>
/// <param name="Nonce">The outstanding nonce; the tracker's directive must carry it.</param>
/// <param name="FreezeSuspected">True when no fresh directive came for longer than allowed (R-DC-37).</param>
/// <param name="SlotCapacity">Bytes that a slot can hold (R-DC-40).</param>
/// <param name="BlockSize">Largest block that the device takes, in bytes (R-DC-40).</param>
public sealed record DeviceReport(
    DeviceId Device,
    VendorId Vendor,
    ClassId Class,
    DevicePhase Phase,
    ImageName? Confirmed,
    ImageName? Running,
    CandidateStatus? Candidate,
    Outcome? LastOutcome,
    ulong Counter,
    Nonce Nonce,
    bool FreezeSuspected,
    ulong SlotCapacity,
    uint BlockSize)
{
    /// <summary>The external_aad that keeps a report from being taken for anything else.</summary>
    public const string Domain = "secup-iot/report/1";

    /// <summary>The content type in the protected header.</summary>
    public const string ContentType = "application/vnd.secup-iot.report+msgpack";

    /// <summary>The one encoding.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(13);
        writer.Guid(Device.Value);
        writer.Guid(Vendor.Value);
        writer.Guid(Class.Value);
        writer.Write((byte)Phase);
        if (Confirmed is null) writer.WriteNil();
        else Confirmed.Write(ref writer);
        if (Running is null) writer.WriteNil();
        else Running.Write(ref writer);
        if (Candidate is null) writer.WriteNil();
        else Candidate.Write(ref writer);
        if (LastOutcome is null) writer.WriteNil();
        else LastOutcome.Write(ref writer);
        writer.Write(Counter);
        writer.Nonce(Nonce);
        writer.Write(FreezeSuspected);
        writer.Write(SlotCapacity);
        writer.Write(BlockSize);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The report that <paramref name="bytes"/> encode, or a named error. Call it on verified bytes only.</summary>
    public static Decoded<DeviceReport> Decode(ReadOnlyMemory<byte> bytes) => MessageCodec.Guarded(bytes, Limits.SignedStatement, static (ref StrictReader reader) =>
    {
        reader.Array("report", 13);
        return new DeviceReport(
            new DeviceId(reader.Guid("device")),
            new VendorId(reader.Guid("vendor")),
            new ClassId(reader.Guid("class")),
            reader.Enum<DevicePhase>("phase"),
            ImageName.ReadOptional(ref reader, "confirmed"),
            ImageName.ReadOptional(ref reader, "running"),
            CandidateStatus.ReadOptional(ref reader, "candidate"),
            Outcome.ReadOptional(ref reader, "lastOutcome"),
            reader.UInt("counter"),
            reader.Nonce("nonce"),
            reader.Bool("freezeSuspected"),
            reader.UInt("slotCapacity"),
            (uint)reader.UInt("blockSize", Limits.Block));
    });
}
