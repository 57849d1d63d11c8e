using System.Text.RegularExpressions;

namespace SecUpIoT.Traceability;

/// <summary>Ids of messages and decisions that stand anywhere exist.</summary>
public sealed partial class IdTests
{
    private static readonly string[] Folders = ["src", "tests", "conformance", "spec", "tools", "bench", "docs", "samples"];

    [Fact]
    public void Every_mentioned_message_exists() =>
        AssertKnown('M', [.. Specification.Files.Messages.Messages.Select(message => message.Id)]);

    [Fact]
    public void Every_mentioned_decision_exists() =>
        AssertKnown('D', [.. Decision().Matches(Specification.Read("spec/decisions.md")).Select(match => match.Groups["id"].Value)]);

    [Fact]
    public void Decisions_stand_once_each_in_the_order_of_their_numbers()
    {
        var ids = Decision().Matches(Specification.Read("spec/decisions.md")).Select(match => match.Groups["id"].Value).ToList();

        // Extensions have ranges of their own; gaps are permitted.
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    private static void AssertKnown(char kind, HashSet<string> known) =>
        Specification.AssertNone(from folder in Folders
                                 from file in SpecTool.Traceability.Files(Specification.Root, folder)
                                 from id in Id().Matches(Specification.Read(file)).Select(match => match.Value).Distinct()
                                 where id[0] == kind && !known.Contains(id)
                                 select $"{file}: {id}");

    [GeneratedRegex(@"^\| (?<id>D-\d{2}) \|", RegexOptions.Multiline)]
    private static partial Regex Decision();

    [GeneratedRegex(@"(?<![\w-])[MD]-\d{2}(?![\w-])")]
    private static partial Regex Id();
}
