using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>The outer layers: structure and bounds, before any signature is looked at (SUIT manifest S8.3).</summary>
public sealed class EnvelopeReaderTests
{
    private static readonly byte[] Digest = SuitDigests.Encode(Protocol.Digest.Of([]));

    [Fact]
    public void A_minimal_envelope_is_read()
    {
        var envelope = Read(Build((2, Wrapper()), (3, new byte[] { 0xa0 }))).Value;
        Assert.Empty(envelope.Blocks);
        Assert.Equal(new byte[] { 0xa0 }, envelope.Manifest);
    }

    [Fact]
    public void Without_wrapper_or_manifest_it_is_refused()
    {
        Assert.Equal(ResultCode.MissingElement, Read(Build((3, new byte[1]))).Error!.Code);
        Assert.Equal(ResultCode.MissingElement, Read(Build((2, Wrapper()))).Error!.Code);
    }

    [Fact]
    public void The_tag_is_required_unless_another_protocol_embeds_the_envelope()
    {
        var untagged = CborEncoder.Encode(Forge.Map((2, Wrapper()), (3, new byte[1])));
        Assert.Equal(ResultCode.MalformedManifest, Read(untagged).Error!.Code);
        Assert.False(EnvelopeReader.Read(untagged, SuitLimits.Default, acceptUntagged: true).Value.Tagged);
        Assert.Equal(ResultCode.MalformedManifest, Read(CborEncoder.Encode(new CborTagged(1070, Forge.Map((2, Wrapper()), (3, new byte[1]))))).Error!.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(-257)]
    public void An_unknown_element_is_refused(int key) => Assert.Equal(ResultCode.MalformedManifest, Read(Build((2, Wrapper()), (3, new byte[1]), (key, new byte[1]))).Error!.Code);

    [Fact]
    public void An_element_that_is_not_a_byte_string_is_refused() => Assert.Equal(ResultCode.MalformedManifest, Read(Build((2, Wrapper()), (3, "text"))).Error!.Code);

    [Fact]
    public void A_wrapper_needs_a_digest_of_a_known_algorithm_and_the_right_length()
    {
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array()).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array(Forge.Array(-16, new byte[32]))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array(CborEncoder.Encode(Forge.Array(-16, new byte[31])))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array(CborEncoder.Encode(Forge.Array(-16, new byte[32], 1)))).Error!.Code);
        Assert.Equal(SuitReportReason.AlgorithmUnsupported, ReadWrapper(Forge.Array(CborEncoder.Encode(Forge.Array(-44, new byte[64])))).Error!.Reason);
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array((byte[])[.. Digest, 0])).Error!.Code);
    }

    [Fact]
    public void A_block_has_to_be_a_cose_message_without_payload()
    {
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array(Digest, 1)).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array(Digest, new byte[3])).Error!.Code);
        var embedded = Protocol.Cose.CoseSign1.Sign(Forge.Author, Digest, [], detached: false);
        Assert.Equal(ResultCode.MalformedManifest, ReadWrapper(Forge.Array(Digest, embedded)).Error!.Code);
    }

    [Fact]
    public void Every_bound_of_the_outer_layers_holds()
    {
        var small = SuitLimits.Default with { Envelope = 100 };
        Assert.Equal(ResultCode.LimitExceeded, EnvelopeReader.Read(new byte[101], small).Error!.Code);
        AssertLimit(Build((2, Wrapper()), (3, new byte[SuitLimits.Default.Manifest + 1]), ("#a", new byte[1])), SuitLimits.Default with { EnvelopeWithoutPayloads = 1 << 20 });
        AssertLimit(Build((2, Wrapper()), (3, new byte[1]), (20, new byte[70_000])), SuitLimits.Default);
        AssertLimit(Build((2, new byte[SuitLimits.Default.Wrapper + 1]), (3, new byte[1])), SuitLimits.Default with { EnvelopeWithoutPayloads = 1 << 20 });
        AssertLimit(Build((2, Encode(Forge.Array([Digest, .. Enumerable.Repeat(Block(), 9)]))), (3, new byte[1])), SuitLimits.Default);
        AssertLimit(Build((2, Encode(Forge.Array(Digest, new byte[SuitLimits.Default.Block + 1]))), (3, new byte[1])), SuitLimits.Default);
        AssertLimit(Build([(2, Wrapper()), (3, new byte[1]), .. Enumerable.Range(0, 33).Select(i => ((object)$"#{i}", (object?)new byte[1]))]), SuitLimits.Default);
        AssertLimit(Build((2, Wrapper()), (3, new byte[1]), (new string('a', 2049), new byte[1])), SuitLimits.Default);
        Assert.True(Read(Build((2, Wrapper()), (3, new byte[1]), ("#large", new byte[1 << 20]))).IsOk);
    }

    private static void AssertLimit(byte[] encoded, SuitLimits limits) => Assert.Equal(ResultCode.LimitExceeded, EnvelopeReader.Read(encoded, limits).Error?.Code);

    private static Result<Envelope, SuitError> Read(byte[] encoded) => EnvelopeReader.Read(encoded, SuitLimits.Default);

    private static Result<Envelope, SuitError> ReadWrapper(CborValue wrapper) => Read(Build((2, Encode(wrapper)), (3, new byte[1])));

    private static byte[] Build(params (object Key, object? Value)[] entries) => CborEncoder.Encode(new CborTagged(107, Forge.Map(entries)));

    private static byte[] Encode(CborValue value) => CborEncoder.Encode(value);

    private static byte[] Wrapper() => Encode(Forge.Array(Digest));

    private static byte[] Block() => Protocol.Cose.CoseSign1.Sign(Forge.Author, Digest, [], detached: true);
}
