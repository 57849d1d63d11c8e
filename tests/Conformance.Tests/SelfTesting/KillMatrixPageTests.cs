using SecUpIoT.Conformance.SelfTesting;

namespace SecUpIoT.Conformance.Tests.SelfTesting;

/// <summary>
/// docs/conformance-mutants.md is the page of these mutants. UPDATE_MUTANTS=1 renews it by a run of all of them; every other run compares what costs nothing,
/// and MutantTests that each is killed.
/// </summary>
public sealed class KillMatrixPageTests
{
    [Fact]
    public void The_page_has_every_mutant_with_its_fault_and_its_requirements()
    {
        var file = Path.Combine(RepositoryRoot.Folder, KillMatrixPage.Path);
        if (Environment.GetEnvironmentVariable("UPDATE_MUTANTS") == "1") File.WriteAllText(file, KillMatrixPage.Write(KillMatrix.Run(Mutants.All, Environment.ProcessorCount).Rows()));

        var rows = KillMatrixPage.Read(File.ReadAllText(file));

        Assert.Equal(
            Mutants.All.Select(static mutant => $"{mutant.Id} | {mutant.Wrong} | {string.Join(' ', mutant.Violates)}").Order(StringComparer.Ordinal),
            rows.Select(static row => $"{row.Mutant} | {row.Wrong} | {string.Join(' ', row.Violates)}").Order(StringComparer.Ordinal));
        Assert.All(rows, static row => Assert.True(row.IsKilled, $"{row.Mutant} survives"));
        Assert.Equal(KillMatrixPage.Write(rows), File.ReadAllText(file));
    }
}
