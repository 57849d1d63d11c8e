using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Clock;

/// <summary>A clock that stands still until a test advances it, and tells when somebody waits.</summary>
internal sealed class ManualClock : IClock
{
    private readonly object _gate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly List<(TimeSpan Span, TaskCompletionSource Seen)> _watchers = [];
    private Moment _now = new(1_800_000_000_000);

    public Moment Now
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    public async Task Delay(TimeSpan span, CancellationToken cancellation)
    {
        var waiter = new Waiter(span, Now.Plus(span));
        List<TaskCompletionSource> seen = [];
        lock (_gate)
        {
            if (span <= TimeSpan.Zero) return;
            _waiters.Add(waiter);
            foreach (var watcher in _watchers.Where(w => w.Span == span).ToArray())
            {
                _watchers.Remove(watcher);
                seen.Add(watcher.Seen);
            }
        }

        foreach (var watcher in seen) watcher.TrySetResult();
        await using var registration = cancellation.Register(() => waiter.Due.TrySetCanceled(cancellation));
        try
        {
            await waiter.Due.Task;
        }
        finally
        {
            lock (_gate) _waiters.Remove(waiter);
        }
    }

    /// <summary>Completes when somebody waits for exactly this long.</summary>
    public Task SomebodyWaits(TimeSpan span)
    {
        lock (_gate)
        {
            if (_waiters.Any(w => w.Span == span)) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((span, seen));
            return seen.Task;
        }
    }

    public void Advance(TimeSpan span)
    {
        Waiter[] due;
        lock (_gate)
        {
            _now = _now.Plus(span);
            due = [.. _waiters.Where(w => w.At <= _now)];
        }

        foreach (var waiter in due) waiter.Due.TrySetResult();
    }

    private sealed record Waiter(TimeSpan Span, Moment At)
    {
        public TaskCompletionSource Due { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
