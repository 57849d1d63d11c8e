using System.Collections.Concurrent;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Tests.Clock;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Loops;

/// <summary>Deadlines of many keys on a clock that a test advances (R-GEN-18, R-ST-17).</summary>
public sealed class DeadlinesTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<int> _passed = new();
    private readonly SemaphoreSlim _told = new(0);
    private readonly Deadlines<int> _deadlines;

    public DeadlinesTests() => _deadlines = new Deadlines<int>(_clock, key =>
    {
        _passed.Enqueue(key);
        _told.Release();
        return Task.CompletedTask;
    });

    public void Dispose()
    {
        _deadlines.Dispose();
        _told.Dispose();
    }

    [Fact]
    [Trait("requirement", "R-ST-17")]
    public async Task They_pass_in_their_order_and_not_before_their_time()
    {
        _deadlines.Start();
        foreach (var key in (int[])[3, 1, 2]) _deadlines.Set(key, In(10 * key));
        await _clock.SomebodyWaits(Seconds(10)).Soon();

        _clock.Advance(Seconds(9));
        Assert.Empty(_passed);
        _clock.Advance(Seconds(11));
        await PassedAsync(2);
        Assert.Equal([1, 2], _passed);
        await _clock.SomebodyWaits(Seconds(10)).Soon();
        _clock.Advance(Seconds(10));
        await PassedAsync(1);
        Assert.Equal([1, 2, 3], _passed);
    }

    [Fact]
    [Trait("requirement", "R-GEN-18")]
    public async Task One_that_is_moved_passes_once_and_where_it_was_moved_to()
    {
        _deadlines.Start();
        _deadlines.Set(1, In(10));
        _deadlines.Set(2, In(30));
        for (var second = 20; second <= 50; second += 10) _deadlines.Set(1, In(second));
        await _clock.SomebodyWaits(Seconds(10)).Soon();

        _clock.Advance(Seconds(10));
        await _clock.SomebodyWaits(Seconds(20)).Soon();
        Assert.Empty(_passed);
        _clock.Advance(Seconds(20));
        await PassedAsync(1);
        Assert.Equal([2], _passed);
        await _clock.SomebodyWaits(Seconds(20)).Soon();
        _clock.Advance(Seconds(20));
        await PassedAsync(1);
        Assert.Equal([2, 1], _passed);
    }

    [Fact]
    public async Task One_that_is_moved_to_an_earlier_time_wakes_who_waits_for_the_later()
    {
        _deadlines.Start();
        _deadlines.Set(1, In(100));
        await _clock.SomebodyWaits(Seconds(100)).Soon();

        _deadlines.Set(1, In(5));
        await _clock.SomebodyWaits(Seconds(5)).Soon();
        _clock.Advance(Seconds(5));
        await PassedAsync(1);
        _deadlines.Set(2, In(200));

        // What stood in the queue for the first is not taken for another passing.
        await _clock.SomebodyWaits(Seconds(95)).Soon();
        _clock.Advance(Seconds(95));
        await _clock.SomebodyWaits(Seconds(105)).Soon();
        Assert.Equal([1], _passed);
    }

    [Fact]
    [Trait("requirement", "R-GEN-18")]
    public async Task One_that_is_taken_back_does_not_pass_unless_it_is_set_again()
    {
        _deadlines.Start();
        foreach (var key in (int[])[1, 2]) _deadlines.Set(key, In(10));
        _deadlines.Cancel(1);
        _deadlines.Cancel(2);
        _deadlines.Cancel(3);
        _deadlines.Set(2, In(20));
        await _clock.SomebodyWaits(Seconds(10)).Soon();

        _clock.Advance(Seconds(10));
        await _clock.SomebodyWaits(Seconds(10)).Soon();
        Assert.Empty(_passed);
        _clock.Advance(Seconds(10));
        await PassedAsync(1);
        Assert.Equal([2], _passed);
    }

    [Fact]
    public async Task What_is_known_from_long_ago_does_not_move_what_was_set_since()
    {
        _deadlines.Start();
        _deadlines.Set(1, In(50));
        _deadlines.SetIfNone(1, In(10));
        _deadlines.SetIfNone(2, In(20));
        await _clock.SomebodyWaits(Seconds(20)).Soon();

        _clock.Advance(Seconds(20));
        await PassedAsync(1);
        await _clock.SomebodyWaits(Seconds(30)).Soon();
        Assert.Equal([2], _passed);
    }

    [Fact]
    [Trait("requirement", "R-GEN-08")]
    public async Task What_was_due_before_the_start_passes_at_the_start_all_of_it()
    {
        const int Devices = 3 * Deadlines<int>.Most + 1;
        for (var key = 0; key < Devices; key++) _deadlines.Set(key, In(-key));

        _deadlines.Start();

        await PassedAsync(Devices);
        Assert.Equal(Enumerable.Range(0, Devices).Reverse(), _passed);
    }

    [Fact]
    public async Task A_hundred_thousand_that_are_moved_again_and_again_pass_once_each()
    {
        const int Devices = 100_000;
        _deadlines.Start();
        for (var turn = 1; turn <= 3; turn++)
        {
            for (var key = 0; key < Devices; key++) _deadlines.Set(key, In((100 * turn) + (key % 50)));
        }

        await _clock.SomebodyWaits(Seconds(100)).Soon();
        _clock.Advance(Seconds(100));
        await _clock.SomebodyWaits(Seconds(1)).Soon();
        _clock.Advance(Seconds(250));
        await PassedAsync(Devices);
        Assert.Equal(Devices, _passed.Distinct().Count());
        Assert.Equal(Devices, _passed.Count);
    }

    [Fact]
    public async Task After_the_end_nothing_passes_and_nothing_is_set()
    {
        _deadlines.Start();
        _deadlines.Set(1, In(10));
        await _clock.SomebodyWaits(Seconds(10)).Soon();

        _deadlines.Dispose();
        _deadlines.Set(2, In(0));
        await _deadlines.Completion.Soon();
        _clock.Advance(Seconds(100));

        Assert.Empty(_passed);
    }

    [Fact]
    public async Task A_fault_of_who_is_called_ends_the_loop_and_is_told()
    {
        using var failing = new Deadlines<int>(_clock, static _ => throw new InvalidDataException("a fault of our own"));
        failing.Set(1, In(0));

        failing.Start();

        await Assert.ThrowsAsync<InvalidDataException>(() => failing.Completion.Soon());
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private Moment In(double seconds) => _clock.Now.Plus(Seconds(seconds));

    private async Task PassedAsync(int count)
    {
        for (var i = 0; i < count; i++) Assert.True(await _told.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
