using System.Text;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Tests.Suit.Vectors;

/// <summary>Third-party vectors. They are not part of the repository; a folder shared/vectors/suit above it holds them, or the tests are skipped.</summary>
internal static class VectorFolder
{
    private static readonly Lazy<string?> Folder = new(Find);
    private static readonly Lazy<JsonNode> ExpectedFile = new(() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder.Value!, "expected.json")))!);

    public static IEnumerable<object[]> EnvelopeNames() => Names("vectors");

    public static IEnumerable<object[]> DecryptionNames() => Names("decryption");

    public static void SkipUnlessPresent() => Skip.If(Folder.Value is null, "no folder shared/vectors/suit above the repository");

    public static JsonNode Expected(string group, string name) => ExpectedFile.Value[group]![name]!;

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder.Value!, name));

    /// <summary>The verification keys by name.</summary>
    public static IEnumerable<(string Name, IVerifier Key)> Keys()
    {
        foreach (var key in JsonNode.Parse(Read("keys/keys.json"))!.AsArray())
        {
            IVerifier verifier = key!["kty"]!.GetValue<string>() == "oct"
                ? new HmacKey(Convert.FromHexString(key["raw"]!.GetValue<string>()), Bytes.Empty)
                : KeyFiles.VerifierFromPem(key["pem"]!.GetValue<string>());
            yield return (key["name"]!.GetValue<string>(), verifier);
        }
    }

    /// <summary>The keys of the encrypted payloads.</summary>
    public static ContentKeys ContentKeys()
    {
        var agreement = JsonNode.Parse(Read("keys/ecdh_recipient_p256.json"))!;
        var kek = Convert.FromHexString(Encoding.ASCII.GetString(Read("keys/a128kw_kek.hex")).Trim());
        return new ContentKeys(
            [new KeyEncryptionKey(Encoding.ASCII.GetBytes("kid-1"), kek)],
            [KeyAgreementKey.FromParameters(
                Encoding.ASCII.GetBytes(agreement["kid"]!.GetValue<string>()),
                Bytes.FromHex(agreement["x_hex"]!.GetValue<string>()),
                Bytes.FromHex(agreement["y_hex"]!.GetValue<string>()),
                Bytes.FromHex(agreement["d_hex"]!.GetValue<string>()))]);
    }

    // One row without a name keeps the theories visible, and skipped, when there are no vectors.
    private static IEnumerable<object[]> Names(string group) => Folder.Value is null
        ? [[string.Empty]]
        : ExpectedFile.Value[group]!.AsObject().Select(pair => new object[] { pair.Key });

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "vectors", "suit");
            if (File.Exists(Path.Combine(candidate, "expected.json"))) return candidate;
        }

        return null;
    }
}
