using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.VectorTool.Packages;

/// <summary>Envelopes that are refused before their manifest is read, or because a severed part of it does not match.</summary>
internal static class UnauthenticPackages
{
    public static IEnumerable<PackageVector> All() => [.. Signatures(), .. Algorithms(), .. Severed(), .. Encodings(), .. Elements()];

    private static IEnumerable<PackageVector> Signatures()
    {
        var manifest = Forge.Manifest();
        var signed = Forge.Sign(Forge.Wrap(manifest));
        var other = Forge.Manifest((2, CborValue.Of(8L)));
        yield return Wrong("signature-bit", "one bit of the signature is inverted", Change(signed, bytes => bytes[^1] ^= 0x01), ResultCode.NotAuthentic);
        yield return Wrong("signature-stranger", "signed by a key that is not trusted", Forge.Sign(Forge.Wrap(manifest), TestKeys.Stranger), ResultCode.NotAuthentic);
        yield return Wrong("signature-stranger-as-author", "signed by a key that is not trusted, under the author's key identifier",
            Forge.Sign(Forge.Wrap(manifest), new Pretender(TestKeys.Stranger, CoseAlgorithm.Ed25519, TestKeys.Author.KeyId)), ResultCode.NotAuthentic);
        yield return Wrong("signature-tracker", "signed by the Status tracker, which is no author", Forge.Sign(Forge.Wrap(manifest), TestKeys.Tracker), ResultCode.NotAuthentic);
        yield return Wrong("signature-none", "not signed", Forge.Wrap(manifest), ResultCode.NotAuthentic);
        yield return Wrong("signature-with-domain", "the author's signature with an external_aad", signed with
        {
            Blocks = [CoseSign1.Sign(TestKeys.Author, signed.EncodedDigest.Span, "secup-iot/directive/1"u8, detached: true)],
        }, ResultCode.NotAuthentic);
        yield return Wrong("signature-embedded", "the block carries its payload", signed with
        {
            Blocks = [CoseSign1.Sign(TestKeys.Author, signed.EncodedDigest.Span, [], detached: false)],
        }, ResultCode.MalformedManifest);
        yield return Wrong("manifest-exchanged", "another manifest under the signed digest", signed with { Manifest = other }, ResultCode.ManifestDigestMismatch);
        yield return Wrong("manifest-bit", "one bit of the manifest is inverted", signed with { Manifest = Flip(manifest, manifest.Length - 1) }, ResultCode.ManifestDigestMismatch);
        yield return Wrong("manifest-and-digest-exchanged", "another manifest with its own digest under the old signature", Forge.Wrap(other) with { Blocks = signed.Blocks }, ResultCode.NotAuthentic);
        yield return Wrong("manifest-not-cbor-unsigned", "a manifest that is not CBOR, with its digest, signed by a stranger: the signature is judged first",
            Forge.Sign(Forge.Wrap([0xff, 0xff]), TestKeys.Stranger), ResultCode.NotAuthentic);
    }

    private static IEnumerable<PackageVector> Algorithms()
    {
        var envelope = Forge.Wrap(Forge.Manifest());
        yield return Wrong("algorithm-es256", "a valid P-256 signature under the older name ES256",
            Forge.Sign(envelope, new Pretender(TestKeys.AuthorP256, CoseAlgorithm.Es256, TestKeys.AuthorP256.KeyId)), ResultCode.UnsupportedAlgorithm);
        yield return Wrong("algorithm-eddsa", "a valid Ed25519 signature under the older name EdDSA", Forge.Sign(envelope, TestKeys.Author.AsEdDsa()), ResultCode.UnsupportedAlgorithm);
        yield return Wrong("algorithm-confused", "the Ed25519 author's key identifier with an ESP256 signature",
            Forge.Sign(envelope, new Pretender(TestKeys.AuthorP256, CoseAlgorithm.Esp256, TestKeys.Author.KeyId)), ResultCode.NotAuthentic);
        yield return Wrong("algorithm-mac", "authenticated with a key that is shared", EnvelopeWriter.Authenticate(envelope, new HmacKey(Seeded.Bytes("shared key", 32), TestKeys.Author.KeyId)).Value, ResultCode.UnsupportedFormat);
        yield return Wrong("algorithm-digest", "the wrapper's digest calls itself SHA-512", envelope with
        {
            EncodedDigest = CborEncoder.Encode(Forge.Array(-44, envelope.ManifestDigest.Value.ToArray())),
        }, ResultCode.UnsupportedAlgorithm);
    }

    private static IEnumerable<PackageVector> Severed()
    {
        var built = Forge.Built(Forge.Builder with { Severable = [SuitElement.Install, SuitElement.Text] });
        yield return Wrong("severed-install-missing", "the severable install section is not there", EnvelopeWriter.Sever(built, SuitElement.Install), ResultCode.SeveredSectionInvalid);
        yield return Wrong("severed-install-altered", "the severable install section is another one",
            built with { Severable = built.Severable.SetItem(SuitElement.Install, CborEncoder.Encode(Forge.Array(3, 15))) }, ResultCode.SeveredSectionInvalid);
        yield return Wrong("severed-text-altered", "the severable text is another one", built with { Severable = built.Severable.SetItem(SuitElement.Text, new byte[] { 0xa0 }) }, ResultCode.SeveredSectionInvalid);
        yield return Wrong("severed-unannounced", "a text of which the manifest knows nothing", Forge.Sign(Forge.Wrap(Forge.Manifest(), (SuitElement.Text, [0xa0]))), ResultCode.SeveredSectionInvalid);
        yield return Wrong("severed-twice", "an install section in the manifest and one beside it", Forge.Sign(Forge.Wrap(Forge.Manifest(), (SuitElement.Install, [0x82, 0x03, 0x0f]))), ResultCode.SeveredSectionInvalid);
    }

