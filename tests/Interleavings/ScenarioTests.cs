using SecUpIoT.Interleavings.Hunting;
using Xunit.Abstractions;

namespace SecUpIoT.Interleavings;

/// <summary>Every scenario holds in a bounded number of interleavings under every strategy, and Coyote decided over all of them.</summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    private const uint Seed = 20_261_126;

    public static TheoryData<string, Strategy> Hunts()
    {
        var hunts = new TheoryData<string, Strategy>();
        foreach (var scenario in Scenarios.All)
        {
            foreach (var strategy in Enum.GetValues<Strategy>()) hunts.Add(scenario.Name, strategy);
        }

        return hunts;
    }

    [Theory]
    [MemberData(nameof(Hunts))]
    public void Holds(string scenario, Strategy strategy)
    {
        var hunted = Scenarios.Find(scenario)!;
        // Each strategy has chance of its own: Fair begins as Prioritised does.
        var seed = HuntOrder.SeedOfTurn(Seed, (uint)strategy);
        var result = Hunt.Run(hunted, new HuntOrder(strategy, seed, hunted.Runs));
        output.WriteLine($"{scenario}, {strategy}, seed {seed}: {result.Iterations} runs, {result.Paths.Count} unique, longest {result.MostSteps}, {result.Rate:F0}/s");
        Assert.True(result.Failure is null, Failed.Text(result, null));
        Assert.Empty(result.Uncontrolled);
        Assert.Equal((int)hunted.Runs, result.Iterations);
        Assert.True(result.Paths.Count > hunted.Runs / 4, $"only {result.Paths.Count} different interleavings in {hunted.Runs} runs: nothing races here");
    }

    [Fact]
    public void Names_are_unique_and_families_are_there()
    {
        Assert.Equal(Scenarios.All.Count, Scenarios.All.Select(static scenario => scenario.Name).Distinct().Count());
        Assert.Equal(Scenarios.Bugs.Count, Scenarios.Bugs.Select(static bug => bug.Name).Distinct().Count());
        Assert.All(Scenarios.Bugs, static bug => Assert.Contains(Scenarios.All, scenario => scenario.Name == bug.Scenario.Name));
        Assert.All(Scenarios.All, static scenario => Assert.Contains(Scenarios.Bugs, bug => bug.Scenario.Name == scenario.Name));
    }
}
