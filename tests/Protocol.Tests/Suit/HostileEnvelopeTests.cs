using CsCheck;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>Nothing that is cut, changed or made up is accepted as the signed update, and nothing throws.</summary>
public sealed class HostileEnvelopeTests
{
    private static readonly byte[] Original = EnvelopeWriter.Encode(EnvelopeWriter.WithPayload(
        EnvelopeWriter.Sign((Forge.TwoComponents with { Severable = [SuitElement.Text, SuitElement.Install] }).Build().Value, Forge.Author).Value, "#radio", new byte[] { 1, 2, 3 }));

    private static readonly VerifiedManifest Genuine = Verify(Original).Value;

    [Fact]
    public void No_cut_envelope_is_read()
    {
        for (var length = 0; length < Original.Length; length++) Assert.NotNull(EnvelopeReader.Read(Original.AsMemory(0, length), SuitLimits.Default).Error);
    }

    [Fact]
    public void No_change_of_a_byte_passes_as_another_manifest()
    {
        var accepted = 0;
        for (var position = 0; position < Original.Length; position++)
        {
            foreach (var flip in (byte[])[0x01, 0x20, 0x80, 0xff])
            {
                var changed = Original.ToArray();
                changed[position] ^= flip;
                var result = Verify(changed);
                if (!result.IsOk) continue;
                // Only what no signature covers can have changed: an integrated payload or its key.
                accepted++;
                Assert.Equal(Genuine.Envelope.Manifest, result.Value.Envelope.Manifest);
                Assert.Equal(Genuine.Envelope.Severable, result.Value.Envelope.Severable);
                Assert.NotEqual(Genuine.Envelope.IntegratedPayloads, result.Value.Envelope.IntegratedPayloads);
                var plan = UpdatePlanner.Plan(result.Value, Forge.Facts);
                Assert.True(plan.Error is { Code: ResultCode.PayloadDigestMismatch } || plan.Value.Images.All(image => image.Integrated is null));
            }
        }

        Assert.InRange(accepted, 1, 4 * 10);
    }

    [Fact]
    public void Arbitrary_bytes_never_throw() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        Assert.False(Verify(bytes).IsOk);
        _ = EnvelopeReader.Read(bytes, SuitLimits.Default, acceptUntagged: true);
    });

    [Fact]
    public void Arbitrary_content_that_is_signed_never_throws() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        _ = Forge.Verify(bytes, SuitProfile.Full);
        _ = EnvelopeInspector.Inspect(Forge.Envelope(bytes)).ToText();
        _ = Forge.Verify(Forge.Manifest((20, Protocol.Cbor.CborValue.Of(bytes))), SuitProfile.Full);
    });

    // An author's key may sign nonsense by mistake: every change to a signed manifest is refused or runs, and nothing throws.
    [Fact]
    public void Changed_and_signed_again_it_is_refused_or_it_runs()
    {
        var manifest = Genuine.Envelope.Manifest.ToArray();
        for (var position = 0; position < manifest.Length; position++)
        {
            foreach (var flip in (byte[])[0x01, 0x10, 0xff])
            {
                var changed = manifest.ToArray();
                changed[position] ^= flip;
                var result = Forge.Verify(changed, SuitProfile.Full);
                if (!result.IsOk) continue;
                _ = UpdatePlanner.Plan(result.Value, Forge.Facts);
                _ = InvocationPlanner.Plan(result.Value, Forge.Facts);
            }
        }
    }

    private static Result<VerifiedManifest, SuitError> Verify(byte[] encoded)
    {
        var envelope = EnvelopeReader.Read(encoded, SuitLimits.Default);
        return envelope.Error is { } error ? error : EnvelopeVerifier.Verify(envelope.Value, Forge.Anchors, AlgorithmPolicy.Current);
    }
}
