using System.Text.Json;

namespace SecUpIoT.Fuzz.Seeds;

/// <summary>The bytes in the vectors of the specification (spec/vectors), taken where they stand: nothing of them is kept twice.</summary>
internal static class VectorSeeds
{
    /// <summary>The hexadecimal fields of this name in one file, wherever they stand.</summary>
    public static IEnumerable<byte[]> Hex(string file, string field)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "spec", "vectors", file)));
        return [.. Find(document.RootElement, field).Select(static text => Convert.FromHexString(text)).Where(static bytes => bytes.Length > 0)];
    }

    /// <summary>The hexadecimal field of those vectors in which another field has a certain value.</summary>
    public static IEnumerable<byte[]> Of(string file, string field, string value, string hex)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "spec", "vectors", file)));
        return
        [
            .. document.RootElement.GetProperty("vectors").EnumerateArray().Where(vector => vector.GetProperty(field).GetString() == value)
                .Select(vector => vector.GetProperty(hex)).Where(static found => found.ValueKind == JsonValueKind.String).Select(static found => Convert.FromHexString(found.GetString()!)),
        ];
    }

    /// <summary>The text fields of this name in one file.</summary>
    public static IEnumerable<string> Text(string file, string field)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "spec", "vectors", file)));
        return [.. Find(document.RootElement, field)];
    }

    /// <summary>Files of third parties beside the repository, when they are there; never a part of it.</summary>
    public static IEnumerable<byte[]> Shared(params string[] endings)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "vectors");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => endings.Contains(Path.GetExtension(file)) && new FileInfo(file).Length is > 0 and < 64 * 1024)
                .Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];
    }

    private static IEnumerable<string> Find(JsonElement element, string field)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (property.Name == field && property.Value.ValueKind == JsonValueKind.String) yield return property.Value.GetString()!;
                    else foreach (var found in Find(property.Value, field)) yield return found;
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    foreach (var found in Find(item, field)) yield return found;
                }

                break;
        }
    }
}
