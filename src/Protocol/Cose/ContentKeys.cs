using System.Security.Cryptography;

namespace SecUpIoT.Protocol.Cose;

/// <summary>A shared 128-bit key that wraps content keys (A128KW).</summary>
/// <param name="KeyId">The identifier that a recipient structure names it by.</param>
/// <param name="Key">The 16 bytes.</param>
public sealed record KeyEncryptionKey(Bytes KeyId, Bytes Key);

/// <summary>A static P-256 private key for ECDH-ES.</summary>
/// <param name="KeyId">The identifier that a recipient structure names it by.</param>
/// <param name="Pkcs8">The private key as DER PKCS#8.</param>
public sealed record KeyAgreementKey(Bytes KeyId, Bytes Pkcs8)
{
    /// <summary>The key with these coordinates and private scalar, 32 bytes each.</summary>
    /// <exception cref="CryptographicException">They are not a key pair on P-256.</exception>
    public static KeyAgreementKey FromParameters(Bytes keyId, Bytes x, Bytes y, Bytes d)
    {
        using var key = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() },
            D = d.ToArray(),
        });
        return new KeyAgreementKey(keyId, key.ExportPkcs8PrivateKey());
    }
}

/// <summary>The keys with which a recipient opens encrypted payloads.</summary>
/// <param name="Shared">Keys that wrap content keys.</param>
/// <param name="Agreement">Keys for key agreement.</param>
public sealed record ContentKeys(IReadOnlyList<KeyEncryptionKey> Shared, IReadOnlyList<KeyAgreementKey> Agreement)
{
    /// <summary>No keys: every encrypted payload stays closed.</summary>
    public static ContentKeys None { get; } = new([], []);
}
