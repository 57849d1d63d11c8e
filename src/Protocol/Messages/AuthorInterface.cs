using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>M-20, author to Firmware server: publish the package in this envelope (R-FS-01..06). Answered by M-21 or M-09.</summary>
public sealed record PublishRequest(Bytes Envelope) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 20;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Bytes(Envelope);
    }

    internal static PublishRequest Read(ref StrictReader reader)
    {
        reader.Array("PublishRequest", 1);
        return new(reader.Bytes("envelope", Limits.PublishedEnvelope));
    }
}

/// <summary>M-21, Firmware server to author: where the package stands and which payloads are still to be uploaded (R-FS-04).</summary>
public sealed record PublishAnswer(Digest Manifest, PackagePhase Phase, Sequence<PayloadName> Missing) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 21;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Digest(Manifest);
        writer.Write((byte)Phase);
        writer.WriteArrayHeader(Missing.Count);
        foreach (var payload in Missing) payload.Write(ref writer);
    }

    internal static PublishAnswer Read(ref StrictReader reader)
    {
        reader.Array("PublishAnswer", 3);
        return new(
            reader.Digest("manifest"),
            reader.Enum<PackagePhase>("phase"),
            Sequence<PayloadName>.Read(ref reader, "missing", Limits.Components, PayloadName.Read));
    }
}

/// <summary>M-22, author to Firmware server: withdraw the package (R-FS-08). Answered by M-23 or M-09.</summary>
public sealed record WithdrawRequest(Digest Manifest) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 22;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Digest(Manifest);
    }

    internal static WithdrawRequest Read(ref StrictReader reader)
    {
        reader.Array("WithdrawRequest", 1);
        return new(reader.Digest("manifest"));
    }
}

/// <summary>M-23, Firmware server to author: the package is withdrawn.</summary>
public sealed record WithdrawAnswer(Digest Manifest) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 23;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Digest(Manifest);
    }

    internal static WithdrawAnswer Read(ref StrictReader reader)
    {
        reader.Array("WithdrawAnswer", 1);
        return new(reader.Digest("manifest"));
    }
}
