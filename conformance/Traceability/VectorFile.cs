using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Traceability;

/// <summary>A file of vectors that is built into the suite.</summary>
/// <param name="Name">Its name, such as <c>messages.json</c>.</param>
/// <param name="Digest">SHA-256 of its bytes, in hexadecimal.</param>
/// <param name="Rows">The name of each vector.</param>
/// <param name="IsUsed">True when a scenario or the code of the suite names it.</param>
public sealed record VectorFile(string Name, string Digest, IReadOnlyList<string> Rows, bool IsUsed)
{
    private const string Ending = ".json";

    /// <summary>The files that are built into the suite; what else is JSON in it is a schema.</summary>
    public static IReadOnlyList<VectorFile> ReadAll()
    {
        var assembly = typeof(VectorFile).Assembly;
        List<string> resources = [.. assembly.GetManifestResourceNames()
            .Where(static name => name.EndsWith(Ending, StringComparison.Ordinal) && !name.EndsWith(".schema.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (resources.Count == 0) return [];
        var texts = TextsOf(assembly).Concat(Suite.Pickles.SelectMany(static pickle => pickle.Steps).SelectMany(static step => step.Text.Split('"'))).ToHashSet();
        return [.. resources.Select(resource => Read(resource.Split('/')[^1], Bytes(assembly, resource), texts.Contains))];
    }

    /// <summary>A file of this name with these bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">JSON with a list <c>vectors</c>, each with a <c>name</c> of its own, or of its own among those of one <c>id</c> or <c>kind</c>.</param>
    /// <param name="isNamed">Whether something has this name.</param>
    public static VectorFile Read(string name, byte[] bytes, Func<string, bool> isNamed)
    {
        ArgumentNullException.ThrowIfNull(isNamed);
        var rows = JsonNode.Parse(bytes)?["vectors"] is JsonArray vectors ? vectors.Select(static vector => RowOf((JsonObject)vector!)) : [];
        return new(name, Convert.ToHexStringLower(SHA256.HashData(bytes)), [.. rows], isNamed(name) || isNamed(Path.GetFileNameWithoutExtension(name)));
    }

    private static string RowOf(JsonObject vector) =>
        (string?)vector["name"] is not { } name ? "" : (string?)(vector["id"] ?? vector["kind"]) is { } group ? $"{group} {name}" : name;

    private static byte[] Bytes(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    // The string literals of the compiled code.
    private static IEnumerable<string> TextsOf(Assembly assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly.Location));
        var metadata = image.GetMetadataReader();
        // The heap begins with an empty text.
        for (var handle = metadata.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = metadata.GetNextHandle(handle)) yield return metadata.GetUserString(handle);
    }
}
