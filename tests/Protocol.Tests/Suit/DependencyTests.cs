using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Suit.Interpreter;
using SecUpIoT.Protocol.Tests.Suit.Vectors;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>Dependencies (trust domains): authenticated, checked before use, bounded in depth.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void A_dependency_runs_its_section_with_the_parameters_of_its_dependent()
    {
        // The dependent sets the content, the dependency writes it: parameters belong to the component's identifier.
        var dependency = Forge.Envelope(Manifest("main", null, 18, 15));
        var (result, actions) = Run(dependency, 12, 0, 20, Forge.Map((18, new byte[] { 9 })), 12, 1, 7, 15, 11, 0);
        Assert.Null(result.Error);
        Assert.Equal(new byte[] { 9 }, actions.Contents[Forge.Main]);
    }

    [Fact]
    public void Set_parameters_gives_way_to_what_the_dependent_set()
    {
        var dependency = Forge.Envelope(Manifest("main", null, 19, Forge.Map((18, new byte[] { 1 })), 18, 15));
        var (_, actions) = Run(dependency, 12, 0, 20, Forge.Map((18, new byte[] { 9 })), 12, 1, 7, 15, 11, 0);
        Assert.Equal(new byte[] { 9 }, actions.Contents[Forge.Main]);
        (_, actions) = Run(dependency, 12, 1, 7, 15, 11, 0);
        Assert.Equal(new byte[] { 1 }, actions.Contents[Forge.Main]);
        Assert.Equal(ResultCode.MalformedManifest, Forge.Verify(Manifest("main", null, 19, Forge.Map((3, Forge.ImageDigest([])))), SuitProfile.Full).Error!.Code);
    }

    [Fact]
    public void Without_an_integrity_check_it_is_not_processed()
    {
        var dependency = Forge.Envelope(Manifest("main", null, 18, 15));
        Assert.Equal(SuitReportReason.OperationFailed, Run(dependency, 12, 1, 11, 0).Result.Error!.Reason);
        Assert.Equal(SuitReportReason.OperationFailed, Run(dependency, 12, 1, 7, 15, 21, 15, 11, 0).Result.Error!.Reason);
    }

    [Fact]
    public void A_dependency_of_another_author_or_with_another_digest_is_refused()
    {
        var unsigned = ManifestBuilder.Wrap(Manifest("main", null, 18, 15), Forge.Builder.Build().Value.Severable.Clear());
        Assert.Equal(SuitReportReason.Unauthorised, Run(EnvelopeWriter.Sign(unsigned, Ed25519KeyPair.FromSeed(new byte[32])).Value, 12, 1, 7, 15, 11, 0).Result.Error!.Reason);
        var other = Run(Forge.Envelope(Manifest("main", null, 18, 15)), 12, 1, 20, Forge.Map((3, Forge.ImageDigest([]))), 7, 15, 11, 0).Result.Error!;
        Assert.Equal((ResultCode.ManifestDigestMismatch, SuitReportReason.Unauthorised), (other.Code, other.Reason));
    }

    [Fact]
    public void What_is_not_a_dependency_is_not_processed()
    {
        var dependency = Forge.Envelope(Manifest("main", null, 18, 15));
        Assert.Equal(SuitReportReason.OperationFailed, Run(dependency, 12, 0, 11, 0).Result.Error!.Reason);
        Assert.Equal(SuitReportReason.ConditionFailed, Run(dependency, 12, 0, 8, 15).Result.Error!.Reason);
        Assert.Null(Run(dependency, 12, 1, 8, 15).Result.Error);
    }

    [Fact]
    public void The_image_match_of_a_dependency_is_about_its_manifest()
    {
        var dependency = Forge.Envelope(Manifest("main", null, 18, 15));
        Assert.Null(Run(dependency, 12, 1, 3, 15).Result.Error);
        Assert.Equal(SuitReportReason.ConditionFailed, Run(dependency, 12, 1, 20, Forge.Map((14, 1)), 3, 15).Result.Error!.Reason);
    }

    [Fact]
    public void Dependencies_are_nested_only_so_deep()
    {
        var envelope = Forge.Envelope(Manifest("main", null, 5, 0));
        for (var depth = 0; depth < 4; depth++)
        {
            var digest = SuitDigests.Encode(envelope.ManifestDigest);
            var manifest = Manifest("main", $"dep{depth}", 12, 1, 20, Forge.Map((21, "#next"), (3, digest)), 21, 15, 7, 15, 11, 0);
            envelope = EnvelopeWriter.WithPayload(Forge.Envelope(manifest), "#next", EnvelopeWriter.Encode(envelope));
        }

        var verified = EnvelopeVerifier.Verify(envelope, Forge.Anchors, SuitProfile.Full).Value;
        var result = SuitProcedures.Update(verified, new VectorActions(true, 0, new Dictionary<string, byte[]>()), Options);
        Assert.Equal(ResultCode.LimitExceeded, result.Error!.Code);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(-1)]
    public void A_dependency_index_is_in_range(int index)
    {
        Assert.Equal(ResultCode.MalformedManifest, Forge.Verify(Forge.Manifest((3, CborValue.Wrap(Forge.Map(
            (1, Forge.Map((index, Forge.Map((1, Forge.Array(new byte[1])))))),
            (2, Forge.Array(Forge.Array(new byte[1]))))))), SuitProfile.Full).Error!.Code);
    }

    private static InterpreterOptions Options => new() { Profile = SuitProfile.Full, DependencyAnchors = Forge.Anchors };

    private static (ProcedureResult Result, VectorActions Actions) Run(Envelope dependency, params object?[] install)
    {
        var digest = SuitDigests.Encode(dependency.ManifestDigest);
        object?[] commands = [12, 1, 20, Forge.Map((21, "#dependency"), (3, digest)), 21, 15, .. install];
        var root = EnvelopeWriter.WithPayload(Forge.Envelope(Manifest("main", "dependency", commands)), "#dependency", EnvelopeWriter.Encode(dependency));
        var verified = EnvelopeVerifier.Verify(root, Forge.Anchors, SuitProfile.Full);
        Assert.Null(verified.Error);
        var actions = new VectorActions(false, 0, new Dictionary<string, byte[]>());
        return (SuitProcedures.Update(verified.Value, actions, Options), actions);
    }

    private static byte[] Manifest(string component, string? dependency, params object?[] install)
    {
        var components = (2, (object?)Forge.Array(Forge.Array(System.Text.Encoding.UTF8.GetBytes(component))));
        var common = dependency is null
            ? Forge.Map(components)
            : Forge.Map((1, Forge.Map((1, Forge.Map((1, Forge.Array(System.Text.Encoding.UTF8.GetBytes(dependency))))))), components);
        return Forge.Manifest((3, CborValue.Wrap(common)), (20, Forge.Sequence(install)));
    }
}
