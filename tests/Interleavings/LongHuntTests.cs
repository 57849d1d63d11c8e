using SecUpIoT.Interleavings.Commands;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings;

/// <summary>A long hunt as `secup explore` orders it: it writes what broke and replays it, it stops when it is told to, and it refuses what it does not know.</summary>
public sealed class LongHuntTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"hunt-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_seeded_bug_is_written_to_a_file_that_replays()
    {
        var bug = Scenarios.Bugs.First(static known => known.Scenario.Subject == Subject.Hosts);
        var telling = new Telling(json: true);
        var (order, error) = Order.Read([$$"""{"do":"hunt","minutes":1,"bug":"{{bug.Name}}","strategies":["random"],"file":"{{_file}}"}"""]);
        Assert.True(error.Length == 0, error);
        Assert.Equal(ExitCodes.Broken, LongHunt.Of(order!, telling).Run(CancellationToken.None));
        Assert.Equal(ExitCodes.Broken, Replaying.Run(new FileInfo(_file), telling));
        Assert.Contains(bug.Breaks, File.ReadAllText(_file), StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_that_do_not_fit_the_code_are_not_taken_for_a_fault_that_is_gone()
    {
        var bug = Scenarios.Bugs.Single(static known => known.Name == "record-acknowledged-before-it-is-stored");
        var found = Hunt.Run(bug.Scenario, new HuntOrder(bug.Strategy, 1, 1_000));
        File.WriteAllText(_file, Counterexample.Of(found, bug: null).Write());
        Assert.Equal(ExitCodes.File, Replaying.Run(new FileInfo(_file), new Telling(json: true)));
    }

    [Fact]
    public void A_hunt_that_is_stopped_says_so()
    {
        var (order, _) = Order.Read(["""{"do":"hunt","minutes":1}"""]);
        Assert.Equal(ExitCodes.Interrupted, LongHunt.Of(order!, new Telling(json: true)).Run(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_counterexample() =>
        Assert.Equal(ExitCodes.File, Replaying.Run(new FileInfo(_file), new Telling(json: true)));

    [Theory]
    [InlineData("""{"do":"hunt","minutes":0}""", "minutes")]
    [InlineData("""{"do":"hunt","scenarios":["unheard-of"]}""", "unheard-of")]
    [InlineData("""{"do":"hunt","bug":"unheard-of"}""", "unheard-of")]
    [InlineData("""{"do":"replay"}""", "file")]
    [InlineData("""{"do":"win"}""", "order")]
    [InlineData("""{"do":"hunt","speed":9}""", "order")]
    public void A_wrong_order_is_refused(string text, string says) => Assert.Contains(says, Order.Read([text]).Error, StringComparison.Ordinal);
}
