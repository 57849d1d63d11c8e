using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Fuzz.Seeds;

/// <summary>Encrypted payloads that open with the keys here (draft-ietf-suit-firmware-encryption): the product only opens such payloads.</summary>
internal static class EncryptedSeeds
{
    private const int A128Gcm = 1, A128Ctr = -65534, A128Kw = -3, EcdhEsA128Kw = -29;

    private static readonly byte[] Kek = [.. Enumerable.Repeat((byte)'k', 16)];
    private static readonly byte[] ContentKey = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];
    private static readonly byte[] Plaintext = Encoding.ASCII.GetBytes("firmware, not read by others");

    /// <summary>The shared and the agreement key that open them.</summary>
    public static ContentKeys Keys { get; } = new([new KeyEncryptionKey(Encoding.ASCII.GetBytes("kid-1"), Kek)], [Recipient()]);

    /// <summary>Each as encryption info and ciphertext.</summary>
    public static IEnumerable<(byte[] Info, byte[] Ciphertext)> All()
    {
        var wrapped = Wrap(Kek, ContentKey);
        var shared = CborValue.ArrayOf(
            CborValue.Of(Array.Empty<byte>()), CborValue.MapOf(new(1, CborValue.Of((long)A128Kw)), new(4, CborValue.Of(Encoding.ASCII.GetBytes("kid-1")))), CborValue.Of(wrapped));
        foreach (var recipient in new[] { shared, Agreed() })
        {
            yield return Gcm(recipient);
            yield return Ctr(recipient);
        }
    }

    private static (byte[] Info, byte[] Ciphertext) Gcm(CborValue recipient)
    {
        var header = CborEncoder.Encode(CborValue.MapOf(new CborEntry(1, CborValue.Of((long)A128Gcm))));
        var iv = new byte[12];
        var aad = CborEncoder.Encode(CborValue.ArrayOf(CborValue.Of("Encrypt"), CborValue.Of(header), CborValue.Of(Array.Empty<byte>())));
        var ciphertext = new byte[Plaintext.Length + 16];
        using var cipher = new AesGcm(ContentKey, 16);
        cipher.Encrypt(iv, Plaintext, ciphertext.AsSpan(0, Plaintext.Length), ciphertext.AsSpan(Plaintext.Length), aad);
        return (Info(header, CborValue.MapOf(new CborEntry(5, CborValue.Of(iv))), recipient), ciphertext);
    }

    // Any ciphertext opens in counter mode: nothing authenticates it.
    private static (byte[] Info, byte[] Ciphertext) Ctr(CborValue recipient) => (
        Info([], CborValue.MapOf(new(1, CborValue.Of((long)A128Ctr)), new(5, CborValue.Of(new byte[16]))), recipient), Plaintext);

    private static byte[] Info(byte[] header, CborValue unprotected, CborValue recipient) => CborEncoder.Encode(
        new CborTagged(96, CborValue.ArrayOf(CborValue.Of(header), unprotected, CborValue.Null, CborValue.ArrayOf(recipient))));

    private static CborValue Agreed()
    {
        var header = CborEncoder.Encode(CborValue.MapOf(new CborEntry(1, CborValue.Of((long)EcdhEsA128Kw))));
        using var ephemeral = Key(7);
        using var recipient = Key(3);
        var secret = ephemeral.DeriveRawSecretAgreement(recipient.PublicKey);
        var nobody = CborValue.ArrayOf(CborValue.Null, CborValue.Null, CborValue.Null);
        var context = CborEncoder.Encode(CborValue.ArrayOf(
            CborValue.Of((long)A128Kw), nobody, nobody, CborValue.ArrayOf(CborValue.Of(128L), CborValue.Of(header), CborValue.Of("SUIT Payload Encryption"u8.ToArray()))));
        var kek = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 16, salt: null, context);
        var point = ephemeral.ExportParameters(includePrivateParameters: false).Q;
        var publicKey = CborValue.MapOf(new(1, CborValue.Of(2L)), new(-1, CborValue.Of(1L)), new(-2, CborValue.Of(point.X!)), new(-3, CborValue.Of(point.Y!)));
        return CborValue.ArrayOf(
            CborValue.Of(header), CborValue.MapOf(new(4, CborValue.Of("kid-2"u8.ToArray())), new(-1, publicKey)), CborValue.Of(Wrap(kek, ContentKey)));
    }

    private static KeyAgreementKey Recipient()
    {
        using var key = Key(3);
        return new KeyAgreementKey("kid-2"u8.ToArray(), key.ExportPkcs8PrivateKey());
    }

    // The private scalar is this number: the same keys in every run.
    private static ECDiffieHellman Key(byte scalar)
    {
        var d = new byte[32];
        d[^1] = scalar;
        return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
    }

    private static byte[] Wrap(byte[] kek, byte[] key)
    {
        var engine = new AesWrapEngine();
        engine.Init(true, new KeyParameter(kek));
        return engine.Wrap(key, 0, key.Length);
    }
}
