using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Fuzz.Oracles;

namespace SecUpIoT.Fuzz.Engine;

/// <summary>Keeps for each way in which a promise was broken the smallest input that broke it, and a text that says what happened.</summary>
internal sealed class FindingFolder(string path)
{
    private readonly Dictionary<string, int> _smallest = [];

    /// <summary>True when this way was not known before.</summary>
    public bool Keep(byte[] input, Breach breach)
    {
        var key = $"{breach.Oracle}: {breach.Signature}";
        var known = _smallest.TryGetValue(key, out var size);
        if (known && size <= input.Length) return false;
        _smallest[key] = input.Length;
        Directory.CreateDirectory(path);
        var name = Path.Combine(path, $"{breach.Oracle}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4))}");
        File.WriteAllBytes(name + ".bin", input);
        File.WriteAllText(name + ".txt", breach + "\n");
        return !known;
    }
}
