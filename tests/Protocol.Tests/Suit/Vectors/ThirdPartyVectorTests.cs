using System.Text.Json.Nodes;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Suit.Interpreter;

namespace SecUpIoT.Protocol.Tests.Suit.Vectors;

/// <summary>Envelopes of the drafts and of another implementation get exactly the verdict that an independent checker gave them.</summary>
public sealed class ThirdPartyVectorTests
{
    [SkippableTheory]
    [MemberData(nameof(VectorFolder.EnvelopeNames), MemberType = typeof(VectorFolder))]
    public void The_decoded_view_is_the_expected_one(string name)
    {
        var (envelope, expected) = Load(name);
        var manifest = ManifestReader.Read(envelope.Manifest, envelope.Severable, SuitProfile.Full);
        Assert.Null(manifest.Error);
        AssertSame(expected["view"]!, ViewRenderer.Render(envelope, manifest.Value));
    }

    [SkippableTheory]
    [MemberData(nameof(VectorFolder.EnvelopeNames), MemberType = typeof(VectorFolder))]
    public void Writing_what_was_read_gives_the_same_bytes(string name)
    {
        var (envelope, _) = Load(name);
        Assert.Equal(VectorFolder.Read(name), EnvelopeWriter.Encode(envelope));
    }

    [SkippableTheory]
    [MemberData(nameof(VectorFolder.EnvelopeNames), MemberType = typeof(VectorFolder))]
    public void The_expected_key_verifies_and_no_other(string name)
    {
        var (envelope, expected) = Load(name);
        var verifying = VectorFolder.Keys().Where(key => EnvelopeVerifier.Authenticate(envelope, [key.Key], SuitProfile.Full).IsOk).Select(key => key.Name);
        Assert.Equal(expected["auth"]!.AsArray().Select(key => key?.GetValue<string>()).Where(key => key is not null), verifying);
        Assert.Equal(expected["signature_valid"]!.GetValue<bool>(), verifying.Any());
        Assert.Equal(expected["manifest_digest_valid"]!.GetValue<bool>(), SuitDigests.OfElement(envelope.Manifest) == envelope.ManifestDigest);
    }

    [SkippableTheory]
    [MemberData(nameof(VectorFolder.EnvelopeNames), MemberType = typeof(VectorFolder))]
    public void The_procedures_end_as_expected(string name)
    {
        var (envelope, expected) = Load(name);
        foreach (var (procedure, verdict) in expected["procedures"]!.AsObject())
        {
            Check(name, envelope, procedure, verdict!);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(VectorFolder.EnvelopeNames), MemberType = typeof(VectorFolder))]
    public void A_base_profile_refuses_extensions_by_name(string name)
    {
        var (envelope, _) = Load(name);
        var profile = SuitProfile.Device with { Algorithms = AlgorithmPolicy.All, RequireVendorAndClass = false };
        // The third set names its examples of the core manifest by number and those of extensions by letter.
        var usesExtensions = name.Contains("trust-domains", StringComparison.Ordinal) || name.Contains("firmware-encryption", StringComparison.Ordinal)
            || (name.Contains("suit_manifest_exp", StringComparison.Ordinal) && char.IsUpper(Path.GetFileNameWithoutExtension(name)["suit_manifest_exp".Length]));
        var result = EnvelopeVerifier.Verify(envelope, Anchors(), profile);
        if (!usesExtensions) Assert.True(result.IsOk || result.Error!.Code == ResultCode.NotAuthentic);
        else Assert.Contains(result.Error!.Code, (ResultCode[])[ResultCode.UnsupportedCommand, ResultCode.UnsupportedParameter, ResultCode.UnsupportedFormat]);
    }

    [SkippableTheory]
    [MemberData(nameof(VectorFolder.DecryptionNames), MemberType = typeof(VectorFolder))]
    public void Encrypted_payloads_open(string name)
    {
        VectorFolder.SkipUnlessPresent();
        var expected = VectorFolder.Expected("decryption", name);
        Bytes ciphertext = VectorFolder.Read(Path.GetDirectoryName(name) + "/" + expected["ciphertext"]!.GetValue<string>());
        var opened = PayloadDecryption.Decrypt(VectorFolder.Read(name), ciphertext, VectorFolder.ContentKeys());
        Assert.Null(opened.Error);
        Assert.Equal(expected["plaintext_hex"]!.GetValue<string>(), Convert.ToHexStringLower(opened.Value.Span));
        Assert.NotNull(PayloadDecryption.Decrypt(VectorFolder.Read(name), ciphertext, ContentKeys.None).Error);
    }

