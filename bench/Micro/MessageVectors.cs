using System.Text.Json;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>One message of each kind, from spec/vectors/messages.json: the "usual" one, or else the first that fits on a page.</summary>
internal static class MessageVectors
{
    private static readonly Dictionary<string, byte[]> All = Read();

    /// <summary>The kinds, in the order of the file.</summary>
    public static IReadOnlyCollection<string> Kinds => All.Keys;

    /// <summary>The encoding of a message of this kind.</summary>
    public static byte[] Of(string kind) => All[kind];

    private static Dictionary<string, byte[]> Read()
    {
        using var stream = typeof(MessageVectors).Assembly.GetManifestResourceStream("messages.json")!;
        using var document = JsonDocument.Parse(stream);
        var found = new Dictionary<string, byte[]>();
        var usual = new HashSet<string>();
        foreach (var vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            // The largest ones are described by a rule, not spelled.
            if (!vector.TryGetProperty("hex", out var hex) || hex.ValueKind != JsonValueKind.String) continue;
            var (kind, name) = (vector.GetProperty("message").GetString()!, vector.GetProperty("name").GetString());
            if (name == "usual" && usual.Add(kind)) found[kind] = Convert.FromHexString(hex.GetString()!);
            else found.TryAdd(kind, Convert.FromHexString(hex.GetString()!));
        }

        return found;
    }
}
