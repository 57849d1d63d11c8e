using System.Collections.Concurrent;
using System.Globalization;
using SecUpIoT.Power.Tests.Cuts;
using SecUpIoT.Power.Tests.Mutants;

namespace SecUpIoT.Power.Tests;

/// <summary>
/// The table of the mutants in docs/power-mutants.md. It is written by a run of all mutants with UPDATE_MUTANTS=1; every other run holds each row
/// against what it found.
/// </summary>
internal static class MutantTable
{
    private const string Head = """
        <!-- Generated: UPDATE_MUTANTS=1 dotnet test tests/Power -->
        # Devices that a loss of power breaks

        Each row is a device that ships but for one thing that is wrong: in the order of what the machine orders, between the flash code and the medium, or in the
        dimensions of the flash. Cutting the power at and inside of its flash operations must find it by the invariant or requirement in the third column.
        *Cuts*: how many losses of power lead to it; none where what the device does undisturbed is wrong already. *Contents* of the flash that were looked at before. *Way*: the
        operation and the point within it, of each cut.

        | Mutant | What is wrong | Broken | Medium | Chapter | Cuts | Contents | Way |
        |---|---|---|---|---|---|---|---|
        """;

    private static readonly ConcurrentDictionary<string, string> Found = new(StringComparer.Ordinal);

    /// <summary>Notes a row, or fails when it is not in the page.</summary>
    public static void Hold(Mutant mutant, CutException found, Tally tally, int all)
    {
        var row = string.Create(CultureInfo.InvariantCulture, $"| {mutant.Name} | {mutant.Wrong} | {found.Id} | {(mutant.Rig.IsNor ? "NOR" : "disk")} | {mutant.Chapter} | {found.Path.Steps.Count} | {tally.Contents} | {found.Path} |");
        if (Environment.GetEnvironmentVariable("UPDATE_MUTANTS") != "1")
        {
            // The figures move with every change of a machine; what is found, and by how many cuts, does not.
            Assert.Contains(WithoutFigures(row), File.ReadAllLines(Page()).Select(WithoutFigures));
            return;
        }

        Found[mutant.Name] = row;
        if (Found.Count == all) File.WriteAllText(Page(), Head.TrimEnd() + "\n" + string.Join("\n", Found.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Value)) + "\n");
    }

    private static string WithoutFigures(string row) => string.Join('|', row.Split('|').SkipLast(3));

    private static string Page() => Path.Combine(RepositoryRoot.Folder, "docs", "power-mutants.md");
}
