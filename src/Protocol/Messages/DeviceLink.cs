using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>M-01, Communicator to Device core: asks for the firmware status (R-CM-01). Answered by M-02.</summary>
public sealed record StatusRequest : Message
{
    /// <inheritdoc/>
    public override byte Tag => 1;

    internal override void Write(ref MessagePackWriter writer) => writer.WriteArrayHeader(0);

    internal static StatusRequest Read(ref StrictReader reader)
    {
        reader.Array("StatusRequest", 0);
        return new();
    }
}

/// <summary>M-02, Device core to Communicator: the signed report (a <see cref="Statements.DeviceReport"/> in a COSE_Sign1) (R-DC-02, R-DC-03).</summary>
public sealed record StatusReport(Bytes SignedReport) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 2;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Bytes(SignedReport);
    }

    internal static StatusReport Read(ref StrictReader reader)
    {
        reader.Array("StatusReport", 1);
        return new(reader.Bytes("signedReport", Limits.SignedStatement));
    }
}

/// <summary>
/// M-03, Communicator to Device core: the tracker's directive and, for a new update, the envelope (R-CM-03). Either may be empty:
/// profile Core has no directive; a device that holds the candidate already needs no envelope. Answered by M-04 or M-09.
/// </summary>
public sealed record DirectiveDelivery(Bytes Directive, Bytes Envelope) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 3;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Bytes(Directive);
        writer.Bytes(Envelope);
    }

    internal static DirectiveDelivery Read(ref StrictReader reader)
    {
        reader.Array("DirectiveDelivery", 2);
        return new(reader.Bytes("directive", Limits.SignedStatement), reader.Bytes("envelope", Limits.Envelope));
    }
}

/// <summary>M-04, Device core to Communicator: the directive is believed; where the device stands and which block it wants, if any.</summary>
public sealed record DirectiveAnswer(DevicePhase Phase, BlockWant? Want) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 4;

    internal override void Write(ref MessagePackWriter writer) => PhaseAndWant.Write(ref writer, Phase, Want);

    internal static DirectiveAnswer Read(ref StrictReader reader)
    {
        reader.Array("DirectiveAnswer", 2);
        return new(reader.Enum<DevicePhase>("phase"), BlockWant.ReadOptional(ref reader, "want"));
    }
}

/// <summary>M-05, Communicator to Device core: the wanted block of the candidate with this manifest (R-CM-04, R-DC-19). Answered by M-06 or M-09.</summary>
public sealed record ImageBlock(Digest Manifest, Digest Payload, ulong Offset, Bytes Data) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 5;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Digest(Manifest);
        writer.Digest(Payload);
        writer.Write(Offset);
        writer.Bytes(Data);
    }

    internal static ImageBlock Read(ref StrictReader reader)
    {
        reader.Array("ImageBlock", 4);
        return new(
            reader.Digest("manifest"),
            reader.Digest("payload"),
            reader.UInt("offset", Limits.Payload),
            reader.Bytes("data", Limits.Block));
    }
}

/// <summary>M-06, Device core to Communicator: the block is stored durably (R-DC-20); the next wanted block, or none when all are there.</summary>
public sealed record BlockAnswer(DevicePhase Phase, BlockWant? Want) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 6;

    internal override void Write(ref MessagePackWriter writer) => PhaseAndWant.Write(ref writer, Phase, Want);

    internal static BlockAnswer Read(ref StrictReader reader)
    {
        reader.Array("BlockAnswer", 2);
        return new(reader.Enum<DevicePhase>("phase"), BlockWant.ReadOptional(ref reader, "want"));
    }
}

/// <summary>M-07, Communicator to Device core: install the verified candidate with this manifest (R-CM-11, R-DC-24). Answered by M-08 or M-09.</summary>
public sealed record InstallRequest(Digest Manifest) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 7;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Digest(Manifest);
    }

    internal static InstallRequest Read(ref StrictReader reader)
    {
        reader.Array("InstallRequest", 1);
        return new(reader.Digest("manifest"));
    }
}

/// <summary>M-08, Device core to Communicator: the candidate is installed and will be booted.</summary>
public sealed record InstallAnswer(DevicePhase Phase) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 8;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write((byte)Phase);
    }

    internal static InstallAnswer Read(ref StrictReader reader)
    {
        reader.Array("InstallAnswer", 1);
        return new(reader.Enum<DevicePhase>("phase"));
    }
}

/// <summary>M-09, any answering side: why the request was refused (R-GEN-02, R-GEN-06). The detail is for people; nothing is decided on it.</summary>
public sealed record Refusal(ResultCode Code, string Detail) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 9;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write((ushort)Code);
        writer.Write(Detail);
    }

    internal static Refusal Read(ref StrictReader reader)
    {
        reader.Array("Refusal", 2);
        return new(reader.Enum<ResultCode>("code"), reader.Text("detail", Limits.Detail));
    }
}

/// <summary>The fields that M-04 and M-06 share.</summary>
internal static class PhaseAndWant
{
    public static void Write(ref MessagePackWriter writer, DevicePhase phase, BlockWant? want)
    {
        writer.WriteArrayHeader(2);
        writer.Write((byte)phase);
        if (want is null) writer.WriteNil();
        else want.Write(ref writer);
    }
}
