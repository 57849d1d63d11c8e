using System.Collections.Immutable;
using System.Text.Json;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit;

public sealed class SmallSuitTests
{
    [Fact]
    public void Every_outcome_has_a_reason_and_every_reason_an_outcome()
    {
        foreach (var code in Enum.GetValues<ResultCode>()) Assert.True(Enum.IsDefined(SuitReasons.ReasonOf(code)));
        foreach (var reason in Enum.GetValues<SuitReportReason>())
        {
            var back = SuitReasons.ReasonOf(SuitReasons.CodeOf(reason));
            Assert.Equal(reason == SuitReportReason.InvokePending ? SuitReportReason.Ok : reason, back);
        }

        Assert.Equal(SuitReportReason.OperationFailed, SuitReasons.ReasonOf((ResultCode)9999));
    }

    // The values that the manifest draft's examples use.
    [Fact]
    public void Identifiers_are_name_based()
    {
        Assert.Equal("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe", Uuid5.Vendor("arm.com").ToString());
        Assert.Equal("1492af14-2569-5e48-bf42-9b2d51f2ab45", Uuid5.Class(Uuid5.Vendor("arm.com"), "suit").ToString());
    }

    [Fact]
    public void The_digest_of_an_element_covers_the_head_of_its_byte_string()
    {
        Assert.Equal(Digest.Of([0x42, 1, 2]), SuitDigests.OfElement(new byte[] { 1, 2 }));
        Assert.Equal("822f5820", Convert.ToHexStringLower(SuitDigests.Encode(Digest.Of([]))[..4]));
        Assert.Equal(36, SuitDigests.Encode(Digest.Of([])).Length);
    }

    [Theory]
    [InlineData(1, "1.2", "1.3", true)]
    [InlineData(1, "1.2", "1.2", false)]
    [InlineData(2, "1.2", "1.2", true)]
    [InlineData(3, "1", "1.4", true)]
    [InlineData(3, "1.4", "1", false)]
    [InlineData(4, "1.0", "1.0", true)]
    [InlineData(4, "1.0", "1.1", false)]
    [InlineData(5, "1.0.2", "1.0.1", true)]
    [InlineData(5, "1.0.2", "1.0.2", false)]
    public void Versions_compare_number_by_number(int comparison, string wanted, string actual, bool holds)
    {
        static long[] Numbers(string text) => [.. text.Split('.').Select(long.Parse)];
        Assert.Equal(holds, new VersionMatch((VersionComparison)comparison, Numbers(wanted)).Matches(Numbers(actual)));
    }

    [Theory]
    [InlineData("820183010203", true)]
    [InlineData("8201840102 2003", true)]
    [InlineData("82008101", false)]
    [InlineData("82068101", false)]
    [InlineData("820180", false)]
    [InlineData("82018120", false)]
    [InlineData("8201820123", false)]
    [InlineData("82018401020304", false)]
    [InlineData("8201830120 20", false)]
    [InlineData("8101", false)]
    public void A_version_demand_has_one_form(string hex, bool accepted) => Assert.Equal(accepted, VersionMatch.Read(Bytes.FromHex(hex.Replace(" ", "", StringComparison.Ordinal))).IsOk);

    [Fact]
    public void Component_identifiers_are_equal_by_content_and_safe_to_show()
    {
        Assert.Equal(ComponentId.Of("a", "b"), new ComponentId(new Bytes("a"u8.ToArray()), new Bytes("b"u8.ToArray())));
        Assert.NotEqual(ComponentId.Of("a", "b"), ComponentId.Of("ab"));
        Assert.Equal(ComponentId.Of("a").GetHashCode(), ComponentId.Of("a").GetHashCode());
        Assert.Equal("a.bin/h'2f'/h'00'/h''", new ComponentId(new Bytes("a.bin"u8.ToArray()), new byte[] { 0x2f }, new byte[] { 0 }, Bytes.Empty).ToString());
    }

    [Fact]
    public void Parameters_are_set_replaced_and_completed()
    {
        var first = SuitParameters.Empty.With(SuitParameter.Uri, new ParameterValue.Text("a"));
        var second = SuitParameters.Empty.With(SuitParameter.Uri, new ParameterValue.Text("b")).With(SuitParameter.ImageSize, new ParameterValue.Number(4));
        Assert.Equal(("b", 4UL), (first.OverriddenBy(second).Uri, first.OverriddenBy(second).ImageSize));
        Assert.Equal(("a", 4UL), (first.CompletedBy(second).Uri, first.CompletedBy(second).ImageSize));
        Assert.Null(second.Only([SuitParameter.ImageSize]).Uri);
        Assert.Equal(second, second.Only([SuitParameter.ImageSize, SuitParameter.Uri]));
    }

    [Fact]
    public void An_inspection_shows_the_whole_envelope_and_serialises()
    {
        var builder = Forge.TwoComponents with { Device = Forge.Device, Severable = [SuitElement.Text, SuitElement.Install] };
        var envelope = EnvelopeWriter.WithPayload(EnvelopeWriter.Sign(builder.Build().Value, Forge.Author).Value, "#radio", new byte[] { 1, 2, 3 });
        var node = EnvelopeInspector.Inspect(envelope);
        var text = node.ToText();
        foreach (var part in (string[])[envelope.ManifestDigest.ToHex(), "sequence number: 7", "coap://server/main", "Ed25519 (-19)", Forge.Vendor.ToString(), "fixes", "#radio: 3 bytes", "Install: sha-256"]) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"envelope\"", JsonSerializer.Serialize(node), StringComparison.Ordinal);
        Assert.Contains("DOES NOT MATCH", EnvelopeInspector.Inspect(envelope with { Manifest = new byte[] { 1 } }).ToText(), StringComparison.Ordinal);
        Assert.Contains("unreadable", EnvelopeInspector.Inspect(envelope with { Manifest = new byte[] { 1 } }).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_an_author_cannot_forge_lines()
    {
        var text = ImmutableSortedDictionary<string, LocalText>.Empty.Add("en", new LocalText { UpdateDescription = "a\nb\u001b[31m\u202ec" });
        var shown = EnvelopeInspector.Inspect((Forge.Builder with { Text = text }).Build().Value).ToText();
        Assert.Contains("a b [31m c", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public void Written_commands_read_back_as_themselves()
    {
        var nested = Convert.FromHexString("82" + "14" + "a1" + "0500");
        var sequence = Forge.Sequence(12, Forge.Array(0), 20, Forge.Map((5, 1), (12, true), (23, new byte[2])), 15, Forge.Array(nested, nested, null), 32, nested, 34, Forge.Map((0, Forge.Map((27, -1)))), 35, Forge.Map((0, Forge.Array(27))), 3, 2);
        var manifest = Forge.Verify(Forge.Manifest((20, sequence)), SuitProfile.Full);
        Assert.Null(manifest.Error);
        // A list of one index and the index alone mean the same; the writer takes the shorter one.
        var rewritten = SequenceWriter.Write(manifest.Value.Manifest.Sections[SuitElement.Install]);
        Assert.Equal(((CborOctets)sequence).Value.Length - 1, rewritten.Length);
        Assert.Equal(((CborOctets)sequence).Value.Span[4..], rewritten.AsSpan(3));
    }
}
