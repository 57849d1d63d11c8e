using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Tests.Cose;

public sealed class CoseSign1Tests
{
    private static readonly Ed25519KeyPair Ed = Ed25519KeyPair.FromSeed(new byte[32]);
    private static readonly Esp256KeyPair Es = Esp256KeyPair.Generate();
    private static readonly byte[] Payload = "payload"u8.ToArray();
    private static readonly byte[] Aad = "domain"u8.ToArray();

    public static TheoryData<string> Signers => ["ed25519", "eddsa", "esp256", "es256"];

    [Theory]
    [MemberData(nameof(Signers))]
    public void An_embedded_payload_verifies_and_names_its_signer(string kind)
    {
        var (signer, anchor) = Keys(kind);
        var verified = CoseSign1.Verify(CoseSign1.Sign(signer, Payload, Aad, detached: false, "text/plain"), [anchor], Aad);
        Assert.Null(verified.Error);
        Assert.Equal(new CoseVerified(Payload, anchor.KeyId, signer.Algorithm, "text/plain"), verified.Value);
    }

    [Theory]
    [MemberData(nameof(Signers))]
    public void A_detached_payload_verifies_only_beside_the_message(string kind)
    {
        var (signer, anchor) = Keys(kind);
        var message = CoseSign1.Sign(signer, Payload, [], detached: true);
        Assert.True(CoseSign1.Verify(message, [anchor], [], Payload).IsOk);
        Assert.Equal(CoseFault.WrongPayloadForm, CoseSign1.Verify(message, [anchor], []).Error!.Fault);
        Assert.Equal(CoseFault.BadSignature, CoseSign1.Verify(message, [anchor], [], "payloae"u8.ToArray()).Error!.Fault);
        Assert.Equal(CoseFault.WrongPayloadForm, CoseSign1.Verify(CoseSign1.Sign(signer, Payload, [], detached: false), [anchor], [], Payload).Error!.Fault);
    }

    [Theory]
    [MemberData(nameof(Signers))]
    public void Every_changed_byte_and_every_cut_is_refused(string kind)
    {
        var (signer, anchor) = Keys(kind);
        var message = CoseSign1.Sign(signer, Payload, Aad, detached: false);
        for (var i = 0; i < message.Length; i++)
        {
            var changed = message.ToArray();
            changed[i] ^= 0x01;
            Assert.False(CoseSign1.Verify(changed, [anchor], Aad).IsOk, $"byte {i}");
            Assert.False(CoseSign1.Verify(message.AsMemory(0, i), [anchor], Aad).IsOk);
        }
    }

    [Fact]
    public void The_domain_is_covered() => Assert.Equal(CoseFault.BadSignature, CoseSign1.Verify(CoseSign1.Sign(Ed, Payload, Aad, false), [Ed.Public], "other"u8).Error!.Fault);

    [Fact]
    public void A_key_is_bound_to_its_algorithms()
    {
        // The same key identifier and payload, but the header claims the other algorithm.
        var forged = Forge(Map((1, -9), (4, Ed.KeyId.ToArray())));
        Assert.Equal(CoseFault.AlgorithmNotSupported, CoseSign1.Verify(forged, [Ed.Public], []).Error!.Fault);
        Assert.False(Ed.Public.Accepts(CoseAlgorithm.Esp256));
        Assert.False(Es.Public.Accepts(CoseAlgorithm.Ed25519));
        Assert.False(Es.Public.Accepts(CoseAlgorithm.None));
    }

    [Fact]
    public void A_named_key_that_is_not_trusted_is_unknown()
    {
        var message = CoseSign1.Sign(Ed, Payload, [], false);
        Assert.Equal(CoseFault.UnknownKey, CoseSign1.Verify(message, [Es.Public], []).Error!.Fault);
        Assert.Equal(CoseFault.UnknownKey, CoseSign1.Verify(message, [], []).Error!.Fault);
    }

    [Fact]
    public void Without_a_key_identifier_all_trusted_keys_are_tried()
    {
        var message = CoseSign1.Sign(new Nameless(Ed), Payload, [], false);
        Assert.Equal(Ed.KeyId, CoseSign1.Verify(message, [Es.Public, Ed.Public], []).Value.SignerKeyId);
    }

    [Fact]
    public void A_symbolic_signer_can_take_the_place_of_a_real_one()
    {
        var symbolic = new Symbolic();
        var message = CoseSign1.Sign(symbolic, Payload, Aad, false);
        Assert.True(CoseSign1.Verify(message, [symbolic], Aad).IsOk);
        Assert.False(CoseSign1.Verify(message, [symbolic], []).IsOk);
    }

