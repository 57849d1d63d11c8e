using System.Collections.Concurrent;
using System.Globalization;
using SecUpIoT.Exploration.Tests.Mutants;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests;

/// <summary>
/// The table of the mutants in docs/machine-mutants.md. It is written by a run of all mutants with UPDATE_MUTANTS=1; every other run holds each row
/// against what it found.
/// </summary>
internal static class MutantTable
{
    private const string Head = """
        <!-- Generated: UPDATE_MUTANTS=1 dotnet test tests/Exploration.Tests -->
        # Machines with a fault

        Each row is a set of shipped machines of which one is wrong: a wrong judge, an output that is left out, a line that is missing in its table. The
        search must find it by the invariant in bold. *World*: the budgets beside PUBLISH=1. *States* until it was found, *steps* of the shortest way to it.

        | Mutant | What is wrong | Broken invariants | World | States | Steps |
        |---|---|---|---|---|---|
        """;

    private static readonly ConcurrentDictionary<string, string> Found = new(StringComparer.Ordinal);

    /// <summary>Notes a row, or fails when it is not in the page.</summary>
    public static void Hold(Mutant mutant, SearchResult result, int all)
    {
        var row = Row(mutant, result);
        if (Environment.GetEnvironmentVariable("UPDATE_MUTANTS") != "1")
        {
            // The figures move with every change of a machine; what is found, and where, does not.
            Assert.Contains(WithoutFigures(row), File.ReadAllLines(Page()).Select(WithoutFigures));
            return;
        }

        Found[mutant.Name] = row;
        if (Found.Count == all) File.WriteAllText(Page(), Head.TrimEnd() + "\n" + string.Join("\n", Found.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)) + "\n");
    }

    private static string Row(Mutant mutant, SearchResult result)
    {
        var broken = string.Join(", ", result.Breaches.Select(breach => breach.Invariant).Distinct().Select(id => id == mutant.Invariant ? $"**{id}**" : id));
        return string.Create(CultureInfo.InvariantCulture, $"| {mutant.Name} | {mutant.Wrong} | {broken} | {mutant.Settings.Name} | {result.States} | {result.Path.Count} |");
    }

    private static string WithoutFigures(string row) => string.Join('|', row.Split('|').SkipLast(3));

    private static string Page() => Path.Combine(RepositoryRoot.Folder, "docs", "machine-mutants.md");
}
