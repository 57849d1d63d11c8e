using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>M-14, Status tracker to Firmware server: which packages are published? Answered by M-15 or M-09.</summary>
public sealed record CatalogueRequest : Message
{
    /// <inheritdoc/>
    public override byte Tag => 14;

    internal override void Write(ref MessagePackWriter writer) => writer.WriteArrayHeader(0);

    internal static CatalogueRequest Read(ref StrictReader reader)
    {
        reader.Array("CatalogueRequest", 0);
        return new();
    }
}

/// <summary>M-15, Firmware server to Status tracker: every published package (R-FS-09).</summary>
public sealed record CatalogueAnswer(Sequence<CatalogueEntry> Entries) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 15;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(Entries.Count);
        foreach (var entry in Entries) entry.Write(ref writer);
    }

    internal static CatalogueAnswer Read(ref StrictReader reader)
    {
        reader.Array("CatalogueAnswer", 1);
        return new(Sequence<CatalogueEntry>.Read(ref reader, "entries", Limits.CatalogueEntries, CatalogueEntry.Read));
    }
}

/// <summary>M-16, Status tracker to Firmware server: the envelope of a published package. Answered by M-17 or M-09.</summary>
public sealed record EnvelopeRequest(Digest Manifest) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 16;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Digest(Manifest);
    }

    internal static EnvelopeRequest Read(ref StrictReader reader)
    {
        reader.Array("EnvelopeRequest", 1);
        return new(reader.Digest("manifest"));
    }
}

/// <summary>M-17, Firmware server to Status tracker: the envelope as published, integrated payloads stripped (R-FS-14, R-FS-16).</summary>
public sealed record EnvelopeAnswer(Bytes Envelope) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 17;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Bytes(Envelope);
    }

    internal static EnvelopeAnswer Read(ref StrictReader reader)
    {
        reader.Array("EnvelopeAnswer", 1);
        return new(reader.Bytes("envelope", Limits.Envelope));
    }
}
