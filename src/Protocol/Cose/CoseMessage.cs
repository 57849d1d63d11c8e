using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Cose;

/// <summary>The COSE messages with one authenticator, by their CBOR tag.</summary>
public enum CoseMessageKind
{
    /// <summary>COSE_Mac0.</summary>
    Mac0 = 17,
    /// <summary>COSE_Sign1.</summary>
    Sign1 = 18,
}

/// <summary>A COSE_Sign1 or COSE_Mac0 that was parsed but not verified (RFC 9052, 4.2 and 6.2).</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Header">The header parameters in use.</param>
/// <param name="ProtectedHeader">The protected header exactly as received: it is part of what is signed.</param>
/// <param name="Payload">The embedded payload, or null when it is detached.</param>
/// <param name="Authenticator">The signature or the MAC tag.</param>
public sealed record CoseMessage(CoseMessageKind Kind, CoseHeader Header, Bytes ProtectedHeader, Bytes? Payload, Bytes Authenticator)
{
    /// <summary>How large a message may be.</summary>
    public const int MaxSize = 64 * 1024;

    private static readonly CborRules Rules = CborRules.Strict.WithTags((ulong)CoseMessageKind.Sign1, (ulong)CoseMessageKind.Mac0);

    /// <summary>Parses a tagged message. Nothing in the result is authentic yet.</summary>
    public static Result<CoseMessage, CoseError> Parse(ReadOnlyMemory<byte> message)
    {
        if (message.Length > MaxSize) return new CoseError(CoseFault.TooLarge, $"{message.Length} bytes");
        var decoded = CborDecoder.Decode(message, Rules);
        if (decoded.Error is { Fault: CborFault.NotAllowed } other) return new CoseError(CoseFault.NotSupported, other.Detail);
        if (decoded.Error is { } error) return new CoseError(CoseFault.Malformed, error.Detail);
        if (decoded.Value is not CborTagged { Item: CborArray { Items: { Count: 4 } parts } } tagged)
        {
            return new CoseError(CoseFault.Malformed, "not a tagged array of four");
        }

        if (parts[0] is not CborOctets { Value: var protectedHeader } || parts[1] is not CborMap unprotectedHeader || parts[3] is not CborOctets { Value: var authenticator })
        {
            return new CoseError(CoseFault.Malformed, "a part has the wrong type");
        }

        if (parts[2] is not (CborOctets or CborNull)) return new CoseError(CoseFault.Malformed, "the payload is neither bytes nor nil");
        var header = CoseHeader.Read(protectedHeader, unprotectedHeader);
        if (header.Error is { } headerError) return headerError;
        return new CoseMessage((CoseMessageKind)tagged.Tag, header.Value, protectedHeader, (parts[2] as CborOctets)?.Value, authenticator);
    }

    /// <summary>The bytes that the authenticator covers: Sig_structure or MAC_structure.</summary>
    internal static byte[] ToBeAuthenticated(CoseMessageKind kind, Bytes protectedHeader, ReadOnlySpan<byte> externalAad, ReadOnlySpan<byte> payload) =>
        CborEncoder.Encode(CborValue.ArrayOf(
            CborValue.Of(kind == CoseMessageKind.Sign1 ? "Signature1" : "MAC0"),
            CborValue.Of(protectedHeader),
            CborValue.Of(externalAad.ToArray()),
            CborValue.Of(payload.ToArray())));

    internal static byte[] Build(
        CoseMessageKind kind,
        ISigner signer,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> externalAad,
        bool detached,
        string? contentType)
    {
        if ((signer.Algorithm == CoseAlgorithm.Hmac256) != (kind == CoseMessageKind.Mac0)) throw new ArgumentException($"A key for {signer.Algorithm} does not make a {kind}.", nameof(signer));
        Bytes protectedHeader = CoseHeader.EncodeProtected(signer.Algorithm, signer.KeyId, contentType);
        var authenticator = signer.Sign(ToBeAuthenticated(kind, protectedHeader, externalAad, payload));
        return CborEncoder.Encode(new CborTagged((ulong)kind, CborValue.ArrayOf(
            CborValue.Of(protectedHeader),
            CborValue.MapOf(),
            detached ? CborValue.Null : CborValue.Of(payload.ToArray()),
            CborValue.Of(authenticator))));
    }

    /// <summary>Verifies against the trusted keys. The key has to be bound to the algorithm that the message names.</summary>
    internal Result<CoseVerified, CoseError> Verify(
        IReadOnlyList<IVerifier> anchors,
        ReadOnlySpan<byte> externalAad,
        ReadOnlyMemory<byte>? detachedPayload)
    {
        if (Payload.HasValue == detachedPayload.HasValue)
        {
            return new CoseError(CoseFault.WrongPayloadForm, Payload.HasValue ? "the payload is embedded" : "the payload is detached");
        }

        var algorithm = (CoseAlgorithm)Header.Algorithm;
        if ((algorithm == CoseAlgorithm.Hmac256) != (Kind == CoseMessageKind.Mac0))
        {
            return new CoseError(CoseFault.AlgorithmNotSupported, $"algorithm {Header.Algorithm} in a {Kind}");
        }

        var payload = Payload ?? new Bytes(detachedPayload!.Value);
        var covered = ToBeAuthenticated(Kind, ProtectedHeader, externalAad, payload.Span);
        var (named, usable) = (false, false);
        foreach (var anchor in anchors)
        {
            if (Header.KeyId is { } keyId && anchor.KeyId != keyId) continue;
            named = true;
            if (!anchor.Accepts(algorithm)) continue;
            usable = true;
            if (anchor.Verify(covered, Authenticator.Span)) return new CoseVerified(payload, anchor.KeyId, algorithm, Header.ContentType);
        }

        if (!named) return new CoseError(CoseFault.UnknownKey, $"no trusted key {Header.KeyId}");
        return usable
            ? new CoseError(CoseFault.BadSignature, "no trusted key verifies it")
            : new CoseError(CoseFault.AlgorithmNotSupported, $"no trusted key may be used with algorithm {Header.Algorithm}");
    }
}

/// <summary>What a verified COSE message says, and who says it.</summary>
/// <param name="Payload">The authentic payload.</param>
/// <param name="SignerKeyId">The identifier of the trusted key that verified it.</param>
/// <param name="Algorithm">The algorithm used.</param>
/// <param name="ContentType">The authentic content type, or null.</param>
public sealed record CoseVerified(Bytes Payload, Bytes SignerKeyId, CoseAlgorithm Algorithm, string? ContentType);
