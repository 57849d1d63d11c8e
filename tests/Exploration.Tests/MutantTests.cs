using SecUpIoT.Exploration.Tests.Mutants;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests;

/// <summary>A search that never found anything proves nothing: each of these machines has a fault, and it is found by the invariant that it breaks.</summary>
public sealed class MutantTests
{
    private static readonly IReadOnlyList<Mutant> All = [.. DeviceMutants.All, .. OtherMutants.All];

    public static TheoryData<string> Names => [.. All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutant_is_found_by_its_invariant(string name)
    {
        var mutant = All.Single(mutant => mutant.Name == name);

        var result = Searches.Run(mutant.Settings, mutant.Make);

        Assert.Contains(result.Breaches, breach => breach.Invariant == mutant.Invariant);
        var walk = Counterexample.Walk(mutant.Settings, result.Path, mutant.Make);
        if (!result.IsComplete) Assert.Equal(result.Breach, walk.Breach);
        MutantTable.Hold(mutant, result, All.Count);
    }

    [Fact]
    public void Mutants_have_names_of_their_own() => Assert.Equal(All.Count, All.Select(mutant => mutant.Name).Distinct().Count());
}
