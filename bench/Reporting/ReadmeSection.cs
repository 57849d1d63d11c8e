using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Reporting;

/// <summary>The generated part of bench/README.md: what stands between two marks.</summary>
internal static class ReadmeSection
{
    private const string Begin = "<!-- results: written by the command 'report' -->";
    private const string End = "<!-- end of results -->";

    /// <summary>The text with another generated part.</summary>
    /// <exception cref="BenchException">The marks are not there.</exception>
    public static string Replace(string text, string part)
    {
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new BenchException($"Expected the marks '{Begin}' and '{End}' in bench/README.md, in this order. Put them where the results are to stand.");
        return $"{text[..begin]}{Begin}\n\n{part.Trim()}\n\n{text[end..]}";
    }
}
