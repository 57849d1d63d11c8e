using SecUpIoT.Hosting.Clock;

namespace SecUpIoT.Hosting.Loops;

/// <summary>One-shot timers by key. Setting one that is set moves it. A timer may still fire while it is being cancelled, which machines
/// tolerate (R-GEN-18).</summary>
public sealed class TimerSet<TKey> : IDisposable
    where TKey : notnull
{
    private readonly IClock _clock;
    private readonly Func<TKey, Task> _fired;
    private readonly Dictionary<TKey, CancellationTokenSource> _armed = [];
    private readonly object _gate = new();
    private bool _disposed;

    /// <summary>No timer is set; <paramref name="fired"/> is called with the key of each that fires.</summary>
    public TimerSet(IClock clock, Func<TKey, Task> fired)
    {
        _clock = clock;
        _fired = fired;
    }

    /// <summary>Arms the timer, or moves it.</summary>
    public void Set(TKey key, TimeSpan after)
    {
        // Never disposed of: without a wait handle or a timer of its own a source holds nothing.
        var arming = new CancellationTokenSource();
        CancellationTokenSource? former;
        lock (_gate)
        {
            if (_disposed) return;
            _armed.TryGetValue(key, out former);
            _armed[key] = arming;
        }

        former?.Cancel();
        _ = FireAsync(key, after, arming);
    }

    /// <summary>Disarms the timer; nothing happens when it is not set.</summary>
    public void Cancel(TKey key)
    {
        CancellationTokenSource? former;
        lock (_gate) _armed.Remove(key, out former);
        former?.Cancel();
    }

    /// <summary>Disarms all timers for good.</summary>
    public void Dispose()
    {
        CancellationTokenSource[] formers;
        lock (_gate)
        {
            _disposed = true;
            formers = [.. _armed.Values];
            _armed.Clear();
        }

        foreach (var former in formers) former.Cancel();
    }

    private async Task FireAsync(TKey key, TimeSpan after, CancellationTokenSource arming)
    {
        // Most timers are moved or cancelled, so that their end is looked at and not thrown.
        var delay = _clock.Delay(after, arming.Token);
        await Task.WhenAny(delay, delay).ConfigureAwait(false);
        if (!delay.IsCompletedSuccessfully) return;
        lock (_gate)
        {
            if (!_armed.TryGetValue(key, out var current) || current != arming) return;
            _armed.Remove(key);
        }

        await _fired(key).ConfigureAwait(false);
    }
}
