using System.Text;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// Takes an envelope apart: the outer map and the authentication wrapper, nothing that a signature has to cover first (SUIT manifest S6.2).
/// </summary>
public static class EnvelopeReader
{
    private const int WrapperKey = 2;
    private const int ManifestKey = 3;

    private static readonly CborRules Tagged = CborRules.Strict.WithTags(Envelope.Tag);

    /// <summary>
    /// Reads <paramref name="encoded"/>. <paramref name="acceptUntagged"/> is for envelopes embedded in another protocol.
    /// </summary>
    public static Result<Envelope, SuitError> Read(ReadOnlyMemory<byte> encoded, SuitLimits limits, bool acceptUntagged = false)
    {
        if (encoded.Length > limits.Envelope) return SuitCbor.TooMuch($"an envelope of {encoded.Length} bytes");
        var decoded = SuitCbor.Decode(new Bytes(encoded), "envelope", Tagged);
        if (decoded.Error is { } error) return error;
        var tagged = decoded.Value is CborTagged;
        if (!tagged && !acceptUntagged) return SuitCbor.Malformed("an envelope without its tag");
        if ((tagged ? ((CborTagged)decoded.Value).Item : decoded.Value) is not CborMap map)
        {
            return SuitCbor.Malformed("the envelope is not a map");
        }

        return ReadMap(map, tagged, encoded.Length, limits);
    }

    private static Result<Envelope, SuitError> ReadMap(CborMap map, bool tagged, int size, SuitLimits limits)
    {
        Bytes? wrapper = null;
        Bytes? manifest = null;
        var severable = Severability.Empty;
        var payloads = Envelope.EmptyPayloads;
        foreach (var entry in map.Entries)
        {
            if (entry.Value is not CborOctets { Value: var content })
            {
                return SuitCbor.Malformed("an element of the envelope is not a byte string");
            }

            if (entry.Key is CborText { Value: var name })
            {
                if (payloads.Count == limits.IntegratedPayloads) return SuitCbor.TooMuch("too many integrated payloads");
                if (Encoding.UTF8.GetByteCount(name) > limits.PayloadKey)
                {
                    return SuitCbor.TooMuch("the key of an integrated payload is too long");
                }

                payloads = payloads.Add(name, content);
                size -= content.Length;
                continue;
            }

            switch (entry.IntegerKey)
            {
                case WrapperKey:
                    wrapper = content;
                    break;
                case ManifestKey:
                    manifest = content;
                    break;
                case { } key when Severability.IsSeverable((SuitElement)key):
                    severable = severable.Add((SuitElement)key, content);
                    break;
                default:
                    return SuitCbor.Malformed("an unknown element in the envelope");
            }
        }

        if (size > limits.EnvelopeWithoutPayloads) return SuitCbor.TooMuch("the envelope is too large without its payloads");
        if (wrapper is null) return new SuitError(ResultCode.MissingElement, "no authentication wrapper");
        if (manifest is null) return new SuitError(ResultCode.MissingElement, "no manifest");
        if (manifest.Value.Length > limits.Manifest) return SuitCbor.TooMuch($"a manifest of {manifest.Value.Length} bytes");
        var authentication = ReadWrapper(wrapper.Value, limits);
        if (authentication.Error is { } error) return error;
        var (digest, encodedDigest, blocks) = authentication.Value;
        return new Envelope
        {
            Tagged = tagged,
            ManifestDigest = digest,
            EncodedDigest = encodedDigest,
            Blocks = [.. blocks],
            Manifest = manifest.Value,
            Severable = severable,
            IntegratedPayloads = payloads,
        };
    }

    private static Result<(Digest Digest, Bytes Encoded, List<Bytes> Blocks), SuitError> ReadWrapper(Bytes wrapper, SuitLimits limits)
    {
        if (wrapper.Length > limits.Wrapper) return SuitCbor.TooMuch("the authentication wrapper is too large");
        var decoded = SuitCbor.DecodeArray(wrapper, "authentication wrapper");
        if (decoded.Error is { } error) return error;
        var parts = decoded.Value.Items;
        if (parts.Count == 0 || parts[0] is not CborOctets { Value: var encodedDigest })
        {
            return SuitCbor.Malformed("the authentication wrapper has no digest");
        }

        if (parts.Count - 1 > limits.Blocks) return SuitCbor.TooMuch("too many authentication blocks");
        var digestItem = SuitCbor.Decode(encodedDigest, "manifest digest");
        if (digestItem.Error is { } notCbor) return notCbor;
        var digest = SuitDigests.Read(digestItem.Value);
        if (digest.Error is { } notDigest) return notDigest;
        var blocks = new List<Bytes>();
        foreach (var part in parts.Skip(1))
        {
            if (part is not CborOctets { Value: var block }) return SuitCbor.Malformed("an authentication block is not a byte string");
            if (block.Length > limits.Block) return SuitCbor.TooMuch("an authentication block is too large");
            if (CheckBlock(block) is { } fault) return fault;
            blocks.Add(block);
        }

        return (digest.Value, encodedDigest, blocks);
    }

    // Only the shape: a block with an algorithm that is unknown here may stand beside one that is known.
    private static SuitError? CheckBlock(Bytes block)
    {
        var parsed = CoseMessage.Parse(block.Memory);
        if (parsed.Error is { Fault: CoseFault.Malformed or CoseFault.TooLarge } fault)
        {
            return SuitCbor.Malformed($"authentication block: {fault.Detail}");
        }

        if (parsed.IsOk && parsed.Value.Payload is not null) return SuitCbor.Malformed("an authentication block carries a payload");
        return null;
    }
}
