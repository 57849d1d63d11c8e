namespace SecUpIoT.Protocol.Cose;

/// <summary>COSE_Sign1, tagged, with a detached or an embedded payload (RFC 9052, 4.2).</summary>
public static class CoseSign1
{
    /// <summary>
    /// Signs <paramref name="payload"/>. <paramref name="externalAad"/> is covered but not carried: it keeps the uses of one key apart.
    /// </summary>
    public static byte[] Sign(ISigner signer, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> externalAad, bool detached, string? contentType = null) =>
        CoseMessage.Build(CoseMessageKind.Sign1, signer, payload, externalAad, detached, contentType);

    /// <summary>
    /// Verifies <paramref name="message"/> against the trusted keys; with <paramref name="detachedPayload"/> the message must not carry
    /// one.
    /// </summary>
    public static Result<CoseVerified, CoseError> Verify(
        ReadOnlyMemory<byte> message,
        IReadOnlyList<IVerifier> anchors,
        ReadOnlySpan<byte> externalAad,
        ReadOnlyMemory<byte>? detachedPayload = null)
    {
        var parsed = CoseMessage.Parse(message);
        if (parsed.Error is { } error) return error;
        if (parsed.Value.Kind != CoseMessageKind.Sign1) return new CoseError(CoseFault.NotSupported, "not a COSE_Sign1");
        return parsed.Value.Verify(anchors, externalAad, detachedPayload);
    }
}
