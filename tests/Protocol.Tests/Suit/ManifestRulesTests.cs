using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>What a signed manifest may and may not say (SUIT manifest S6.1, S6.2, S8.4).</summary>
public sealed class ManifestRulesTests
{
    private static readonly CborMap Uri = Forge.Map((21, "coap://server/main"));

    [Fact]
    public void A_small_manifest_is_accepted() => Assert.Null(Forge.Verify(Forge.Manifest()).Error);

    [Fact]
    public void The_version_is_one()
    {
        AssertRefused(ResultCode.UnsupportedManifestVersion, (1, Forge.Of(2)));
        AssertRefused(ResultCode.MissingElement, (1, null));
        AssertRefused(ResultCode.UnsupportedManifestVersion, (1, Forge.Of("1")));
    }

    [Fact]
    public void The_sequence_number_is_an_unsigned_integer()
    {
        AssertRefused(ResultCode.MalformedManifest, (2, Forge.Of(-1)));
        AssertRefused(ResultCode.MissingElement, (2, null));
        Assert.Equal(ulong.MaxValue, Forge.Verify(Forge.Manifest((2, Forge.Of(ulong.MaxValue)))).Value.SequenceNumber.Value);
    }

    [Fact]
    public void Unknown_elements_are_refused()
    {
        AssertRefused(ResultCode.MalformedManifest, (10, Forge.Sequence(3, 15)));
        AssertRefused(ResultCode.MalformedManifest, (-300, Forge.Sequence(3, 15)));
        AssertRefused(ResultCode.UnsupportedCommand, (5, Forge.Array(new byte[1])));
        AssertRefused(ResultCode.UnsupportedCommand, (24, Forge.Sequence(3, 15)));
        AssertRefused(ResultCode.UnsupportedCommand, (15, Forge.Sequence(3, 15)));
        AssertRefused(ResultCode.UnsupportedCommand, (6, CborValue.Wrap(Forge.Array(1))));
    }

    [Fact]
    public void Validate_load_and_invoke_cannot_be_severed()
    {
        foreach (var key in (int[])[7, 8, 9]) AssertRefused(ResultCode.MalformedManifest, (key, SuitDigests.ToCbor(Digest.Of([]))));
    }

    [Theory]
    [InlineData("82030f", true)]
    [InlineData("80", false)]
    [InlineData("8103", false)]
    [InlineData("83030f03", false)]
    [InlineData("820310", false)]
    [InlineData("820320", false)]
    [InlineData("8203f6", false)]
    [InlineData("82613308", false)]
    [InlineData("a0", false)]
    public void A_sequence_is_pairs_of_code_and_argument(string hex, bool accepted)
    {
        var content = Convert.FromHexString(hex);
        var result = Forge.Verify(Forge.Manifest((7, CborValue.Of(content))));
        Assert.Equal(accepted, result.IsOk);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(30)]
    [InlineData(99)]
    [InlineData(-257)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(33)]
    [InlineData(4)]
    [InlineData(26)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(25)]
    public void Commands_outside_the_core_are_refused_by_name(int code)
    {
        var error = Forge.VerifyInstall(code, 15).Error!;
        Assert.Equal(ResultCode.UnsupportedCommand, error.Code);
        Assert.Equal(SuitReportReason.CommandUnsupported, error.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(19)]
    [InlineData(26)]
    [InlineData(30)]
    [InlineData(-257)]
    public void Parameters_outside_the_core_are_refused_by_name(int key)
    {
        var error = Forge.VerifyInstall(20, Forge.Map((key, 1))).Error!;
        Assert.Equal(ResultCode.UnsupportedParameter, error.Code);
        Assert.Equal(SuitReportReason.ParameterUnsupported, error.Reason);
    }

    public static TheoryData<int, object> WrongParameters => new()
    {
        { 1, new byte[15] }, { 1, "vendor" }, { 2, new byte[17] }, { 24, new byte[8] }, { 3, new byte[32] }, { 3, 1 }, { 5, -1 }, { 12, 1 }, { 13, 0 },
        { 14, "1" }, { 14, -1 }, { 18, "x" }, { 21, new byte[1] }, { 22, -1 }, { 22, true }, { 23, 1 }, { 25, 1 },
    };

    [Theory]
    [MemberData(nameof(WrongParameters))]
    public void A_parameter_of_the_wrong_type_or_length_is_refused(int key, object value) =>
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(20, Forge.Map((key, value))).Error!.Code);

