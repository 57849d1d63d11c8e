using SecUpIoT.Conformance.SelfTesting;

namespace SecUpIoT.Conformance.Tests;

/// <summary>
/// The suite notices: a mutant fails a scenario of each requirement that it breaks. That it fails no unrelated ones is shown by <c>secup conformance selftest</c>, which takes
/// minutes.
/// </summary>
public sealed class MutantTests
{
    public static TheoryData<string> Ids() => [.. Mutants.All.Select(static mutant => mutant.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_is_noticed(string id)
    {
        var outcome = MutantTrial.Notice(Mutants.All.Single(mutant => mutant.Id == id));

        Assert.True(outcome.IsKilled, outcome.ToString());
    }
}