    private static void Check(string name, Envelope envelope, string procedure, JsonNode expected)
    {
        var accepted = expected["verdict"]!.GetValue<string>() == "accept";
        var verified = EnvelopeVerifier.Verify(envelope, Anchors(), SuitProfile.Full);
        if (verified.Error is { } error)
        {
            Assert.False(accepted, $"{procedure}: {error}");
            Assert.Equal(expected["report_reason"]!.GetValue<int>(), (int)error.Reason);
            return;
        }

        var real = procedure == "update_real";
        var actions = new VectorActions(!real, procedure.Contains("slot1", StringComparison.Ordinal) ? 1UL : 0UL, Web(name));
        var options = new InterpreterOptions
        {
            Profile = SuitProfile.Full,
            DependencyAnchors = Anchors(),
            Keys = VectorFolder.ContentKeys(),
            // Assuming that conditions hold includes the integrity check that some published examples forget.
            RequireDependencyIntegrity = real,
            Trace = true,
        };
        var result = procedure.StartsWith("invoke", StringComparison.Ordinal)
            ? SuitProcedures.Invoke(verified.Value, actions, options)
            : SuitProcedures.Update(verified.Value, actions, options);
        Assert.True(accepted == result.IsOk, $"{procedure}: {result.Error}");
        if (!accepted) Assert.Equal(expected["report_reason"]!.GetValue<int>(), (int)result.Error!.Reason);
        AssertSame(expected["trace"]!, TraceRenderer.Render(result.Trace));
        AssertSame(expected["final_components"]!, new JsonObject(actions.Contents.Select(pair => new KeyValuePair<string, JsonNode?>(
            string.Join('/', pair.Key.Segments.Select(ViewRenderer.Hex)),
            new JsonObject { ["len"] = pair.Value.Length, ["sha256"] = Digest.Of(pair.Value.Span).ToHex() }))));
    }

    private static (Envelope Envelope, JsonNode Expected) Load(string name)
    {
        VectorFolder.SkipUnlessPresent();
        var expected = VectorFolder.Expected("vectors", name);
        var bytes = VectorFolder.Read(name);
        Assert.Equal(expected["sha256"]!.GetValue<string>(), Digest.Of(bytes).ToHex());
        var tagged = expected["view"]!["tagged"]!.GetValue<bool>();
        Assert.Equal(tagged, EnvelopeReader.Read(bytes, SuitLimits.Default).IsOk);
        var envelope = EnvelopeReader.Read(bytes, SuitLimits.Default, acceptUntagged: true);
        Assert.Null(envelope.Error);
        Assert.Equal("ok", expected["decode_strict"]!.GetValue<string>());
        return (envelope.Value, expected);
    }

    private static IVerifier[] Anchors() => [.. VectorFolder.Keys().Select(key => key.Key)];

    // The drafts' own examples name payloads that nobody has.
    private static Dictionary<string, byte[]> Web(string name) => name.StartsWith("manifest-37", StringComparison.Ordinal) ? [] : new()
    {
        ["http://example.com/file.bin"] = VectorFolder.Read("libcsuit-1.0.2/raw_image.bin"),
        ["https://cdn.example/example3.bin"] = VectorFolder.Read("libcsuit-1.0.2/raw_image.bin"),
        ["http://example.com/dependent.suit"] = VectorFolder.Read("trust-domains-11/example0_dependent.suit"),
        ["coaps://example.com/encrypted-firmware"] = VectorFolder.Read("firmware-encryption-24/encrypted-payload-aes-kw-aes-gcm.bin"),
        ["https://example.org/8d82573a-926d-4754-9353-32dc29997f74.ta"] = VectorFolder.Read("libcsuit-1.0.2/8d82573a-926d-4754-9353-32dc29997f74.ta"),
        ["https://example.org/8d82573a-926d-4754-9353-32dc29997f74.suit"] = VectorFolder.Read("libcsuit-1.0.2/suit_manifest_expU.suit"),
    };

    // Members in any order, numbers of any kind: compare the text of sorted copies.
    private static void AssertSame(JsonNode expected, JsonNode actual) => Assert.Equal(Sorted(expected), Sorted(actual));

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(",", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"\"{pair.Key}\":{Sorted(pair.Value)}")) + "}",
        JsonArray array => "[" + string.Join(",", array.Select(Sorted)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
