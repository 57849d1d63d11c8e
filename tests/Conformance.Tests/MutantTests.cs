using SecUpIoT.Conformance.SelfTesting;

namespace SecUpIoT.Conformance.Tests;

/// <summary>The suite notices: a mutant fails scenarios of the requirements that it breaks, and no unrelated ones.</summary>
public sealed class MutantTests
{
    public static TheoryData<string> Ids() => [.. Mutants.All.Select(static mutant => mutant.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_is_noticed(string id)
    {
        var outcome = MutantTrial.Run(Mutants.All.Single(mutant => mutant.Id == id));

        Assert.True(outcome.IsKilled, outcome.ToString());
    }
}
