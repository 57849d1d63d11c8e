using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>The test vectors of the specification (spec/vectors/README.md), as the suite has them built in.</summary>
internal static class Vectors
{
    private static readonly Lazy<JsonObject> LazyGolden = new(static () => VectorFiles.Read("messages"));
    private static readonly Lazy<JsonObject> LazyMalformed = new(static () => VectorFiles.Read("messages-malformed"));
    private static readonly Lazy<JsonObject> LazyStatements = new(static () => VectorFiles.Read("statements"));

    /// <summary>Golden bytes of every message.</summary>
    public static IEnumerable<JsonObject> Messages => In(LazyGolden.Value);

    /// <summary>Bytes that are no message.</summary>
    public static IEnumerable<JsonObject> Malformed => In(LazyMalformed.Value);

    /// <summary>Signed reports, right and wrong.</summary>
    public static IEnumerable<JsonObject> Reports => In(LazyStatements.Value).Where(static vector => Text(vector, "kind") == "Report");

    /// <summary>What the recipient of the statements knows.</summary>
    public static JsonObject StatementDevice => (JsonObject)LazyStatements.Value["device"]!;

    /// <summary>The key of this name in the statements.</summary>
    public static JsonObject StatementKey(string name) => (JsonObject)LazyStatements.Value["keys"]![name]!;

    /// <summary>A text of a vector.</summary>
    public static string Text(JsonObject vector, string name) => (string?)vector[name] ?? throw new SuiteErrorException($"a vector without {name}");

    /// <summary>Bytes of a vector.</summary>
    public static Bytes Binary(JsonObject vector, string name) => VectorFiles.Binary(vector[name] ?? throw new SuiteErrorException($"a vector without {name}"));

    private static IEnumerable<JsonObject> In(JsonObject file) => ((JsonArray)file["vectors"]!).Cast<JsonObject>();
}