    private static IEnumerable<PackageVector> Encodings()
    {
        var right = Forge.Signed();
        yield return new("encoding-empty", "no bytes at all", [], ResultCode.MalformedManifest);
        yield return new("encoding-cut", "the last byte is missing", right[..^1], ResultCode.MalformedManifest);
        yield return new("encoding-trailing", "one byte follows", [.. right, 0x00], ResultCode.MalformedManifest);
        yield return new("encoding-untagged", "without the CBOR tag 107", right[2..], ResultCode.MalformedManifest);
        yield return new("encoding-other-tag", "with the CBOR tag 108", [0xd8, 0x6c, .. right[2..]], ResultCode.MalformedManifest);
        yield return new("encoding-tag-twice", "with the CBOR tag 107 twice", [0xd8, 0x6b, .. right], ResultCode.MalformedManifest);
        yield return new("encoding-tag-not-shortest", "the tag in three bytes", [0xd9, 0x00, 0x6b, .. right[2..]], ResultCode.MalformedManifest);
        yield return new("encoding-map-not-shortest", "the head of the envelope's map in two bytes", [0xd8, 0x6b, 0xb8, 0x02, .. right[3..]], ResultCode.MalformedManifest);
        yield return new("encoding-map-indefinite", "a map of indefinite length", [0xd8, 0x6b, 0xbf, .. right[3..], 0xff], ResultCode.MalformedManifest);
        yield return new("encoding-not-a-map", "a byte string in the tag", [0xd8, 0x6b, 0x40], ResultCode.MalformedManifest);
        yield return new("encoding-claims-4-gib", "a byte string of 4 GiB is announced", [0xd8, 0x6b, 0xa1, 0x02, 0x5a, 0xff, 0xff, 0xff, 0xff], ResultCode.MalformedManifest);
        yield return new("encoding-deep", "100 arrays within one another", [0xd8, 0x6b, .. Enumerable.Repeat((byte)0x81, 100), 0x00], ResultCode.LimitExceeded);
        yield return new("encoding-oversize", "more than 64 KiB without integrated payloads",
            EnvelopeWriter.Encode(Forge.Sign(Forge.Wrap(Forge.Manifest(), (SuitElement.Text, Seeded.Fill(0, Limits.Envelope))))), ResultCode.LimitExceeded);
    }

    private static IEnumerable<PackageVector> Elements()
    {
        var envelope = Forge.Sign(Forge.Wrap(Forge.Manifest()));
        var map = (CborMap)((CborTagged)CborDecoder.Decode(EnvelopeWriter.Encode(envelope), CborRules.Strict.WithTags(Envelope.Tag)).Value).Item;
        yield return new("element-wrapper-missing", "no authentication wrapper", Tagged(new CborMap([map.Entries[1]])), ResultCode.MissingElement);
        yield return new("element-manifest-missing", "no manifest", Tagged(new CborMap([map.Entries[0]])), ResultCode.MissingElement);
        yield return new("element-unknown", "an unknown element in the envelope", Tagged(new CborMap([.. map.Entries, new CborEntry(99, CborValue.Of(new byte[1]))])), ResultCode.MalformedManifest);
        yield return new("element-not-octets", "the manifest is not wrapped in a byte string", Tagged(new CborMap([map.Entries[0], new CborEntry(3, CborValue.MapOf())])), ResultCode.MalformedManifest);
        var encoded = EnvelopeWriter.Encode(envelope);
        var manifestAt = encoded.Length - CborEncoder.Encode(map.Entries[1].Value).Length - 1;
        yield return new("element-order", "the manifest stands before the wrapper", [.. encoded[..3], .. encoded[manifestAt..], .. encoded[3..manifestAt]], ResultCode.MalformedManifest);
        yield return new("element-twice", "the manifest stands twice", [0xd8, 0x6b, 0xa3, .. encoded[3..], .. encoded[manifestAt..]], ResultCode.MalformedManifest);
    }

    private static PackageVector Wrong(string name, string description, Envelope envelope, ResultCode result) => new(name, description, EnvelopeWriter.Encode(envelope), result);

    private static byte[] Tagged(CborMap map) => CborEncoder.Encode(new CborTagged(Envelope.Tag, map));

    private static Envelope Change(Envelope envelope, Action<byte[]> change)
    {
        var block = envelope.Blocks[0].ToArray();
        change(block);
        return envelope with { Blocks = [block] };
    }

    private static byte[] Flip(byte[] bytes, int index)
    {
        var flipped = bytes.ToArray();
        flipped[index] ^= 0x01;
        return flipped;
    }
}
