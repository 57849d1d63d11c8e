using System.Globalization;
using System.Text.RegularExpressions;

namespace SecUpIoT.SpecTool;

/// <summary>Where the ids of requirements are mentioned. A range such as the first to the third, written with two dots, mentions all of them.</summary>
internal static partial class Traceability
{
    private static readonly string[] Extensions = [".cs", ".md", ".feature", ".yaml", ".yml", ".json", ".pml", ".ltl"];

    private static readonly (string Column, string Folder)[] Columns =
        [("Code", "src"), ("Tests", "tests"), ("Conformance", "conformance"), ("Tables", "spec/machines"), ("Sequences", "spec/sequences")];

    /// <summary>Every mention below the folders of the table: id and file, path with forward slashes. The tests of the specification itself do not count.</summary>
    public static IReadOnlyList<(string Id, string File)> Mentions(string root)
    {
        var mentions = new HashSet<(string Id, string File)>();
        foreach (var (_, folder) in Columns)
        {
            foreach (var file in Files(root, folder))
                foreach (var id in IdsIn(File.ReadAllText(Path.Combine(root, file)))) mentions.Add((id, file));
        }

        return [.. mentions.OrderBy(mention => mention.Id, StringComparer.Ordinal).ThenBy(mention => mention.File, StringComparer.Ordinal)];
    }

    /// <summary>Files below a folder that can mention ids, ordered, relative to the root.</summary>
    public static IEnumerable<string> Files(string root, string folder)
    {
        var directory = Path.Combine(root, folder);
        if (!Directory.Exists(directory)) return [];
        return Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => !file.StartsWith("tests/Traceability/", StringComparison.Ordinal))
            .Where(file => !file.EndsWith("packages.lock.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The ids that a text mentions.</summary>
    public static IEnumerable<string> IdsIn(string text)
    {
        foreach (Match match in IdPattern().Matches(text))
        {
            var first = int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
            var last = match.Groups["last"].Success ? int.Parse(match.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) : first;
            for (var number = first; number <= last; number++) yield return $"R-{match.Groups["entity"].Value}-{number:D2}";
        }
    }

    /// <summary>The generated page.</summary>
    public static string Page(SpecFiles spec)
    {
        var byId = Mentions(spec.Root).ToLookup(mention => mention.Id, mention => mention.File);
        var page = new Page("Traceability", "the ids that stand in code, tests, conformance suite, machine tables and sequences");
        page.Line();
        page.TableHead(["Requirement", .. Columns.Select(column => column.Column)]);
        foreach (var requirement in spec.Requirements)
        {
            var files = byId[requirement.Id].ToList();
            page.Row([
                $"[{requirement.Id}](../spec/requirements.md#{Pages.Anchor(requirement.Id)})",
                .. Columns.Select(column => string.Join(" ", files.Where(file => file.StartsWith(column.Folder + "/", StringComparison.Ordinal)).Select(Link))),
            ]);
        }

        return page.ToString();
    }

    private static string Link(string file) => $"[{Path.GetFileName(file)}](../{file})";

    [GeneratedRegex(@"R-(?<entity>GEN|DC|CM|ST|FS)-(?<first>\d{2})(\.\.(?<last>\d{2}))?(?!\d)")]
    private static partial Regex IdPattern();
}
