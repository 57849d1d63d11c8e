using System.Security.Cryptography;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Seeds;

/// <summary>Everything that a target starts from: derived seeds, the kept corpus, and the findings of the past.</summary>
public static class SeedFolder
{
    /// <summary>The seeds of a target, each once, with where they come from.</summary>
    public static IEnumerable<(string Name, byte[] Input)> All(FuzzTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var number = 0;
        var derived = target.Seeds().Select(seed => ($"seed {number++}", seed));
        return derived.Concat(Corpus(target)).Concat(Findings(target))
            .Where(seed => seed.Item2.Length <= target.MostBytes).DistinctBy(static seed => Convert.ToHexString(SHA256.HashData(seed.Item2)));
    }

    /// <summary>The kept corpus: one input a line, in base64; lines that begin with # are words for people.</summary>
    public static IEnumerable<(string Name, byte[] Input)> Corpus(FuzzTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var file = Path.Combine(Repository.Corpus, target.Name + ".txt");
        return File.Exists(file)
            ? File.ReadLines(file).Where(static line => line.Length > 0 && line[0] != '#').Select((line, index) => ($"corpus {index}", Convert.FromBase64String(line)))
            : [];
    }

    /// <summary>Inputs that broke a promise once.</summary>
    public static IEnumerable<(string Name, byte[] Input)> Findings(FuzzTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var folder = Path.Combine(Repository.Findings, target.Name);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.bin").Order(StringComparer.Ordinal).Select(static file => ($"finding {Path.GetFileNameWithoutExtension(file)}", File.ReadAllBytes(file)))
            : [];
    }

    /// <summary>Writes the seeds as files, for libFuzzer.</summary>
    internal static string Write(FuzzTarget target)
    {
        var folder = Path.Combine(Repository.Work, "seeds", target.Name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var (_, input) in All(target)) File.WriteAllBytes(Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8))), input);
        return folder;
    }
}
