using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>
/// M-10, Communicator to Status tracker: the device's signed report, unaltered (R-CM-02), and, when the device refused the last
/// directive, which manifest and why (R-CM-10; unsigned, hence unverified at the tracker). Answered by M-11 or M-09.
/// </summary>
public sealed record CheckIn(Bytes SignedReport, Digest? RefusedManifest, ResultCode RefusedCode) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 10;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Bytes(SignedReport);
        if (RefusedManifest is null) writer.WriteNil();
        else writer.Digest(RefusedManifest.Value);
        writer.Write((ushort)RefusedCode);
    }

    internal static CheckIn Read(ref StrictReader reader)
    {
        reader.Array("CheckIn", 3);
        return new(
            reader.Bytes("signedReport", Limits.SignedStatement),
            reader.Nil("refusedManifest") ? null : reader.Digest("refusedManifest"),
            reader.Enum<ResultCode>("refusedCode"));
    }
}

/// <summary>
/// M-11, Status tracker to Communicator: what the device is to do, as a signed directive for the device (empty in profile Core),
/// the envelope when the device needs it, and when to check in next.
/// </summary>
public sealed record CheckInAnswer(DirectiveKind Kind, Digest? Manifest, Bytes Directive, Bytes Envelope, uint PollAfter) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 11;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write((byte)Kind);
        if (Manifest is null) writer.WriteNil();
        else writer.Digest(Manifest.Value);
        writer.Bytes(Directive);
        writer.Bytes(Envelope);
        writer.Write(PollAfter);
    }

    internal static CheckInAnswer Read(ref StrictReader reader)
    {
        reader.Array("CheckInAnswer", 5);
        return new(
            reader.Enum<DirectiveKind>("kind"),
            reader.Nil("manifest") ? null : reader.Digest("manifest"),
            reader.Bytes("directive", Limits.SignedStatement),
            reader.Bytes("envelope", Limits.Envelope),
            (uint)reader.UInt("pollAfter", Limits.PollAfterSeconds));
    }
}

/// <summary>
/// M-12, Communicator to Status tracker and Status tracker to Firmware server: bytes of a payload (R-ST-25, R-FS-07).
/// On HTTP: GET /payloads/sha256/HEX with a Range header. Answered by M-13 or M-09.
/// </summary>
public sealed record BlockRequest(Digest Payload, ulong Offset, uint Length) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 12;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Digest(Payload);
        writer.Write(Offset);
        writer.Write(Length);
    }

    internal static BlockRequest Read(ref StrictReader reader)
    {
        reader.Array("BlockRequest", 3);
        return new(reader.Digest("payload"), reader.UInt("offset", Limits.Payload), (uint)reader.UInt("length", Limits.Block));
    }
}

/// <summary>M-13, the answer to M-12: the bytes from the offset on, and the payload's whole size. On HTTP: 206 with Content-Range.</summary>
public sealed record Block(Digest Payload, ulong Offset, ulong TotalSize, Bytes Data) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 13;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Digest(Payload);
        writer.Write(Offset);
        writer.Write(TotalSize);
        writer.Bytes(Data);
    }

    internal static Block Read(ref StrictReader reader)
    {
        reader.Array("Block", 4);
        return new(
            reader.Digest("payload"),
            reader.UInt("offset", Limits.Payload),
            reader.UInt("totalSize", Limits.Payload),
            reader.Bytes("data", Limits.Block));
    }
}
