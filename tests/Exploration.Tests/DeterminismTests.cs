using SecUpIoT.Exploration.Tests.Mutants;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests;

/// <summary>The same numbers and the same ways, however many threads search; and ways that can be walked again.</summary>
public sealed class DeterminismTests
{
    private static readonly Mutant Rollback = DeviceMutants.All.Single(mutant => mutant.Name == "device: number-unchecked");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_number_of_workers_changes_nothing(int workers)
    {
        var alone = new Search(Worlds.Lossy).Run();

        var shared = new Search(Worlds.Lossy, workers, static (pieces, piece) => Parallel.For(0, pieces, piece)).Run();

        Assert.Equal((alone.States, alone.Steps, alone.Depth), (shared.States, shared.Steps, shared.Depth));
        Assert.True(alone.Rows.SetEquals(shared.Rows));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_way_to_a_breach_is_the_same(int workers)
    {
        var alone = new Search(Rollback.Settings, 1, null, Rollback.Make).Run();

        var shared = new Search(Rollback.Settings, workers, static (pieces, piece) => Parallel.For(0, pieces, piece), Rollback.Make).Run();

        Assert.Equal(alone.Path, shared.Path);
        Assert.Equal(alone.States, shared.States);
    }

    [Fact]
    public void No_shorter_way_leads_to_a_breach()
    {
        var result = new Search(Rollback.Settings, 1, null, Rollback.Make).Run();
        var found = result.Path.Count;

        // One step fewer: every state of that depth is reached, and none is broken.
        var before = Counterexample.Walk(Rollback.Settings, result.Path.Take(found - 1), Rollback.Make);

        Assert.Null(before.Breach);
        Assert.Equal("I-03", Counterexample.Walk(Rollback.Settings, result.Path, Rollback.Make).Breach!.Invariant);
        Assert.Equal(found, result.Depth);
    }

    [Fact]
    public void A_search_that_is_stopped_says_that_it_is_incomplete()
    {
        var result = new Search(Worlds.Lossy).Run(mostStates: 100);

        Assert.False(result.IsComplete);
        Assert.False(result.Holds);
        Assert.Null(result.Breach);
    }

    [Fact]
    public void A_counterexample_is_told_as_transcript_and_as_chart()
    {
        var result = new Search(Rollback.Settings, 1, null, Rollback.Make).Run();

        var walk = Counterexample.Walk(Rollback.Settings, result.Path, Rollback.Make);

        Assert.Contains(walk.Transcript(), line => line.Contains("breaks I-03", StringComparison.Ordinal));
        Assert.Equal("sequenceDiagram", walk.Chart().First());
        Assert.Contains(walk.Chart(), line => line.Contains("C1->>D1: M-03", StringComparison.Ordinal));
    }
}