    [Fact]
    public void Parameters_are_not_empty_and_bounded()
    {
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(20, Forge.Map()).Error!.Code);
        Assert.Equal(ResultCode.LimitExceeded, Forge.VerifyInstall(20, Forge.Map((21, new string('u', 2049)))).Error!.Code);
        Assert.Equal(ResultCode.LimitExceeded, Forge.VerifyInstall(20, Forge.Map((18, new byte[4097]))).Error!.Code);
        Assert.Equal(ResultCode.ImageTooLarge, Forge.VerifyInstall(20, Forge.Map((14, ulong.MaxValue))).Error!.Code);
        Assert.Equal(ResultCode.UnsupportedAlgorithm, Forge.VerifyInstall(20, Forge.Map((3, CborEncoder.Encode(Forge.Array(-44, new byte[64]))))).Error!.Code);
    }

    [Fact]
    public void An_enterprise_number_is_a_vendor_identifier_too() =>
        Assert.Null(Forge.VerifyInstall(20, Forge.Map((1, new CborTagged(112, CborValue.Of(new byte[] { 0x83, 0x10 }))))).Error);

    [Fact]
    public void Component_indexes_exist()
    {
        Assert.Equal(ResultCode.UnsupportedComponent, Forge.VerifyInstall(12, 1).Error!.Code);
        Assert.Equal(ResultCode.UnsupportedComponent, Forge.VerifyInstall(12, ulong.MaxValue).Error!.Code);
        Assert.Equal(ResultCode.UnsupportedComponent, Forge.VerifyInstall(12, Forge.Array(0, 1)).Error!.Code);
        Assert.Equal(ResultCode.UnsupportedComponent, Forge.VerifyInstall(20, Forge.Map((22, 1))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(12, false).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(12, Forge.Array()).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(12, Forge.Array(0, 0)).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(12, -1).Error!.Code);
        Assert.Null(Forge.VerifyInstall(12, true).Error);
    }

    [Fact]
    public void With_two_components_every_sequence_begins_with_an_index()
    {
        var components = Forge.Array(Forge.Array("a"u8.ToArray()), Forge.Array("b"u8.ToArray()));
        var shared = Forge.Sequence(12, true, 20, Forge.Map((1, new byte[16]), (2, new byte[16])), 1, 15, 2, 15);
        Assert.Equal(ResultCode.MalformedManifest, Forge.Verify(Forge.Manifest((3, Forge.Common(components: components)))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.Verify(Forge.Manifest((3, Forge.Common(shared, components)), (7, Forge.Sequence(3, 15)))).Error!.Code);
        Assert.Null(Forge.Verify(Forge.Manifest((3, Forge.Common(shared, components)), (7, Forge.Sequence(12, 1, 3, 15)))).Error);
    }

    [Fact]
    public void The_shared_sequence_has_no_effects()
    {
        foreach (var code in (int[])[18, 21, 22, 23, 31])
        {
            AssertShared(ResultCode.MalformedManifest, Forge.Shared(code, 15));
            AssertShared(ResultCode.MalformedManifest, Forge.Shared(32, CborEncoder.Encode(Forge.Array(code, 15))));
            AssertShared(ResultCode.MalformedManifest, Forge.Shared(15, Forge.Array(CborEncoder.Encode(Forge.Array(3, 15)), CborEncoder.Encode(Forge.Array(code, 15)))));
        }
    }

    [Fact]
    public void The_shared_sequence_checks_vendor_and_class_on_every_path()
    {
        var ids = Forge.Map((1, new byte[16]), (2, new byte[16]));
        var both = CborEncoder.Encode(Forge.Array(1, 15, 2, 15));
        var one = CborEncoder.Encode(Forge.Array(1, 15));
        AssertShared(ResultCode.MissingElement, Forge.Sequence(20, ids));
        AssertShared(ResultCode.MissingElement, Forge.Sequence(20, ids, 1, 15));
        AssertShared(ResultCode.MissingElement, Forge.Sequence(20, ids, 2, 15));
        AssertShared(ResultCode.MissingElement, Forge.Sequence(20, ids, 15, Forge.Array(both, one)));
        AssertShared(ResultCode.MissingElement, Forge.Sequence(20, ids, 15, Forge.Array(both, null)));
        AssertShared(ResultCode.MissingElement, Forge.Sequence(20, ids, 32, both));
        AssertShared(null, Forge.Sequence(20, ids, 15, Forge.Array(both, both)));
        Assert.Equal(ResultCode.MissingElement, Forge.Verify(Forge.Manifest((3, CborValue.Wrap(Forge.Map((2, Forge.Array(Forge.Array(new byte[1])))))))).Error!.Code);
    }

    [Fact]
    public void Component_identifiers_are_bounded_and_distinct()
    {
        AssertComponents(ResultCode.MissingElement, Forge.Array());
        AssertComponents(ResultCode.MalformedManifest, Forge.Array(Forge.Array()));
        AssertComponents(ResultCode.MalformedManifest, Forge.Array(Forge.Array(System.Array.Empty<byte>())));
        AssertComponents(ResultCode.MalformedManifest, Forge.Array(Forge.Array("text")));
        AssertComponents(ResultCode.MalformedManifest, Forge.Array(Forge.Array(new byte[1]), Forge.Array(new byte[1])));
        AssertComponents(ResultCode.LimitExceeded, Forge.Array(Forge.Array(new byte[65])));
        AssertComponents(ResultCode.LimitExceeded, Forge.Array(Forge.Array([.. Enumerable.Repeat(new byte[1], 9)])));
        AssertComponents(ResultCode.LimitExceeded, Forge.Array([.. Enumerable.Range(1, 17).Select(i => Forge.Array(new[] { (byte)i }))]));
    }

    [Fact]
    public void Common_has_no_unknown_elements_and_no_dependencies_in_the_core()
    {
        AssertRefused(ResultCode.MalformedManifest, (3, CborValue.Wrap(Forge.Map((2, Forge.Array(Forge.Array(new byte[1]))), (3, 1)))));
        AssertRefused(ResultCode.UnsupportedCommand, (3, CborValue.Wrap(Forge.Map((1, Forge.Map((1, Forge.Map((1, Forge.Array(new byte[1])))))), (2, Forge.Array(Forge.Array(new byte[1])))))));
        AssertRefused(ResultCode.MissingElement, (3, null));
        AssertRefused(ResultCode.MalformedManifest, (3, Forge.Map()));
    }

    [Fact]
    public void Nesting_commands_and_branches_are_bounded()
    {
        var branch = CborEncoder.Encode(Forge.Array(3, 15));
        var nested = branch;
        for (var i = 0; i < 4; i++) nested = CborEncoder.Encode(Forge.Array(32, nested));
        Assert.Null(Forge.Verify(Forge.Manifest((7, CborValue.Of(nested)))).Error);
        nested = CborEncoder.Encode(Forge.Array(32, nested));
        Assert.Equal(ResultCode.LimitExceeded, Forge.Verify(Forge.Manifest((7, CborValue.Of(nested)))).Error!.Code);
        Assert.Null(Forge.VerifyInstall([.. Enumerable.Repeat<object[]>([3, 15], 256).SelectMany(pair => pair)]).Error);
        Assert.Equal(ResultCode.LimitExceeded, Forge.VerifyInstall([.. Enumerable.Repeat<object[]>([3, 15], 257).SelectMany(pair => pair)]).Error!.Code);
        Assert.Null(Forge.VerifyInstall(15, Forge.Array([.. Enumerable.Repeat(branch, 16)])).Error);
        Assert.Equal(ResultCode.LimitExceeded, Forge.VerifyInstall(15, Forge.Array([.. Enumerable.Repeat(branch, 17)])).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(15, Forge.Array(branch)).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(15, Forge.Array(null, branch)).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(32, 1).Error!.Code);
    }

    [Fact]
    public void Sections_and_common_and_reference_uri_are_bounded()
    {
        var chunk = Forge.Map((18, new byte[4096]));
        Assert.Equal(ResultCode.LimitExceeded, Forge.VerifyInstall(20, chunk, 20, chunk, 20, chunk, 20, chunk).Error!.Code);
        AssertRefused(ResultCode.LimitExceeded, (3, CborValue.Of(new byte[33_000])));
        AssertRefused(ResultCode.LimitExceeded, (4, Forge.Of(new string('u', 2049))));
        AssertRefused(ResultCode.MalformedManifest, (4, Forge.Of(1)));
    }

    [Fact]
    public void Text_is_checked_but_never_decided_upon()
    {
        Assert.Null(Text(Forge.Map(("en", Forge.Map((1, "what"), (-5, "own"), (Forge.Array("main"u8.ToArray()), Forge.Map((6, "1.0"))))))).Error);
        Assert.Equal(ResultCode.MalformedManifest, Text(Forge.Map()).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Text(Forge.Map(("not a tag", Forge.Map((1, "what"))))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Text(Forge.Map(("en", Forge.Map((9, "what"))))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Text(Forge.Map(("en", Forge.Map((1, 1))))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Text(Forge.Map(("en", Forge.Map((Forge.Array("other"u8.ToArray()), Forge.Map((1, "x"))))))).Error!.Code);
        Assert.Equal(ResultCode.MalformedManifest, Text(Forge.Map(("en", Forge.Map((Forge.Array("main"u8.ToArray()), Forge.Map((9, "x"))))))).Error!.Code);
    }

    [Fact]
    public void A_floating_number_or_a_foreign_tag_in_a_sequence_is_refused()
    {
        AssertRefused(ResultCode.MalformedManifest, (7, CborValue.Of(Convert.FromHexString("8203f97e00"))));
        AssertRefused(ResultCode.MalformedManifest, (7, CborValue.Of(Convert.FromHexString("8203c10f"))));
        Assert.Equal(ResultCode.MalformedManifest, Forge.VerifyInstall(20, new CborTagged(112, Uri)).Error!.Code);
    }

    private static Result<VerifiedManifest, SuitError> Text(CborMap text) => Forge.Verify(Forge.Manifest((23, CborValue.Wrap(text))));

    private static void AssertRefused(ResultCode code, params (int, CborValue?)[] entries) => Assert.Equal(code, Forge.Verify(Forge.Manifest(entries)).Error?.Code);

    private static void AssertShared(ResultCode? code, CborValue shared) => Assert.Equal(code, Forge.Verify(Forge.Manifest((3, Forge.Common(shared)))).Error?.Code);

    private static void AssertComponents(ResultCode code, CborValue components) => Assert.Equal(code, Forge.Verify(Forge.Manifest((3, Forge.Common(components: components)))).Error?.Code);
}
