using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Cose;

/// <summary>
/// Takes the content key out of a COSE_recipient: A128KW, or ECDH-ES with HKDF-SHA-256 and A128KW (RFC 9053, 6.2.1 and 6.4.1).
/// </summary>
internal static class RecipientOpening
{
    private const int A128Kw = -3;
    private const int EcdhEsA128Kw = -29;
    private const int AlgorithmLabel = 1;
    private const int KeyIdLabel = 4;
    private const int EphemeralKeyLabel = -1;
    private const int KeySize = 16;
    private const int CoordinateSize = 32;

    public static Result<Bytes, CoseError> Open(CborValue recipient, ContentKeys keys)
    {
        if (recipient is not CborArray { Items: [CborOctets { Value: var protectedHeader }, CborMap unprotectedHeader, CborOctets { Value: var wrapped }] })
        {
            return new CoseError(CoseFault.Malformed, "a recipient is not an array of three");
        }

        var authentic = PayloadDecryption.DecodeHeader(protectedHeader);
        if (authentic.Error is { } error) return error;
        var keyId = (unprotectedHeader.Find(KeyIdLabel) ?? authentic.Value.Find(KeyIdLabel)) as CborOctets;
        // A128KW has no protected header to bind anything to; ECDH-ES binds its own into the key derivation.
        if (protectedHeader.IsEmpty && (unprotectedHeader.Find(AlgorithmLabel) as CborInteger)?.AsInt32 == A128Kw)
        {
            return OpenShared(keys, keyId?.Value, wrapped);
        }

        if ((authentic.Value.Find(AlgorithmLabel) as CborInteger)?.AsInt32 == EcdhEsA128Kw)
        {
            return unprotectedHeader.Find(EphemeralKeyLabel) is CborMap ephemeral
                ? OpenAgreed(keys, keyId?.Value, protectedHeader, ephemeral, wrapped)
                : new CoseError(CoseFault.Malformed, "no ephemeral key");
        }

        return new CoseError(CoseFault.AlgorithmNotSupported, "the key of a recipient is distributed in an unsupported way");
    }

    private static Result<Bytes, CoseError> OpenShared(ContentKeys keys, Bytes? keyId, Bytes wrapped)
    {
        // The identifier is a hint (RFC 9052, 3.1), and wrapping tells a wrong key: the named key first, then the others.
        foreach (var key in keys.Shared.OrderByDescending(key => key.KeyId == keyId))
        {
            if (Unwrap(key.Key, wrapped) is { } contentKey) return contentKey;
        }

        return new CoseError(CoseFault.UnknownKey, "no shared key opens it");
    }

    private static Result<Bytes, CoseError> OpenAgreed(
        ContentKeys keys,
        Bytes? keyId,
        Bytes protectedHeader,
        CborMap ephemeral,
        Bytes wrapped)
    {
        const int keyType = 1, curve = -1, ec2 = 2, p256 = 1;
        if ((ephemeral.Find(keyType) as CborInteger)?.AsInt32 != ec2 || (ephemeral.Find(curve) as CborInteger)?.AsInt32 != p256
            || ephemeral.Find(-2) is not CborOctets { Value: { Length: CoordinateSize } x } || ephemeral.Find(-3) is not CborOctets { Value: { Length: CoordinateSize } y })
        {
            return new CoseError(CoseFault.AlgorithmNotSupported, "the ephemeral key is not on P-256");
        }

        foreach (var key in keys.Agreement.OrderByDescending(key => key.KeyId == keyId))
        {
            if (Agree(key, x, y, protectedHeader) is { } wrappingKey && Unwrap(wrappingKey, wrapped) is { } contentKey) return contentKey;
        }

        return new CoseError(CoseFault.UnknownKey, "no private key opens it");
    }

    private static Bytes? Agree(KeyAgreementKey key, Bytes x, Bytes y, Bytes protectedHeader)
    {
        try
        {
            using var mine = ECDiffieHellman.Create();
            mine.ImportPkcs8PrivateKey(key.Pkcs8.Span, out _);
            using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() } });
            var secret = mine.DeriveRawSecretAgreement(theirs.PublicKey);
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, salt: null, KdfContext(protectedHeader));
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve, or a damaged key.
            return null;
        }
    }

    private static byte[] KdfContext(Bytes protectedHeader)
    {
        var nobody = CborValue.ArrayOf(CborValue.Null, CborValue.Null, CborValue.Null);
        return CborEncoder.Encode(CborValue.ArrayOf(
            CborValue.Of((long)A128Kw),
            nobody,
            nobody,
            CborValue.ArrayOf(CborValue.Of(8L * KeySize), CborValue.Of(protectedHeader), CborValue.Of(Encoding.ASCII.GetBytes("SUIT Payload Encryption")))));
    }

    private static Bytes? Unwrap(Bytes wrappingKey, Bytes wrapped)
    {
        var engine = new AesWrapEngine();
        engine.Init(false, new KeyParameter(wrappingKey.Span));
        try
        {
            return engine.Unwrap(wrapped.ToArray(), 0, wrapped.Length);
        }
        catch (CryptoException)
        {
            return null;
        }
    }
}
