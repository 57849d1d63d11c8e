using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Cose;

/// <summary>
/// Opens encrypted payloads: COSE_Encrypt with detached ciphertext, content key by A128KW or ECDH-ES+A128KW, content by A128GCM or A128CTR
/// (draft-ietf-suit-firmware-encryption). A128CTR does not authenticate: the digest of the plaintext has to be checked afterwards.
/// </summary>
public static class PayloadDecryption
{
    private const ulong EncryptTag = 96;
    private const int MaxRecipients = 4;
    private const int A128Gcm = 1;
    private const int A128Ctr = -65534;
    private const int AlgorithmLabel = 1;
    private const int IvLabel = 5;
    private const int KeySize = 16;
    private const int GcmNonceSize = 12;
    private const int GcmTagSize = 16;
    private const int CtrIvSize = 16;

    // Plain COSE: others put header labels in any order here.
    private static readonly CborRules Rules = CborRules.AnyKeyOrder.WithTags(EncryptTag);

    /// <summary>The plaintext of <paramref name="ciphertext"/>, or why it stays closed.</summary>
    public static Result<Bytes, CoseError> Decrypt(Bytes encryptionInfo, Bytes ciphertext, ContentKeys keys)
    {
        var decoded = CborDecoder.Decode(encryptionInfo.Memory, Rules);
        if (decoded.Error is { } error) return new CoseError(CoseFault.Malformed, error.Detail);
        if (decoded.Value is not CborTagged { Item: CborArray { Items: [CborOctets { Value: var protectedHeader }, CborMap unprotectedHeader, CborNull, CborArray { Items: var recipients }] } })
        {
            return new CoseError(CoseFault.Malformed, "not a COSE_Encrypt with detached ciphertext");
        }

        if (recipients.Count is 0 or > MaxRecipients) return new CoseError(CoseFault.Malformed, "no recipients, or too many");
        var header = ContentHeader(protectedHeader, unprotectedHeader);
        if (header.Error is { } noHeader) return noHeader;
        var (algorithm, iv) = header.Value;
        CoseError? first = null;
        foreach (var recipient in recipients)
        {
            var contentKey = RecipientOpening.Open(recipient, keys);
            if (contentKey.Error is { } closed)
            {
                first ??= closed;
                continue;
            }

            if (contentKey.Value.Length != KeySize) return new CoseError(CoseFault.Malformed, "the content key has the wrong length");
            return algorithm == A128Gcm
                ? DecryptGcm(contentKey.Value, iv, protectedHeader, ciphertext)
                : DecryptCtr(contentKey.Value, iv, ciphertext);
        }

        return first!;
    }

    private static Result<(int Algorithm, Bytes Iv), CoseError> ContentHeader(Bytes protectedHeader, CborMap unprotectedHeader)
    {
        var authentic = DecodeHeader(protectedHeader);
        if (authentic.Error is { } error) return error;
        // A128GCM protects its algorithm; A128CTR cannot, and has no protected header at all (RFC 9459).
        var source = protectedHeader.IsEmpty ? unprotectedHeader : authentic.Value;
        if ((source.Find(AlgorithmLabel) as CborInteger)?.AsInt32 is not { } algorithm)
        {
            return new CoseError(CoseFault.Malformed, "no content algorithm");
        }

        if (algorithm != (protectedHeader.IsEmpty ? A128Ctr : A128Gcm))
        {
            return new CoseError(CoseFault.AlgorithmNotSupported, $"content algorithm {algorithm}");
        }

        if ((authentic.Value.Find(IvLabel) ?? unprotectedHeader.Find(IvLabel)) is not CborOctets { Value: var iv })
        {
            return new CoseError(CoseFault.Malformed, "no initialization vector");
        }

        return iv.Length == (algorithm == A128Gcm ? GcmNonceSize : CtrIvSize)
            ? (algorithm, iv)
            : new CoseError(CoseFault.Malformed, "an initialization vector of the wrong length");
    }

    /// <summary>A protected header: a map in a byte string, or no bytes at all for an empty one.</summary>
    internal static Result<CborMap, CoseError> DecodeHeader(Bytes header)
    {
        if (header.IsEmpty) return new CborMap([]);
        var decoded = CborDecoder.Decode(header.Memory, CborRules.AnyKeyOrder);
        return decoded.IsOk && decoded.Value is CborMap map ? map : new CoseError(CoseFault.Malformed, "a header is not a map");
    }

    private static Result<Bytes, CoseError> DecryptGcm(Bytes key, Bytes iv, Bytes protectedHeader, Bytes ciphertext)
    {
        if (ciphertext.Length < GcmTagSize) return new CoseError(CoseFault.Malformed, "the ciphertext is too short");
        var aad = CborEncoder.Encode(CborValue.ArrayOf(CborValue.Of("Encrypt"), CborValue.Of(protectedHeader), CborValue.Of(Bytes.Empty)));
        var plaintext = new byte[ciphertext.Length - GcmTagSize];
        using var cipher = new AesGcm(key.Span, GcmTagSize);
        try
        {
            cipher.Decrypt(iv.Span, ciphertext.Span[..plaintext.Length], ciphertext.Span[plaintext.Length..], plaintext, aad);
            return new Bytes(plaintext);
        }
        catch (AuthenticationTagMismatchException)
        {
            return new CoseError(CoseFault.BadSignature, "the ciphertext is not authentic");
        }
    }

    private static Result<Bytes, CoseError> DecryptCtr(Bytes key, Bytes iv, Bytes ciphertext)
    {
        var cipher = new SicBlockCipher(new AesEngine());
        cipher.Init(false, new ParametersWithIV(new KeyParameter(key.Span), iv.Span));
        var plaintext = new byte[ciphertext.Length];
        var block = cipher.GetBlockSize();
        // The keystream is a stream: the last block may be short, so it goes through a full one.
        Span<byte> input = stackalloc byte[block];
        Span<byte> output = stackalloc byte[block];
        for (var offset = 0; offset < plaintext.Length; offset += block)
        {
            var length = Math.Min(block, plaintext.Length - offset);
            input.Clear();
            ciphertext.Span.Slice(offset, length).CopyTo(input);
            cipher.ProcessBlock(input, output);
            output[..length].CopyTo(plaintext.AsSpan(offset));
        }

        return new Bytes(plaintext);
    }
}
