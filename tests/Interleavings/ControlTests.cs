using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings;

/// <summary>Coyote's control itself: what it must find it finds, what it cannot decide over it reports, and a seed decides everything.</summary>
public sealed class ControlTests
{
    [Fact]
    public void A_deadlock_of_two_locks_is_found()
    {
        var result = Hunt.Run(Of(async () =>
        {
            object one = new(), other = new();
            var first = Task.Run(() => Both(one, other));
            Both(other, one);
            await first;
        }), new HuntOrder(Strategy.Random, 1, 500));
        Assert.Contains("Deadlock", result.Failure, StringComparison.Ordinal);

        static void Both(object outer, object inner)
        {
            lock (outer)
            {
                lock (inner)
                {
                }
            }
        }
    }

    [Fact]
    public void A_call_that_cannot_be_controlled_is_reported()
    {
        var result = Hunt.Run(Of(async () =>
        {
            using var timer = new Timer(static _ => { }, null, 1, Timeout.Infinite);
            await Task.Yield();
        }), new HuntOrder(Strategy.Random, 1, 5));
        Assert.True(result.Uncontrolled.Count > 0 || result.Failure is not null);
    }

    [Theory]
    [InlineData(Strategy.Random)]
    [InlineData(Strategy.Prioritised)]
    [InlineData(Strategy.Fair)]
    public void The_same_seed_gives_the_same_interleavings(Strategy strategy)
    {
        var scenario = Scenarios.All.First(static known => known.Subject == Subject.Hosts);
        var (one, other) = (Hunt.Run(scenario, new HuntOrder(strategy, 7, 50)), Hunt.Run(scenario, new HuntOrder(strategy, 7, 50)));
        Assert.Equal(one.Paths.Order(), other.Paths.Order());
        Assert.NotEqual(one.Paths.Order(), Hunt.Run(scenario, new HuntOrder(strategy, 8, 50)).Paths.Order());
    }

    [Fact]
    public void Turns_of_a_long_hunt_do_not_repeat_each_other()
    {
        var scenario = Scenarios.All.First(static known => known.Subject == Subject.Hosts);
        var first = Hunt.Run(scenario, new HuntOrder(Strategy.Random, HuntOrder.SeedOfTurn(7, 0), 50));
        Assert.True(Common(first, 8) > 40, "the runs of a hunt no longer take one seed after the other: turns may lie closer together");
        Assert.True(Common(first, HuntOrder.SeedOfTurn(7, 1)) < 10);

        int Common(HuntResult one, uint seed) => one.Paths.Intersect(Hunt.Run(scenario, new HuntOrder(Strategy.Random, seed, 50)).Paths).Count();
    }

    [Theory]
    [MemberData(nameof(OfHosts))]
    public void No_thread_takes_part_that_Coyote_does_not_know(string scenario) =>
        Assert.Equal(0, Hunt.ForeignSteps(Scenarios.Find(scenario)!, new HuntOrder(Strategy.Random, 3, 10)));

    public static TheoryData<string> OfHosts() => [.. Scenarios.All.Where(static known => known.Subject == Subject.Hosts).Select(static known => known.Name)];

    [Fact]
    public void Nothing_is_awaited_that_the_rewriting_mistakes()
    {
        // await using and await foreach with ConfigureAwait get an awaitable from a method of the runtime, and the rewritten code takes it for Coyote's of
        // another shape: the answer is chance then.
        string[] mistaken = ["ConfiguredAsyncDisposable", "ConfiguredCancelableAsyncEnumerable`1"];
        foreach (var assembly in new[] { typeof(Hosting.Loops.WorkLane).Assembly, typeof(ControlTests).Assembly })
        {
            using var file = new PEReader(File.OpenRead(assembly.Location));
            var metadata = file.GetMetadataReader();
            var used = metadata.TypeReferences.Select(type => metadata.GetString(metadata.GetTypeReference(type).Name)).ToList();
            Assert.Contains("Task", used);
            Assert.Empty(used.Intersect(mistaken));
        }
    }

    private static Scenario Of(Func<Task> run) => new("control", Subject.Hosts, "none", [], 200, _ => run());
}
