using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
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

        var result = Suite.RunOne(row.Pickle, References.Attach);

        Assert.True(result.Verdict == Verdict.Pass, result.ToString());
    }
}