    [Theory]
    [InlineData("a0", CoseFault.Malformed)] // no algorithm
    [InlineData("a10165455332353600", CoseFault.Malformed)]
    [InlineData("a101654553323536", CoseFault.Malformed)] // algorithm as text
    [InlineData("a201260281" + "04", CoseFault.NotSupported)] // critical header
    [InlineData("a1011826", CoseFault.AlgorithmNotSupported)]
    [InlineData("a10105", CoseFault.AlgorithmNotSupported)] // a MAC algorithm in a signature
    [InlineData("a1013800", CoseFault.Malformed)] // not the shortest form
    [InlineData("a201260101", CoseFault.Malformed)] // twice
    [InlineData("bf0126ff", CoseFault.Malformed)] // indefinite
    [InlineData("a20126030a", CoseFault.Malformed)] // content type as number
    [InlineData("a201260401", CoseFault.Malformed)] // key identifier as number
    [InlineData("80", CoseFault.Malformed)]
    [InlineData("", CoseFault.Malformed)]
    public void A_wrong_protected_header_is_refused(string hex, CoseFault fault) =>
        Assert.Equal(fault, CoseSign1.Verify(Forge(Convert.FromHexString(hex)), [Es.Public], []).Error!.Fault);

    [Fact]
    public void What_has_to_be_protected_is_refused_unprotected()
    {
        Assert.Equal(CoseFault.NotSupported, CoseSign1.Verify(Forge(Map((1, -9)), Map((1, -9))), [Es.Public], []).Error!.Fault);
        Assert.Equal(CoseFault.NotSupported, CoseSign1.Verify(Forge(Map((1, -9)), Map((2, -9))), [Es.Public], []).Error!.Fault);
        Assert.Equal(CoseFault.Malformed, CoseSign1.Verify(Forge(Map((1, -9), (4, new byte[1])), Map((4, new byte[1]))), [Es.Public], []).Error!.Fault);
    }

    [Theory]
    [InlineData("8440a0f640", CoseFault.Malformed)] // untagged
    [InlineData("d28340a0f6", CoseFault.Malformed)]
    [InlineData("d284a0a0f640", CoseFault.Malformed)]
    [InlineData("d28440a00040", CoseFault.Malformed)]
    [InlineData("d8628440a0f680", CoseFault.NotSupported)] // COSE_Sign
    [InlineData("d18443a10105a0f640", CoseFault.NotSupported)] // COSE_Mac0
    public void Another_structure_is_refused(string hex, CoseFault fault) =>
        Assert.Equal(fault, CoseSign1.Verify(Convert.FromHexString(hex), [Es.Public], [], Payload).Error!.Fault);

    [Fact]
    public void A_message_that_is_too_large_is_not_parsed() => Assert.Equal(CoseFault.TooLarge, CoseMessage.Parse(new byte[CoseMessage.MaxSize + 1]).Error!.Fault);

    [Fact]
    public void A_shared_key_makes_macs_and_no_signatures()
    {
        var key = new HmacKey(new byte[32], Bytes.Empty);
        var mac = CoseMac0.Create(key, Payload, Aad, detached: true);
        Assert.True(CoseMac0.Verify(mac, [key], Aad, Payload).IsOk);
        Assert.False(CoseMac0.Verify(mac, [key], Aad, Aad).IsOk);
        Assert.False(CoseMac0.Verify(mac, [new HmacKey([1, .. new byte[31]], Bytes.Empty)], Aad, Payload).IsOk);
        Assert.Equal(CoseFault.NotSupported, CoseMac0.Verify(CoseSign1.Sign(Ed, Payload, [], true), [key], [], Payload).Error!.Fault);
        Assert.Throws<ArgumentException>(() => CoseSign1.Sign(key, Payload, [], true));
        Assert.Throws<ArgumentException>(() => new HmacKey(new byte[31], Bytes.Empty));
    }

    private static (ISigner Signer, IVerifier Anchor) Keys(string kind) => kind switch
    {
        "ed25519" => (Ed, Ed.Public),
        "eddsa" => (Ed.AsEdDsa(), Ed.Public),
        "esp256" => (Es, Es.Public),
        _ => (Es.AsEs256(), Es.Public),
    };

    private static byte[] Map(params (int Key, object Value)[] entries) => CborEncoder.Encode(new CborMap([.. entries.Select(entry =>
        new CborEntry(entry.Key, entry.Value is byte[] octets ? CborValue.Of(octets) : CborValue.Of((long)(int)entry.Value)))]));

    private static byte[] Forge(byte[] protectedHeader, byte[]? unprotectedHeader = null) => CborEncoder.Encode(new CborTagged(18, CborValue.ArrayOf(
        CborValue.Of(protectedHeader),
        CborDecoder.Decode(unprotectedHeader ?? [0xa0], CborRules.Strict).Value,
        CborValue.Of(Payload),
        CborValue.Of(new byte[64]))));

    private sealed class Nameless(ISigner inner) : ISigner
    {
        public CoseAlgorithm Algorithm => inner.Algorithm;

        public Bytes KeyId => Bytes.Empty;

        public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => inner.Sign(toBeSigned);
    }

    private sealed class Symbolic : ISigner, IVerifier
    {
        public CoseAlgorithm Algorithm => CoseAlgorithm.Ed25519;

        public Bytes KeyId => new byte[] { 1 };

        public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => Digest.Of(toBeSigned).Value.ToArray();

        public bool Accepts(CoseAlgorithm algorithm) => algorithm == Algorithm;

        public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) => signature.SequenceEqual(Sign(toBeSigned));
    }
}
