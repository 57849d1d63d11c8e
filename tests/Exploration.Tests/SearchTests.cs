using SecUpIoT.Simulation.Exploration;
using Xunit.Abstractions;

namespace SecUpIoT.Exploration.Tests;

/// <summary>The machines that ship, searched exhaustively within the bounds of the standard configurations.</summary>
public sealed class SearchTests(ITestOutputHelper output)
{
    // As long as the next two together. The model searches the same world in every test run; `secup explore --exhaustive` searches all with the machines.
    private const string Longest = "onpath-tracker";

    public static TheoryData<string> Names => [.. Configurations.Standard.Select(settings => settings.Name).Where(static name => name != Longest)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_invariant_holds_in_every_reachable_state(string name)
    {
        var settings = Configurations.Find(name)!;

        var result = Searches.Run(settings);

        output.WriteLine($"{name} ({settings.Budgets}): {result.States} states, {result.Steps} steps, depth {result.Depth}");
        Assert.True(result.Holds, result.Breach is null ? "incomplete" : string.Join('\n', Counterexample.Walk(settings, result.Path).Transcript().Append(result.Breach.ToString())));
    }

    [Fact]
    public void There_is_something_to_search() => Assert.True(Configurations.Standard.Count >= 12);
}
