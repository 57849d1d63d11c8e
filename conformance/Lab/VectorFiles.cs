using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Lab;

/// <summary>Reads the published test vectors (spec/vectors), which are built into the suite.</summary>
internal static class VectorFiles
{
    /// <summary>One of the files.</summary>
    /// <exception cref="SuiteErrorException">It is not built into the suite.</exception>
    public static JsonObject Read(string name)
    {
        using var stream = typeof(VectorFiles).Assembly.GetManifestResourceStream($"vectors/{name}.json") ?? throw new SuiteErrorException($"the vectors {name} are not built into the suite");
        return (JsonObject)JsonNode.Parse(stream)!;
    }

    /// <summary>Bytes in hexadecimal digits, or in several runs.</summary>
    public static Bytes Binary(JsonNode node) => node is JsonArray runs
        ? (byte[])[.. runs.SelectMany(static run => run is JsonObject many ? Repeat(many) : Convert.FromHexString((string)run!))]
        : Bytes.FromHex((string)node!);

    private static IEnumerable<byte> Repeat(JsonObject run) => Enumerable.Repeat(Convert.FromHexString((string)run["repeat"]!), (int)run["times"]!).SelectMany(static part => part);
}
