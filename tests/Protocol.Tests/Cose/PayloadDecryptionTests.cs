using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Tests.Cose;

/// <summary>Encrypted payloads: what is closed stays closed, and nothing that a sender can do throws.</summary>
public sealed class PayloadDecryptionTests
{
    private static readonly byte[] Kek = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
    private static readonly byte[] ContentKey = [.. Enumerable.Range(16, 16).Select(i => (byte)i)];
    private static readonly byte[] Iv = new byte[12];
    private static readonly byte[] Header = [0xa1, 0x01, 0x01];
    private static readonly ContentKeys Keys = new([new KeyEncryptionKey(new byte[] { 1 }, Kek)], []);
    private static readonly byte[] Plain = "firmware"u8.ToArray();

    [Fact]
    public void What_was_encrypted_opens() => Assert.Equal(Plain, PayloadDecryption.Decrypt(Info(), Encrypt(), Keys).Value);

    [Fact]
    public void The_key_identifier_is_only_a_hint()
    {
        var other = new ContentKeys([new KeyEncryptionKey(new byte[] { 1 }, new byte[16]), new KeyEncryptionKey(new byte[] { 2 }, Kek)], []);
        Assert.Equal(Plain, PayloadDecryption.Decrypt(Info(), Encrypt(), other).Value);
    }

    [Fact]
    public void Without_the_key_it_stays_closed()
    {
        Assert.Equal(CoseFault.UnknownKey, PayloadDecryption.Decrypt(Info(), Encrypt(), ContentKeys.None).Error!.Fault);
        Assert.Equal(CoseFault.UnknownKey, PayloadDecryption.Decrypt(Info(), Encrypt(), new([new KeyEncryptionKey(Bytes.Empty, new byte[16])], [])).Error!.Fault);
    }

    [Fact]
    public void A_changed_ciphertext_is_noticed()
    {
        var ciphertext = Encrypt();
        for (var i = 0; i < ciphertext.Length; i++)
        {
            var changed = ciphertext.ToArray();
            changed[i] ^= 1;
            Assert.Equal(CoseFault.BadSignature, PayloadDecryption.Decrypt(Info(), changed, Keys).Error!.Fault);
            Assert.NotNull(PayloadDecryption.Decrypt(Info(), ciphertext[..i], Keys).Error);
        }
    }

    [Fact]
    public void No_changed_info_throws()
    {
        var info = Info();
        for (var i = 0; i < info.Length; i++)
        {
            foreach (var flip in (byte[])[1, 0x20, 0xff])
            {
                var changed = info.ToArray();
                changed[i] ^= flip;
                _ = PayloadDecryption.Decrypt(changed, Encrypt(), Keys);
            }

            Assert.NotNull(PayloadDecryption.Decrypt(info[..i], Encrypt(), Keys).Error);
        }
    }

    [Fact]
    public void A_wrapped_key_of_any_length_is_refused_quietly()
    {
        for (var length = 0; length < 64; length++)
        {
            Assert.Equal(CoseFault.UnknownKey, PayloadDecryption.Decrypt(Info(wrapped: new byte[length]), Encrypt(), Keys).Error!.Fault);
        }
    }

    [Fact]
    public void Other_algorithms_are_named_as_unsupported()
    {
        Assert.Equal(CoseFault.AlgorithmNotSupported, PayloadDecryption.Decrypt(Info(header: [0xa1, 0x01, 0x18, 0x18]), Encrypt(), Keys).Error!.Fault);
        Assert.Equal(CoseFault.AlgorithmNotSupported, PayloadDecryption.Decrypt(Info(recipientAlgorithm: -5), Encrypt(), Keys).Error!.Fault);
        // A128CTR needs an empty protected header; in a filled one it would look authenticated.
        Assert.Equal(CoseFault.AlgorithmNotSupported, PayloadDecryption.Decrypt(Info(header: [0xa1, 0x01, 0x39, 0xff, 0xfd]), Encrypt(), Keys).Error!.Fault);
    }

    [Fact]
    public void An_ephemeral_key_off_the_curve_is_refused_quietly()
    {
        using var mine = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var keys = new ContentKeys([], [new KeyAgreementKey(Bytes.Empty, mine.ExportPkcs8PrivateKey())]);
        foreach (var coordinate in (byte[][])[new byte[32], [.. Enumerable.Repeat((byte)0xff, 32)]])
        {
            var ephemeral = CborValue.MapOf(new(1, CborValue.Of(2L)), new(-1, CborValue.Of(1L)), new(-2, CborValue.Of(coordinate)), new(-3, CborValue.Of(coordinate)));
            var recipient = CborValue.ArrayOf(CborValue.Of(new byte[] { 0xa1, 0x01, 0x38, 0x1c }), CborValue.MapOf(new CborEntry(-1, ephemeral)), CborValue.Of(new byte[24]));
            Assert.Equal(CoseFault.UnknownKey, PayloadDecryption.Decrypt(Info(recipient), Encrypt(), keys).Error!.Fault);
        }
    }

    private static byte[] Encrypt()
    {
        using var cipher = new AesGcm(ContentKey, 16);
        var result = new byte[Plain.Length + 16];
        var aad = CborEncoder.Encode(CborValue.ArrayOf(CborValue.Of("Encrypt"), CborValue.Of(Header), CborValue.Of(Bytes.Empty)));
        cipher.Encrypt(Iv, Plain, result.AsSpan(0, Plain.Length), result.AsSpan(Plain.Length), aad);
        return result;
    }

    private static byte[] Info(byte[]? header = null, byte[]? wrapped = null, int recipientAlgorithm = -3) => Info(
        CborValue.ArrayOf(CborValue.Of(Bytes.Empty), CborValue.MapOf(new(1, CborValue.Of((long)recipientAlgorithm)), new(4, CborValue.Of(new byte[] { 1 }))), CborValue.Of(wrapped ?? Wrap())),
        header);

    private static byte[] Info(CborValue recipient, byte[]? header = null) => CborEncoder.Encode(new CborTagged(96, CborValue.ArrayOf(
        CborValue.Of(header ?? Header),
        CborValue.MapOf(new CborEntry(5, CborValue.Of(Iv))),
        CborValue.Null,
        CborValue.ArrayOf(recipient))));

    private static byte[] Wrap()
    {
        var engine = new AesWrapEngine();
        engine.Init(true, new KeyParameter(Kek));
        return engine.Wrap(ContentKey, 0, ContentKey.Length);
    }
}
