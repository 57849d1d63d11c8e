using System.Security.Cryptography;

namespace SecUpIoT.Protocol.Cose;

/// <summary>COSE_Mac0, tagged (RFC 9052, 6.2). Both sides hold the key, so a recipient of it could have made it.</summary>
public static class CoseMac0
{
    /// <summary>Authenticates <paramref name="payload"/> with a shared key.</summary>
    public static byte[] Create(HmacKey key, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> externalAad, bool detached) =>
        CoseMessage.Build(CoseMessageKind.Mac0, key, payload, externalAad, detached, contentType: null);

    /// <summary>Verifies <paramref name="message"/> against the shared keys among <paramref name="anchors"/>.</summary>
    public static Result<CoseVerified, CoseError> Verify(
        ReadOnlyMemory<byte> message,
        IReadOnlyList<IVerifier> anchors,
        ReadOnlySpan<byte> externalAad,
        ReadOnlyMemory<byte>? detachedPayload = null)
    {
        var parsed = CoseMessage.Parse(message);
        if (parsed.Error is { } error) return error;
        if (parsed.Value.Kind != CoseMessageKind.Mac0) return new CoseError(CoseFault.NotSupported, "not a COSE_Mac0");
        return parsed.Value.Verify(anchors, externalAad, detachedPayload);
    }
}

/// <summary>A shared key for HMAC 256/256. It never makes or verifies a signature.</summary>
public sealed class HmacKey : ISigner, IVerifier
{
    private readonly byte[] _key;

    /// <summary>Takes 32 bytes or more, and the identifier under which both sides know them (empty for none).</summary>
    /// <exception cref="ArgumentException">The key is shorter than the digest.</exception>
    public HmacKey(ReadOnlySpan<byte> key, Bytes keyId)
    {
        if (key.Length < HMACSHA256.HashSizeInBytes) throw new ArgumentException("An HMAC 256 key has at least 32 bytes.", nameof(key));
        _key = key.ToArray();
        KeyId = keyId;
    }

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm => CoseAlgorithm.Hmac256;

    /// <inheritdoc cref="ISigner.KeyId"/>
    public Bytes KeyId { get; }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => HMACSHA256.HashData(_key, toBeSigned);

    /// <inheritdoc/>
    public bool Accepts(CoseAlgorithm algorithm) => algorithm == CoseAlgorithm.Hmac256;

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(Sign(toBeSigned), signature);
}
