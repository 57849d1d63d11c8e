using System.Text.RegularExpressions;

namespace SecUpIoT.Traceability;

/// <summary>The invariants are stated once, serve requirements that exist, and are judged: on the model, on the shipped machines, by mutants of both.</summary>
public sealed partial class InvariantTests
{
    private static readonly IReadOnlyList<string> Ids = [.. Specification.Files.Invariants.Select(invariant => invariant.Id)];

    [Fact]
    public void Ids_are_numbered_without_gaps() => Assert.Equal(Enumerable.Range(1, Ids.Count).Select(number => $"I-{number:D2}"), Ids.Order(StringComparer.Ordinal));

    [Fact]
    public void There_are_at_least_twelve_of_safety_and_four_of_liveness()
    {
        Assert.True(Specification.Files.Invariants.Count(invariant => invariant.Kind == "safety") >= 12);
        Assert.True(Specification.Files.Invariants.Count(invariant => invariant.Kind == "liveness") >= 4);
    }

    [Fact]
    public void They_serve_requirements_that_exist()
    {
        var known = Specification.Files.Requirements.Select(requirement => requirement.Id).ToHashSet();

        Specification.AssertNone(from invariant in Specification.Files.Invariants
                                 from id in invariant.Serves
                                 where !known.Contains(id)
                                 select $"{invariant.Id} serves {id}");
    }

    [Fact]
    public void Every_mentioned_invariant_exists() =>
        Specification.AssertNone(from folder in (string[])["src", "tests", "spec", "docs", "conformance", "tools"]
                                 from file in SpecTool.Traceability.Files(Specification.Root, folder)
                                 from id in Id().Matches(Specification.Read(file)).Select(match => match.Value).Distinct()
                                 where !Ids.Contains(id)
                                 select $"{file}: {id}");

    [Fact]
    public void The_search_over_the_machines_judges_every_one() =>
        Specification.AssertNone(Ids.Except(Named("src/Simulation/Exploration", ".cs")).Select(id => $"not judged: {id}"));

    [Fact]
    public void The_model_judges_every_one() =>
        Specification.AssertNone(Ids.Except(Named("spec/model", ".pml")).Select(id => $"not judged: {id}"));

    [Fact]
    public void Machines_with_a_fault_break_every_one() =>
        Specification.AssertNone(Ids.Except(Named("tests/Exploration.Tests/Mutants", ".cs")).Select(id => $"no mutant: {id}"));

    private static HashSet<string> Named(string folder, string ending) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Specification.Root, folder), "*" + ending, SearchOption.AllDirectories)
            .SelectMany(file => Named().Matches(File.ReadAllText(file))).Select(match => match.Value.Replace('_', '-')),
    ];

    [GeneratedRegex(@"(?<![\w-])I-\d{2}(?![\w-])")]
    private static partial Regex Id();

    // Where it stands for several formulas, a word follows.
    [GeneratedRegex(@"(?<![\w-])I[-_]\d{2}(?![\d-])")]
    private static partial Regex Named();
}
