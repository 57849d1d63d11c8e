using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests;

/// <summary>The reference conforms: each scenario is a test of its own.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [MemberData(nameof(ScenarioRow.All), MemberType = typeof(ScenarioRow))]
    public void Scenario(ScenarioRow row)
    {
        ArgumentNullException.ThrowIfNull(row);

        var result = ReferenceResults.Of(row.Pickle);

        Assert.True(result.Verdict == Verdict.Pass, result.ToString());
    }
}
