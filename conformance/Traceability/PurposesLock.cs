using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Traceability;

/// <summary>A test purpose as it was locked.</summary>
/// <param name="Version">The tag <c>@version:n</c>; 1 without.</param>
/// <param name="Digest">SHA-256 over all that its scenarios say; empty for a purpose that is gone, whose id is not used again.</param>
public sealed record LockedPurpose(int Version, string Digest)
{
    /// <summary>True when the purpose is gone.</summary>
    public bool IsRetired => Digest.Length == 0;
}

/// <summary>
/// Which text each test purpose had when it was last locked, and which bytes each vector file. A text that changes needs a higher version, so that results of
/// different suites can be told apart.
/// </summary>
/// <param name="Purposes">By the id of the purpose.</param>
/// <param name="Vectors">The digest by the name of the file.</param>
public sealed record PurposesLock(IReadOnlyDictionary<string, LockedPurpose> Purposes, IReadOnlyDictionary<string, string> Vectors)
{
    private const string Resource = "purposes.lock";
    private const string Retired = "retired";
    private const string Head = "# Test purposes and vector files as locked. Written by: secup conformance trace --update-lock";

    /// <summary>Where it is in the repository.</summary>
    public const string Path = "conformance/Catalogue/purposes.lock";

    /// <summary>Nothing is locked.</summary>
    public static PurposesLock Empty { get; } = new(new Dictionary<string, LockedPurpose>(), new Dictionary<string, string>());

    /// <summary>The one that this suite was built with.</summary>
    public static PurposesLock BuiltIn
    {
        get
        {
            using var stream = typeof(PurposesLock).Assembly.GetManifestResourceStream(Resource) ?? throw new SuiteErrorException($"{Resource} is not built into the suite");
            using var reader = new StreamReader(stream);
            return Read(reader.ReadToEnd());
        }
    }

    /// <summary>The lock in a text.</summary>
    /// <exception cref="SuiteErrorException">It is not one.</exception>
    public static PurposesLock Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (purposes, vectors) = (new Dictionary<string, LockedPurpose>(), new Dictionary<string, string>());
        foreach (var (line, number) in text.Split('\n').Select(static (line, index) => (line.Trim(), index + 1)).Where(static pair => pair.Item1.Length > 0 && pair.Item1[0] != '#'))
        {
            var read = line.Split(' ') switch
            {
                ["purpose", var id, var version, Retired] when Version(version) is { } last => purposes.TryAdd(id, new(last, "")),
                ["purpose", var id, var version, { Length: 64 } digest] when Version(version) is { } last => purposes.TryAdd(id, new(last, digest)),
                ["vector", var name, { Length: 64 } digest] => vectors.TryAdd(name, digest),
                _ => false,
            };
            if (!read) throw new SuiteErrorException($"{Resource}:{number}: expected 'purpose ID VERSION DIGEST' or 'vector NAME DIGEST', each once; got '{line}'. Write it with 'secup conformance trace --update-lock'.");
        }

        return new(purposes, vectors);
    }

    /// <summary>The text of the lock.</summary>
    public string Write()
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var (id, locked) in Purposes.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"purpose {id} {locked.Version} {(locked.IsRetired ? Retired : locked.Digest)}\n");
        foreach (var (name, digest) in Vectors.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"vector {name} {digest}\n");
        return text.ToString();
    }

    /// <summary>The lock of what there is now; what is gone stays as retired.</summary>
    public PurposesLock Renew(IEnumerable<Pickle> pickles, IEnumerable<VectorFile> vectors)
    {
        var purposes = Purposes.ToDictionary(static pair => pair.Key, static pair => pair.Value with { Digest = "" });
        foreach (var (id, locked) in Current(pickles)) purposes[id] = locked;
        return new(purposes, vectors.ToDictionary(static file => file.Name, static file => file.Digest));
    }

    /// <summary>The purposes of these scenarios as they would be locked.</summary>
    public static IReadOnlyDictionary<string, LockedPurpose> Current(IEnumerable<Pickle> pickles) =>
        pickles.GroupBy(static pickle => pickle.Purpose).ToDictionary(static group => group.Key, static group => new LockedPurpose(VersionOf(group.First()), DigestOf(group)));

    private static int VersionOf(Pickle pickle) =>
        pickle.Values("version").FirstOrDefault() is not { } text ? 1
        : Version(text) ?? throw new SuiteErrorException($"{pickle.Path}:{pickle.Line}: expected a version from 1, got '{text}'");

    private static int? Version(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : null;

    // Rows may change their order: nothing depends on it.
    private static string DigestOf(IEnumerable<Pickle> rows)
    {
        var text = string.Join('\n', rows.OrderBy(static row => row.Row, StringComparer.Ordinal).Select(static row => new JsonArray(
            row.Row,
            row.Title,
            List(row.Steps.Select(static step => $"{step.Kind} {step.Text}")),
            List(row.Tags.Where(static tag => !tag.StartsWith("version:", StringComparison.Ordinal)).Order(StringComparer.Ordinal))).ToJsonString(JsonSerializerOptions.Default)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];
}
