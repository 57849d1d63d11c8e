using System.Text.RegularExpressions;

namespace SecUpIoT.Traceability;

/// <summary>docs/CLI.md names every key of the configuration files and every exit code.</summary>
public sealed partial class CommandLinePageTests
{
    [Fact]
    public void Every_configuration_key_is_documented()
    {
        var folder = Path.Combine(Specification.Root, "src", "Hosting", "Options");
        var keys = Directory.GetFiles(folder, "*Options.cs").SelectMany(file => Key().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();
        var page = File.ReadAllText(Path.Combine(Specification.Root, "docs", "CLI.md"));

        Assert.True(keys.Count > 30, $"only {keys.Count} keys were found; has the way they are read changed?");
        Assert.DoesNotContain(keys, key => !page.Contains($"`{key}", StringComparison.Ordinal));
    }

    [GeneratedRegex("""(?:map|inner)\.\w+(?:<\w+>)?\("([a-z-]+)""")]
    private static partial Regex Key();
}
