using SecUpIoT.Conformance.Drivers;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Tests;

/// <summary>The reference Device core conforms: each scenario is a test of its own.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [MemberData(nameof(ScenarioRow.All), MemberType = typeof(ScenarioRow))]
    public void Scenario(ScenarioRow row)
    {
        ArgumentNullException.ThrowIfNull(row);

        var result = Suite.RunOne(row.Pickle, () => new ReferenceTestee());

        Assert.True(result.Verdict == Verdict.Pass, result.ToString());
    }

    [Fact]
    public void What_is_planned_is_executed()
    {
        var results = Suite.Run(Suite.Pickles, () => new ReferenceTestee());

        Assert.Equal(Suite.Pickles.Select(pickle => pickle.Id), results.Select(result => result.Pickle.Id));
        Assert.All(results, result => Assert.Equal(Verdict.Pass, result.Verdict));
    }
}
