using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecUpIoT.VectorTool;

/// <summary>The one way in which vector files are written: two blanks of indentation, LF, a final line end.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A run of one byte is written as such from this length on.</summary>
    private const int LeastRun = 256;

    public static string Render(JsonNode file) => file.ToJsonString(Options) + "\n";

    public static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>Bytes as hexadecimal text; when they hold a long run of one byte, as an array of texts and of runs {"repeat", "times"}.</summary>
    public static JsonNode Hex(ReadOnlySpan<byte> bytes)
    {
        var parts = new JsonArray();
        var plain = 0;
        for (var start = 0; start < bytes.Length;)
        {
            var end = start + 1;
            while (end < bytes.Length && bytes[end] == bytes[start]) end++;
            if (end - start >= LeastRun)
            {
                if (start > plain) parts.Add(Convert.ToHexStringLower(bytes[plain..start]));
                parts.Add(new JsonObject { ["repeat"] = Convert.ToHexStringLower(bytes[start..(start + 1)]), ["times"] = end - start });
                plain = end;
            }

            start = end;
        }

        if (parts.Count == 0) return Convert.ToHexStringLower(bytes);
        if (plain < bytes.Length) parts.Add(Convert.ToHexStringLower(bytes[plain..]));
        return parts;
    }

    /// <summary>The bytes that <see cref="Hex"/> wrote.</summary>
    public static byte[] ReadHex(JsonNode node)
    {
        if (node is not JsonArray parts) return Convert.FromHexString(node.GetValue<string>());
        var bytes = new List<byte>();
        foreach (var part in parts)
        {
            if (part is JsonObject run) bytes.AddRange(Enumerable.Repeat(Convert.FromHexString(run["repeat"]!.GetValue<string>())[0], run["times"]!.GetValue<int>()));
            else bytes.AddRange(Convert.FromHexString(part!.GetValue<string>()));
        }

        return [.. bytes];
    }
}
