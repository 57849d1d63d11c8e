using System.Text.Json.Nodes;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.VectorTool.Malformed;

/// <summary>Bytes that are no message.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Fault">In which way they deviate.</param>
/// <param name="Why">What exactly is wrong.</param>
/// <param name="Encoded">The bytes.</param>
internal sealed record MalformedVector(string Name, DecodeFault Fault, string Why, byte[] Encoded);

/// <summary>spec/vectors/messages-malformed.json.</summary>
internal static class MalformedFile
{
    public static IReadOnlyList<MalformedVector> Vectors { get; } =
        [.. StructureFaults.All().Concat(ValueFaults.All()).OrderBy(vector => vector.Fault.ToString(), StringComparer.Ordinal).ThenBy(vector => vector.Name, StringComparer.Ordinal)];

    public static string Render() => Json.Render(new JsonObject
    {
        ["$schema"] = "../schemas/vectors-messages-malformed.schema.json",
        ["vectors"] = Json.Array(Vectors.Select(vector => new JsonObject
        {
            ["name"] = vector.Name,
            ["fault"] = vector.Fault.ToString(),
            ["why"] = vector.Why,
            ["hex"] = Json.Hex(vector.Encoded),
        })),
    });

    public static IEnumerable<string> Contradictions()
    {
        foreach (var vector in Vectors)
        {
            var decoded = MessageCodec.Decode(vector.Encoded);
            if (decoded.Error?.Fault != vector.Fault) yield return $"malformed {vector.Name}: expected {vector.Fault}, the codec says {decoded.Error?.ToString() ?? decoded.Value!.ToString()}";
        }
    }
}
