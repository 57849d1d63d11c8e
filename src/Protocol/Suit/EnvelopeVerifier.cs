using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// A manifest that a trusted author signed and that passed every check made before execution. Only <see cref="EnvelopeVerifier"/> makes one;
/// what is executed are the bytes that were verified, parsed once.
/// </summary>
public sealed record VerifiedManifest
{
    internal VerifiedManifest(Envelope envelope, Manifest manifest, Bytes signerKeyId)
    {
        Envelope = envelope;
        Manifest = manifest;
        SignerKeyId = signerKeyId;
    }

    /// <summary>The envelope that was verified. Its integrated payloads are not covered by the signature.</summary>
    public Envelope Envelope { get; }

    /// <summary>The manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>The key that signed it.</summary>
    public Bytes SignerKeyId { get; }

    /// <summary>The identity of the update: the manifest digest, never a hash of the envelope.</summary>
    public Digest Id => Envelope.ManifestDigest;

    /// <summary>The sequence number.</summary>
    public SequenceNumber SequenceNumber => Manifest.SequenceNumber;
}

/// <summary>
/// Decides whether an envelope is authentic and acceptable, in the order of SUIT manifest S6.2: signature, digest, and only then the
/// manifest.
/// </summary>
public static class EnvelopeVerifier
{
    /// <summary>Verifies for a device of the base profile that accepts these algorithms.</summary>
    public static Result<VerifiedManifest, SuitError> Verify(Envelope envelope, IReadOnlyList<IVerifier> authorAnchors, AlgorithmPolicy algorithms) =>
        Verify(envelope, authorAnchors, SuitProfile.Device with { Algorithms = algorithms });

    /// <summary>Verifies for a recipient of the given profile. One valid block of a trusted author is enough.</summary>
    public static Result<VerifiedManifest, SuitError> Verify(Envelope envelope, IReadOnlyList<IVerifier> authorAnchors, SuitProfile profile)
    {
        var authenticated = Authenticate(envelope, authorAnchors, profile);
        if (authenticated.Error is { } error) return error;
        var manifest = ManifestReader.Read(envelope.Manifest, envelope.Severable, profile);
        if (manifest.Error is { } fault) return fault;
        return new VerifiedManifest(envelope, manifest.Value, authenticated.Value.SignerKeyId);
    }

    /// <summary>
    /// Only the authentication: which trusted key signed the digest, and whether the manifest is the digested one. The manifest is not
    /// parsed.
    /// </summary>
    public static Result<CoseVerified, SuitError> Authenticate(
        Envelope envelope,
        IReadOnlyList<IVerifier> authorAnchors,
        SuitProfile profile)
    {
        SuitError? first = null;
        foreach (var block in envelope.Blocks)
        {
            var verified = VerifyBlock(block, envelope.EncodedDigest, authorAnchors, profile);
            if (verified.IsOk) return CheckDigest(envelope) is { } mismatch ? mismatch : verified;
            first ??= verified.Error;
        }

        return first ?? new SuitError(ResultCode.NotAuthentic, "the envelope is not signed");
    }

    private static SuitError? CheckDigest(Envelope envelope) => SuitDigests.OfElement(envelope.Manifest) == envelope.ManifestDigest
        ? null
        : new SuitError(ResultCode.ManifestDigestMismatch, "the manifest does not match the signed digest");

    private static Result<CoseVerified, SuitError> VerifyBlock(
        Bytes block,
        Bytes encodedDigest,
        IReadOnlyList<IVerifier> anchors,
        SuitProfile profile)
    {
        var parsed = CoseMessage.Parse(block.Memory);
        if (parsed.Error is { } error)
        {
            return new SuitError(error.Fault == CoseFault.NotSupported ? ResultCode.UnsupportedFormat : ResultCode.MalformedManifest, $"authentication block: {error.Detail}");
        }

        var message = parsed.Value;
        if (message.Kind == CoseMessageKind.Mac0 && !profile.Supports(SuitCapabilities.Mac0))
        {
            return new SuitError(ResultCode.UnsupportedFormat, "authentication with a shared key");
        }

        if (!profile.Algorithms.Allows((CoseAlgorithm)message.Header.Algorithm))
        {
            return new SuitError(ResultCode.UnsupportedAlgorithm, $"signature algorithm {message.Header.Algorithm}");
        }

        var verified = message.Verify(anchors, [], encodedDigest.Memory);
        if (verified.Error is not { } fault) return verified.Value;
        return fault.Fault == CoseFault.WrongPayloadForm
            ? SuitCbor.Malformed(fault.Detail)
            : new SuitError(ResultCode.NotAuthentic, fault.Detail);
    }
}
