using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Tests;

/// <summary>What becomes of a run in which not everybody does the work.</summary>
public sealed class ContestTests
{
    [Fact]
    public void Contestants_work_in_turn_and_the_first_round_does_not_count()
    {
        var order = new List<string>();
        Contestant Working(string name, double first) => new(name, Role.Own, _ =>
        {
            order.Add(name);
            return new Sampled(first + order.Count, 0.5);
        });

        var measures = Contest.Run("work", Unit.Seconds, [Working("a", 0), Working("b", 10)], 2, [], static _ => { }, CancellationToken.None);

        Assert.Equal(["a", "b", "a", "b", "a", "b"], order);
        Assert.Equal([("work: a", 4.0, 2, 0.5), ("work: b", 15.0, 2, 0.5)], measures.Select(static measure => (measure.Id, measure.Value, measure.Samples, measure.Processor!.Value)));
    }

    [Theory]
    [InlineData(Role.Peer)]
    [InlineData(Role.Floor)]
    public void Who_fails_is_left_out_with_what_it_said_and_the_others_go_on(Role role)
    {
        var leftOut = new List<Absence>();

        var measures = Contest.Run(
            "work", Unit.Seconds, [Failing(role), new("ours", Role.Own, static _ => new Sampled(1, null))], 2, leftOut, static _ => { }, CancellationToken.None);

        Assert.Equal(new Absence("work", "failing", "failed: no device"), Assert.Single(leftOut));
        Assert.Equal(("work: ours", 2), (Assert.Single(measures).Id, measures[0].Samples));
    }

    [Fact]
    public void Our_own_may_not_fail() => Assert.Throws<BenchException>(() =>
        Contest.Run("work", Unit.Seconds, [Failing(Role.Own)], 2, [], static _ => { }, CancellationToken.None));

    [Fact]
    public void What_is_not_there_is_a_row_until_it_is_measured()
    {
        var measure = Measure.Of("work", "a peer", Role.Peer, Unit.Seconds, [1]);

        var without = ResultFile.Begin().Without([new Absence("work", "a peer", "not installed")]);

        Assert.Contains("| work | a peer | not installed |  |  |  |  |", ResultTable.Markdown(without), StringComparison.Ordinal);
        Assert.Empty(without.With([measure]).LeftOut);
        Assert.Empty(without.With([measure]).Without([new Absence("work", "a peer", "failed")]).Measures);
    }

    [Fact]
    public void A_wait_ends_when_it_is_so_when_it_takes_too_long_and_when_it_is_cancelled()
    {
        var asked = 0;
        Waiting.Until(() => ++asked == 3, TimeSpan.FromMinutes(1), static () => "no", null, CancellationToken.None);
        Assert.Equal(3, asked);

        Assert.Equal("no", Assert.Throws<BenchException>(() => Waiting.Until(static () => false, TimeSpan.Zero, static () => "no", null, CancellationToken.None)).Message);
        Assert.Throws<OperationCanceledException>(() => Waiting.Until(static () => false, TimeSpan.FromMinutes(1), static () => "no", null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_wait_for_a_process_ends_with_it()
    {
        using var process = ChildProcess.Start("dotnet", ["--version"]);

        Assert.Throws<BenchException>(() => Waiting.Until(static () => false, TimeSpan.FromMinutes(5), static () => "it ended", process, CancellationToken.None));
    }

    private static Contestant Failing(Role role) => new("failing", role, static _ => throw new BenchException("no device"));
}
