using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings;

/// <summary>A checker that never failed proves nothing: every seeded bug is found, by the invariant that it breaks, and its trace leads to it again.</summary>
public sealed class SeededBugTests
{
    private const uint Seed = 1;
    private const uint MostRuns = 5_000;

    public static TheoryData<string> Names() => [.. Scenarios.Bugs.Select(static bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found_and_replayed(string name)
    {
        var bug = Scenarios.Bugs.Single(known => known.Name == name);
        var result = Hunt.Run(bug.Scenario, new HuntOrder(bug.Strategy, Seed, MostRuns));
        Assert.True(result.Failure is not null, $"{name} was not found in {result.Iterations} runs ({result.Paths.Count} unique) of {bug.Scenario.Name}");
        Assert.Contains(bug.Breaks, result.Failure, StringComparison.Ordinal);

        var (written, error) = Counterexample.Read(Counterexample.Of(result, name).Write());
        Assert.True(written is not null, error);
        var (again, misfit) = Hunt.Replay(Scenarios.Find(written.Scenario, written.Bug)!, result.Order, written.Trace);
        Assert.Null(misfit);
        Assert.Equal(result.Failure, again.Failure);
        // Of machines, whom each message went to and what each monitor saw; hosts have no such steps.
        Assert.Contains(bug.Scenario.Subject == Subject.Machines ? "<MonitorLog>" : result.Failure!.Split('\n')[0], again.Log, StringComparison.Ordinal);
        BugTable.Hold(bug, result, Scenarios.Bugs.Count);
    }
}
