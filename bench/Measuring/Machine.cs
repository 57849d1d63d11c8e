using System.Globalization;
using System.Runtime.InteropServices;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>Where something was measured: enough to judge the figures by, and neither a name nor a path.</summary>
/// <param name="Processor">The processor's model.</param>
/// <param name="Cores">How many there are.</param>
/// <param name="MemoryGiB">Main memory.</param>
/// <param name="Kernel">Operating system and release.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record Machine(string Processor, int Cores, long MemoryGiB, string Kernel, string Runtime)
{
    /// <summary>This machine.</summary>
    public static Machine This() => new(
        ValueOf("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes + (1L << 29)) >> 30,
        $"{(OperatingSystem.IsLinux() ? "Linux " + ReadLine("/proc/sys/kernel/osrelease") : RuntimeInformation.OSDescription)}",
        RuntimeInformation.FrameworkDescription);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Processor}, {Cores} cores, {MemoryGiB} GiB, {Kernel}, {Runtime}");

    private static string ReadLine(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    private static string? ValueOf(string path, string key) => File.Exists(path)
        ? File.ReadLines(path).Where(line => line.StartsWith(key, StringComparison.Ordinal)).Select(static line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).FirstOrDefault()
        : null;
}
