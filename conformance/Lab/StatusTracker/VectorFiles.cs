using System.Text;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>The test vectors of the specification (spec/vectors/README.md), as the suite has them built in.</summary>
internal static class VectorFiles
{
    private static readonly Lazy<JsonObject> LazyGolden = new(static () => Load("messages"));
    private static readonly Lazy<JsonObject> LazyMalformed = new(static () => Load("messages-malformed"));
    private static readonly Lazy<JsonObject> LazyStatements = new(static () => Load("statements"));

    /// <summary>Golden bytes of every message.</summary>
    public static IEnumerable<JsonObject> Messages => Vectors(LazyGolden.Value);

    /// <summary>Bytes that are no message.</summary>
    public static IEnumerable<JsonObject> Malformed => Vectors(LazyMalformed.Value);

    /// <summary>Signed reports, right and wrong.</summary>
    public static IEnumerable<JsonObject> Reports => Vectors(LazyStatements.Value).Where(static vector => Text(vector, "kind") == "Report");

    /// <summary>What the recipient of the statements knows.</summary>
    public static JsonObject StatementDevice => (JsonObject)LazyStatements.Value["device"]!;

    /// <summary>The key of this name in the statements.</summary>
    public static JsonObject StatementKey(string name) => (JsonObject)LazyStatements.Value["keys"]![name]!;

    /// <summary>A text of a vector.</summary>
    public static string Text(JsonObject vector, string name) => (string?)vector[name] ?? throw new SuiteErrorException($"a vector without {name}");

    /// <summary>Bytes of a vector: hexadecimal text, or such texts and runs of one byte.</summary>
    public static Bytes Binary(JsonObject vector, string name) => vector[name] switch
    {
        JsonValue text => Bytes.FromHex((string)text!),
        JsonArray parts => Bytes.FromHex(parts.Aggregate(new StringBuilder(), static (all, part) => part is JsonObject run
            ? all.Insert(all.Length, (string)run["repeat"]!, (int)run["times"]!)
            : all.Append((string)part!)).ToString()),
        _ => throw new SuiteErrorException($"a vector without {name}"),
    };

    private static IEnumerable<JsonObject> Vectors(JsonObject file) => ((JsonArray)file["vectors"]!).Cast<JsonObject>();

    private static JsonObject Load(string name)
    {
        using var stream = typeof(VectorFiles).Assembly.GetManifestResourceStream($"vectors/{name}.json") ?? throw new SuiteErrorException($"{name}.json is not built into the suite");
        return (JsonObject)JsonNode.Parse(stream)!;
    }
}
