using SecUpIoT.Hosting.Hosts.Communicators;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>Nobody gets a second turn before everybody who waited has had one (R-CM-24).</summary>
public sealed class FairTurnsTests
{
    [Fact]
    public async Task Who_asks_without_end_comes_after_everybody_who_waits()
    {
        var turns = new FairTurns(1);
        var first = new TaskCompletionSource();
        List<string> order = [];
        var holding = turns.TakeAsync(async _ => await HoldAsync(first.Task), default);

        var greedy = Task.Run(async () =>
        {
            for (var time = 0; time < 3; time++) await turns.TakeAsync(_ => NoteAsync("greedy"), default);
        });
        while (!greedy.IsCompleted && turns.Waiting < 1) await Task.Yield();
        var patient = Enumerable.Range(0, 3).Select(number => turns.TakeAsync(_ => NoteAsync($"patient {number}"), default)).ToArray();
        first.SetResult();
        await Task.WhenAll([holding, greedy, .. patient]).Soon();

        Assert.Equal(["greedy", "patient 0", "patient 1", "patient 2", "greedy", "greedy"], order);

        Task<bool> NoteAsync(string who)
        {
            lock (order) order.Add(who);
            return Task.FromResult(true);
        }
    }

    [Fact]
    public async Task So_many_are_under_way_and_no_more()
    {
        var turns = new FairTurns(4);
        var (now, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => turns.TakeAsync(async _ =>
        {
            var under = Interlocked.Increment(ref now);
            lock (turns) most = Math.Max(most, under);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return true;
        }, default)))).Soon();

        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task Who_leaves_takes_no_turn_and_what_fails_gives_it_back()
    {
        var turns = new FairTurns(1);
        var first = new TaskCompletionSource();
        var holding = turns.TakeAsync(async _ => await HoldAsync(first.Task), default);
        using var leaves = new CancellationTokenSource();
        var left = turns.TakeAsync(static _ => Task.FromResult(true), leaves.Token);
        var fails = turns.TakeAsync<bool>(static _ => throw new InvalidOperationException("as none should"), default);
        var last = turns.TakeAsync(static _ => Task.FromResult(true), default);
        leaves.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left).Soon();
        first.SetResult();

        await holding.Soon();
        await Assert.ThrowsAsync<InvalidOperationException>(() => fails).Soon();
        Assert.True(await last.Soon());
    }

    private static async Task<bool> HoldAsync(Task until)
    {
        await until;
        return true;
    }
}
