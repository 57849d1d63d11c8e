using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Encodes envelopes and makes the changes that do not touch the manifest: signatures, severing, integrated payloads.</summary>
public static class EnvelopeWriter
{
    private const int WrapperKey = 2;
    private const int ManifestKey = 3;

    /// <summary>The bytes of an envelope. Reading them and writing the result again gives the same bytes.</summary>
    public static byte[] Encode(Envelope envelope)
    {
        var wrapper = new List<CborValue> { CborValue.Of(envelope.EncodedDigest) };
        wrapper.AddRange(envelope.Blocks.Select(block => CborValue.Of(block)));
        var entries = new List<CborEntry>
        {
            new(WrapperKey, CborValue.Wrap(new CborArray(wrapper))),
            new(ManifestKey, CborValue.Of(envelope.Manifest)),
        };
        entries.AddRange(envelope.Severable.Select(pair => new CborEntry((long)pair.Key, CborValue.Of(pair.Value))));
        entries.AddRange(envelope.IntegratedPayloads.Select(pair => new CborEntry(CborValue.Of(pair.Key), CborValue.Of(pair.Value))));
        var map = new CborMap(entries);
        return CborEncoder.Encode(envelope.Tagged ? new CborTagged(Envelope.Tag, map) : map);
    }

    /// <summary>
    /// Adds a signature. The digest is compared with the manifest first: whoever signs an envelope of another origin must not sign a digest that
    /// stands for something else (SUIT manifest S8.3). Signatures that are there already stay.
    /// </summary>
    public static Result<Envelope, SuitError> Sign(Envelope envelope, ISigner signer)
    {
        if (!HasTrueDigest(envelope))
        {
            return new SuitError(ResultCode.ManifestDigestMismatch, "the wrapper's digest is not that of the manifest");
        }

        return envelope with { Blocks = envelope.Blocks.Add(CoseSign1.Sign(signer, envelope.EncodedDigest.Span, [], detached: true)) };
    }

    /// <summary>Adds an authentication with a shared key, after the same check as <see cref="Sign"/>.</summary>
    public static Result<Envelope, SuitError> Authenticate(Envelope envelope, HmacKey key)
    {
        if (!HasTrueDigest(envelope))
        {
            return new SuitError(ResultCode.ManifestDigestMismatch, "the wrapper's digest is not that of the manifest");
        }

        return envelope with { Blocks = envelope.Blocks.Add(CoseMac0.Create(key, envelope.EncodedDigest.Span, [], detached: true)) };
    }

    /// <summary>Leaves out severed elements, such as the text for people. The signatures stay valid.</summary>
    public static Envelope Sever(Envelope envelope, params IEnumerable<SuitElement> elements) =>
        envelope with { Severable = envelope.Severable.RemoveRange(elements) };

    /// <summary>Puts a payload into the envelope under the URI by which the manifest fetches it.</summary>
    public static Envelope WithPayload(Envelope envelope, string uri, Bytes payload) =>
        envelope with { IntegratedPayloads = envelope.IntegratedPayloads.SetItem(uri, payload) };

    /// <summary>Takes a payload out of the envelope.</summary>
    public static Envelope WithoutPayload(Envelope envelope, string uri) =>
        envelope with { IntegratedPayloads = envelope.IntegratedPayloads.Remove(uri) };

    /// <summary>Takes all payloads out of the envelope.</summary>
    public static Envelope WithoutPayloads(Envelope envelope) => envelope with { IntegratedPayloads = Envelope.EmptyPayloads };

    private static bool HasTrueDigest(Envelope envelope) =>
        SuitDigests.OfElement(envelope.Manifest) == envelope.ManifestDigest && envelope.EncodedDigest.Span.SequenceEqual(SuitDigests.Encode(envelope.ManifestDigest));
}
