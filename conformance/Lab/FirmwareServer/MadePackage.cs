using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>A package as the author has it: the signed envelope, and the payloads inside and beside it.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Vendor">The vendor it is for.</param>
/// <param name="Class">The class it is for.</param>
/// <param name="Envelope">The signed envelope.</param>
/// <param name="Named">The payloads as the manifest names them.</param>
/// <param name="Payloads">Their bytes, in the same order.</param>
internal sealed record MadePackage(
    SequenceNumber Number, VendorId Vendor, ClassId Class, Envelope Envelope, IReadOnlyList<PayloadName> Named, IReadOnlyList<Bytes> Payloads)
{
    /// <summary>What names the update.</summary>
    public Digest Manifest => Envelope.ManifestDigest;

    /// <summary>The envelope in bytes, as it is published.</summary>
    public Bytes Encoded => EnvelopeWriter.Encode(Envelope);

    /// <summary>The first payload.</summary>
    public Bytes Payload => Payloads[0];

    /// <summary>The payloads that have to be uploaded.</summary>
    public IReadOnlyList<PayloadName> Beside => [.. Named.Where((_, index) => !Envelope.IntegratedPayloads.ContainsValue(Payloads[index]))];

    /// <summary>The bytes that belong to a name.</summary>
    public Bytes BytesOf(PayloadName name) => Payloads[Named.ToList().IndexOf(name)];

    /// <inheritdoc/>
    public override string ToString() => $"{Number} ({Manifest})";
}
