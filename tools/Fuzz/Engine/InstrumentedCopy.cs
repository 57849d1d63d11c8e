using System.Security.Cryptography;
using SharpFuzz;

namespace SecUpIoT.Fuzz.Engine;

/// <summary>A copy of this program in which the decoders count the branches they take. The assemblies that others use stay as they are.</summary>
internal static class InstrumentedCopy
{
    // The decoders themselves, and the two parsers below them whose branches tell how far an input came.
    private static readonly string[] Instrumented =
    [
        "SecUpIoT.Protocol.dll", "SecUpIoT.Entities.dll", "SecUpIoT.Hosting.dll", "SecUpIoT.Simulation.dll", "SecUpIoT.Conformance.dll",
        "System.Formats.Cbor.dll", "YamlDotNet.dll",
    ];

    /// <summary>The program in the copy; made anew when an assembly changed.</summary>
    public static string Make(Action<string> tell)
    {
        var (source, copy) = (AppContext.BaseDirectory, Path.Combine(Repository.Work, "instrumented"));
        var program = Path.Combine(copy, "SecUpIoT.Fuzz.dll");
        var (stamp, stamped) = (Stamp(source), Path.Combine(copy, "stamp"));
        if (File.Exists(stamped) && File.ReadAllText(stamped) == stamp) return program;
        tell($"instrumenting {Instrumented.Length} assemblies in {Path.GetRelativePath(Repository.Root, copy)}");
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        foreach (var assembly in Instrumented) _ = Fuzzer.Instrument(Path.Combine(copy, assembly), static _ => true, Options.Value);
        File.WriteAllText(stamped, stamp);
        return program;
    }

    private static string Stamp(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)) hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
