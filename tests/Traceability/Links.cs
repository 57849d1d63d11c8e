using System.Text.RegularExpressions;

namespace SecUpIoT.Traceability;

/// <summary>Links of a Markdown text to files, without their fragments.</summary>
internal static partial class Links
{
    public static IEnumerable<string> In(string text) =>
        Pattern().Matches(text).Select(match => match.Groups["path"].Value).Where(path => path.Length > 0 && !path.Contains("://", StringComparison.Ordinal)).Distinct();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]*)(#[^)\s]*)?\)")]
    private static partial Regex Pattern();
}
