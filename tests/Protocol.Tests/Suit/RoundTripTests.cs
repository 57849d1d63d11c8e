using System.Collections.Immutable;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>What an author creates, others may sever and fill, and a recipient still verifies.</summary>
public sealed class RoundTripTests
{
    private static readonly Esp256KeyPair Es = Esp256KeyPair.Generate();

    public static TheoryData<bool, bool, bool> Shapes => new() { { true, false, false }, { true, true, false }, { false, false, true }, { false, true, true } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Create_sign_sever_verify(bool edwards, bool several, bool ahead)
    {
        ISigner signer = edwards ? Forge.Author : Es;
        IVerifier anchor = edwards ? Forge.Author.Public : Es.Public;
        var builder = (several ? Forge.TwoComponents : Forge.Builder) with
        {
            Device = Forge.Device,
            FetchAhead = ahead,
            ReferenceUri = "coap://server/full",
            InvokeArgs = new byte[] { 1, 2 },
            Severable = [SuitElement.Text, SuitElement.Install, SuitElement.PayloadFetch],
        };
        var full = EnvelopeWriter.WithPayload(EnvelopeWriter.Sign(builder.Build().Value, signer).Value, "#radio", new byte[] { 1, 2, 3 });
        var read = EnvelopeReader.Read(EnvelopeWriter.Encode(full), SuitLimits.Default).Value;
        var verified = EnvelopeVerifier.Verify(read, [anchor], AlgorithmPolicy.Current);
        Assert.Null(verified.Error);
        Assert.Equal(signer.KeyId, verified.Value.SignerKeyId);
        Assert.Equal(7UL, verified.Value.SequenceNumber.Value);
        Assert.Equal(SuitDigests.OfElement(read.Manifest), verified.Value.Id);
        Assert.Equal("fixes", verified.Value.Manifest.Text!.Languages["en"].UpdateDescription);
        Assert.Equal("coap://server/full", verified.Value.Manifest.ReferenceUri);

        var severed = Reread(EnvelopeWriter.WithoutPayloads(EnvelopeWriter.Sever(read, SuitElement.Text)));
        var stillVerified = EnvelopeVerifier.Verify(severed, [anchor], AlgorithmPolicy.Current).Value;
        Assert.Equal(verified.Value.Id, stillVerified.Id);
        Assert.Null(stillVerified.Manifest.Text);
        Assert.Equal([SuitElement.Text], stillVerified.Manifest.Missing);
        Assert.True(UpdatePlanner.Plan(stillVerified, Forge.Facts).IsOk);

        var crippled = EnvelopeVerifier.Verify(Reread(EnvelopeWriter.Sever(read, SuitElement.Install)), [anchor], AlgorithmPolicy.Current).Value;
        Assert.Equal(SuitReportReason.SeveringUnsupported, UpdatePlanner.Plan(crippled, Forge.Facts).Error!.Reason);
        Assert.True(InvocationPlanner.Plan(crippled, Forge.Facts).IsOk);
    }

    [Fact]
    public void Ed25519_envelopes_are_reproducible() =>
        Assert.Equal(EnvelopeWriter.Encode(EnvelopeWriter.Sign(Forge.Builder.Build().Value, Forge.Author).Value), EnvelopeWriter.Encode(EnvelopeWriter.Sign(Forge.Builder.Build().Value, Forge.Author).Value));

    [Fact]
    public void A_second_signature_leaves_the_identity_alone()
    {
        var once = EnvelopeWriter.Sign(Forge.Builder.Build().Value, Forge.Author).Value;
        var twice = Reread(EnvelopeWriter.Sign(once, Es).Value);
        Assert.Equal(once.ManifestDigest, twice.ManifestDigest);
        Assert.Equal(Forge.Author.KeyId, EnvelopeVerifier.Verify(twice, Forge.Anchors, AlgorithmPolicy.Current).Value.SignerKeyId);
        Assert.Equal(Es.KeyId, EnvelopeVerifier.Verify(twice, [Es.Public], AlgorithmPolicy.Current).Value.SignerKeyId);
    }

    [Fact]
    public void A_digest_that_stands_for_something_else_is_not_signed()
    {
        var envelope = Forge.Builder.Build().Value;
        var other = Forge.TwoComponents.Build().Value;
        Assert.Equal(ResultCode.ManifestDigestMismatch, EnvelopeWriter.Sign(envelope with { Manifest = other.Manifest }, Forge.Author).Error!.Code);
        Assert.Equal(ResultCode.ManifestDigestMismatch, EnvelopeWriter.Sign(envelope with { EncodedDigest = other.EncodedDigest }, Forge.Author).Error!.Code);
    }

    [Fact]
    public void Nothing_signed_by_nobody_known_is_accepted()
    {
        var unsigned = Forge.Builder.Build().Value;
        Assert.Equal(ResultCode.NotAuthentic, EnvelopeVerifier.Verify(unsigned, Forge.Anchors, AlgorithmPolicy.Current).Error!.Code);
        Assert.Equal(ResultCode.NotAuthentic, EnvelopeVerifier.Verify(EnvelopeWriter.Sign(unsigned, Es).Value, Forge.Anchors, AlgorithmPolicy.Current).Error!.Code);
        Assert.Equal(ResultCode.NotAuthentic, EnvelopeVerifier.Verify(EnvelopeWriter.Sign(unsigned, Es).Value, [], AlgorithmPolicy.Current).Error!.Code);
    }

    [Fact]
    public void Legacy_algorithm_names_and_shared_keys_need_permission()
    {
        var unsigned = Forge.Builder.Build().Value;
        var legacy = EnvelopeWriter.Sign(unsigned, Es.AsEs256()).Value;
        Assert.Equal(ResultCode.UnsupportedAlgorithm, EnvelopeVerifier.Verify(legacy, [Es.Public], AlgorithmPolicy.Current).Error!.Code);
        Assert.True(EnvelopeVerifier.Verify(legacy, [Es.Public], AlgorithmPolicy.WithLegacyNames).IsOk);
        var key = new HmacKey(new byte[32], Bytes.Empty);
        var shared = EnvelopeWriter.Authenticate(unsigned, key).Value;
        Assert.Equal(SuitReportReason.CoseUnsupported, EnvelopeVerifier.Verify(shared, [key], AlgorithmPolicy.All).Error!.Reason);
        Assert.True(EnvelopeVerifier.Verify(shared, [key], SuitProfile.Full).IsOk);
    }

    [Fact]
    public void The_signature_is_verified_before_the_manifest_is_parsed()
    {
        var nonsense = Forge.Envelope([0xff, 0x00]);
        Assert.Equal(ResultCode.NotAuthentic, EnvelopeVerifier.Verify(nonsense, [Es.Public], AlgorithmPolicy.Current).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, EnvelopeVerifier.Verify(nonsense, Forge.Anchors, AlgorithmPolicy.Current).Error!.Code);
        var swapped = Forge.Envelope(Forge.Manifest()) with { Manifest = nonsense.Manifest };
        Assert.Equal(ResultCode.ManifestDigestMismatch, EnvelopeVerifier.Verify(swapped, Forge.Anchors, AlgorithmPolicy.Current).Error!.Code);
    }

    [Fact]
    public void A_severed_element_has_to_match_its_digest()
    {
        var envelope = EnvelopeWriter.Sign((Forge.Builder with { Severable = [SuitElement.Install] }).Build().Value, Forge.Author).Value;
        var install = envelope.Severable[SuitElement.Install].ToArray();
        install[^1] ^= 1;
        AssertSevered(envelope with { Severable = envelope.Severable.SetItem(SuitElement.Install, install) });
        AssertSevered(envelope with { Severable = envelope.Severable.Add(SuitElement.PayloadFetch, install) });
        var inline = EnvelopeWriter.Sign((Forge.Builder with { Severable = [] }).Build().Value, Forge.Author).Value;
        AssertSevered(inline with { Severable = envelope.Severable });
    }

    [Fact]
    public void An_impossible_description_is_an_error_of_the_author()
    {
        Assert.Equal(ResultCode.MissingElement, (Forge.Builder with { Components = [] }).Build().Error!.Code);
        Assert.Equal(ResultCode.UnsupportedComponent, (Forge.TwoComponents with { InvokedComponent = 2 }).Build().Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, (Forge.Builder with { Components = [.. Forge.Builder.Components, .. Forge.Builder.Components] }).Build().Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, (Forge.Builder with { Severable = [], Text = ImmutableSortedDictionary<string, LocalText>.Empty.Add("?", new LocalText()) }).Build().Error!.Code);
    }

    private static void AssertSevered(Envelope envelope)
    {
        var error = EnvelopeVerifier.Verify(Reread(envelope), Forge.Anchors, AlgorithmPolicy.Current).Error!;
        Assert.Equal((ResultCode.SeveredSectionInvalid, SuitReportReason.Unauthorised), (error.Code, error.Reason));
    }

    private static Envelope Reread(Envelope envelope) => EnvelopeReader.Read(EnvelopeWriter.Encode(envelope), SuitLimits.Default).Value;
}
