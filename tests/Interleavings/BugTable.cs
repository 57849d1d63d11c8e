using System.Collections.Concurrent;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings;

/// <summary>
/// The table of the seeded bugs in docs/seeded-bugs.md. It is written by a run of all of them with UPDATE_MUTANTS=1; every other run holds each row
/// against what it found.
/// </summary>
internal static class BugTable
{
    private const string Head = """
        <!-- Generated: UPDATE_MUTANTS=1 dotnet test tests/Interleavings -->
        # Seeded concurrency bugs

        Each row is a scenario of tests/Interleavings with a fault that shows in some orders only, put in by a wrong component in the place of a right one.
        The hunt must find it with the fixed seed, and its trace must lead to it again. *Runs*: how many it took.

        | Bug | What is wrong | Breaks | Scenario | Strategy | Runs |
        |---|---|---|---|---|---|
        """;

    private static readonly ConcurrentDictionary<string, string> Found = new(StringComparer.Ordinal);

    /// <summary>Notes a row, or fails when it is not in the page.</summary>
    public static void Hold(SeededBug bug, HuntResult result, int all)
    {
        var row = $"| {bug.Name} | {bug.Wrong} | {bug.Breaks} | {bug.Scenario.Name} | {bug.Strategy} | {result.Iterations} |";
        if (Environment.GetEnvironmentVariable("UPDATE_MUTANTS") != "1")
        {
            // How many runs it takes moves with every change of the code; what is found, and where, does not.
            Assert.Contains(WithoutRuns(row), File.ReadAllLines(Page()).Select(WithoutRuns));
            return;
        }

        Found[bug.Name] = row;
        if (Found.Count == all) File.WriteAllText(Page(), Head.TrimEnd() + "\n" + string.Join("\n", Scenarios.Bugs.Select(known => Found[known.Name])) + "\n");
    }

    private static string WithoutRuns(string row) => string.Join('|', row.Split('|').SkipLast(2));

    private static string Page() => Path.Combine(RepositoryRoot.Folder, "docs", "seeded-bugs.md");
}
