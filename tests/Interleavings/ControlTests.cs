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
    public void A_standstill_that_its_decisions_do_not_bring_again_is_counted_and_the_hunt_goes_on()
    {
        var runs = 0;
        var result = Hunt.Run(Of(() => runs++ == 3 ? new TaskCompletionSource().Task : Task.CompletedTask), new HuntOrder(Strategy.Random, 1, 20));
        Assert.Null(result.Failure);
        Assert.Equal(1, result.Standstills);
        Assert.Equal(20, result.Iterations);
    }

    [Fact]
    public void A_scenario_that_stands_still_time_and_again_is_broken()
    {
        var runs = 0;
        var result = Hunt.Run(Of(() => runs++ % 2 == 0 ? new TaskCompletionSource().Task : Task.CompletedTask), new HuntOrder(Strategy.Random, 1, 20));
        Assert.Contains("Deadlock", result.Failure, StringComparison.Ordinal);
        Assert.Equal(Hunt.MostStandstills, result.Standstills);
    }

    private static Scenario Of(Func<Task> run) => new("control", Subject.Hosts, "none", [], 200, _ => run());
}
