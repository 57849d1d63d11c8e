using System.Globalization;
using SecUpIoT.Protocol;
using SecUpIoT.SpecTool;

namespace SecUpIoT.Traceability;

public sealed class RequirementTests
{
    private static readonly List<Requirement> Requirements = Specification.Files.Requirements;

    [Fact]
    public void The_code_names_the_revision_of_the_catalogue() => Assert.Equal(Protocol.Specification.Revision, Specification.Files.Revision);

    [Fact]
    public void Ids_are_unique_and_ordered_and_only_an_extension_begins_behind_a_gap() =>
        Specification.AssertNone(from entity in Requirements.GroupBy(requirement => requirement.Entity)
                                 let rows = entity.ToList()
                                 from index in Enumerable.Range(0, rows.Count)
                                 let expected = index == 0 ? 1 : Number(rows[index - 1]) + 1
                                 where Number(rows[index]) != expected && !(Number(rows[index]) > expected && BeginsExtension(rows, index))
                                 select $"{rows[index].Id} stands where R-{entity.Key}-{expected:D2} is expected");

    private static int Number(Requirement requirement) => int.Parse(requirement.Id[^2..], CultureInfo.InvariantCulture);

    private static bool BeginsExtension(List<Requirement> rows, int index) =>
        rows[index].Profile is "Fleet" or "Gateway" && rows.Take(index).All(earlier => earlier.Profile != rows[index].Profile);

    [Fact]
    public void A_statement_is_one_sentence_in_the_words_of_its_level() =>
        Specification.AssertNone(Requirements
            .Where(requirement => !requirement.Statement.Contains(requirement.Level, StringComparison.Ordinal)
                || requirement.Statement[..^1].Contains(". ", StringComparison.Ordinal))
            .Select(requirement => requirement.Id));

    [Fact]
    public void A_row_names_result_codes_that_exist() =>
        Specification.AssertNone(from requirement in Requirements
                                 from code in requirement.ResultCodes
                                 where !Enum.TryParse<ResultCode>(code, out _)
                                 select $"{requirement.Id}: {code}");

    [Fact]
    public void A_row_names_messages_that_exist()
    {
        var known = Specification.Files.Messages.Messages.Select(message => message.Id).ToHashSet();

        Specification.AssertNone(from requirement in Requirements
                                 from formal in requirement.Formal
                                 where formal.StartsWith("M-", StringComparison.Ordinal) && !known.Contains(formal)
                                 select $"{requirement.Id}: {formal}");
    }

    [Fact]
    public void A_row_names_phases_and_triggers_that_its_machine_page_has() =>
        Specification.AssertNone(from requirement in Requirements
                                 from formal in requirement.Formal
                                 where formal.Contains(" x ", StringComparison.Ordinal) && formal.Contains(": ", StringComparison.Ordinal) && !formal.StartsWith("none", StringComparison.Ordinal)
                                 let parts = formal.Split([": ", " x "], StringSplitOptions.None)
                                 let page = MachinePage.Of(parts[0])
                                 where (parts[1] != "*" && !page.Phases.Contains(parts[1])) || !page.Triggers.Contains(parts[2])
                                 select $"{requirement.Id}: {formal}");

    [Fact]
    public void Every_mentioned_id_exists()
    {
        var known = Requirements.Select(requirement => requirement.Id).ToHashSet();
        string[] folders = ["src", "tests", "conformance", "spec", "tools", "bench", "docs", "samples"];

        Specification.AssertNone(from folder in folders
                                 from file in SpecTool.Traceability.Files(Specification.Root, folder)
                                 from id in SpecTool.Traceability.IdsIn(Specification.Read(file)).Distinct()
                                 where !known.Contains(id)
                                 select $"{file}: {id}");
    }

    /// <summary>Holds when product code and tests have landed.</summary>
    [Theory]
    [InlineData("src/")]
    [InlineData("tests/")]
    public void Every_testable_requirement_of_the_first_level_is_mentioned(string folder)
    {
        var mentioned = SpecTool.Traceability.Mentions(Specification.Root)
            .Where(mention => mention.File.StartsWith(folder, StringComparison.Ordinal))
            .Select(mention => mention.Id)
            .ToHashSet();

        Specification.AssertNone(Requirements
            .Where(requirement => requirement is { Testable: true, Level: "is required to" } && !mentioned.Contains(requirement.Id))
            .Select(requirement => $"{requirement.Id} is mentioned nowhere below {folder}: {requirement.Statement}"));
    }
}
