using System.Globalization;
using System.Text.RegularExpressions;

namespace SecUpIoT.Model.Tests.Names;

/// <summary>The files of the model as text, without comments.</summary>
internal static partial class ModelText
{
    private static readonly string[] Generated = ["tables.pml"];

    /// <summary>What people wrote: every file of the model but the generated tables.</summary>
    public static IReadOnlyList<(string Name, string Text)> Written { get; } =
        [.. Directory.GetFiles(SpinTools.Model, "*.pml").Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file)).Where(name => !Generated.Contains(name)).Select(name => (name, Read(name)))];

    /// <summary>world.md, the contract.</summary>
    public static string World { get; } = File.ReadAllText(Path.Combine(SpinTools.Model, "world.md"));

    public static string Read(string name) => Comment().Replace(File.ReadAllText(Path.Combine(SpinTools.Model, name)), "");

    /// <summary>The numbers that a file gives to names with this prefix.</summary>
    public static IReadOnlyDictionary<string, int> Numbers(string file, string prefix)
    {
        var found = Regex.Matches(Read(file), $@"^#define {prefix}(\w+) (\d+)$", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>What an inline of <c>printf</c> lines prints for each name: <c>:: value == PREFIX_Name -> printf("text")</c>.</summary>
    public static IReadOnlyDictionary<string, string> Printed(string file, string prefix)
    {
        var found = Regex.Matches(Read(file), $@":: \w+ == {prefix}(\w+) -> printf\(""([^""]*)""\)").ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>The first cells of the table of world.md that begins with this head, without backticks.</summary>
    public static IReadOnlyList<string[]> Table(string head)
    {
        var rows = World.Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();
        Assert.True(rows.Count > 0, $"world.md has no table '{head}'");
        return rows;
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
