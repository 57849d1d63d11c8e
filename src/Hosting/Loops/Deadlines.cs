using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Loops;

/// <summary>
/// One deadline for each of very many keys, kept by one loop: 1 000 000 keys cost some 100 MB and no task, and to move a deadline costs no more than a look
/// into a dictionary. Most deadlines are moved many times before one passes, so a later one is noted with the key and the queue learns of it when the
/// earlier one comes up. May be used from any thread. A deadline may still pass while it is being cancelled, which machines tolerate (R-GEN-18).
/// </summary>
public sealed class Deadlines<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>At most so many passed deadlines are handled at once.</summary>
    public const int Most = 256;

    private readonly IClock _clock;
    private readonly Func<TKey, Task> _passed;
    private readonly object _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly PriorityQueue<TKey, long> _queue = new();
    private Signal _woken = new();
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    /// <summary>No deadline is set; <paramref name="passed"/> is called with the key of each that passes.</summary>
    public Deadlines(IClock clock, Func<TKey, Task> passed)
    {
        _clock = clock;
        _passed = passed;
    }

    /// <summary>Ends when the loop has; faulted when what is called threw. Before the start it is complete.</summary>
    public Task Completion => _running;

    /// <summary>Starts the loop.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Sets the deadline, or moves it.</summary>
    public void Set(TKey key, Moment due) => Put(key, due, move: true);

    /// <summary>Sets the deadline unless there is one: who knows of it from long ago may know less than who has set it.</summary>
    public void SetIfNone(TKey key, Moment due) => Put(key, due, move: false);

    /// <summary>Takes the deadline back; nothing happens when there is none.</summary>
    public void Cancel(TKey key)
    {
        // What stands in the queue for it is recognised by the missing entry.
        lock (_gate) _entries.Remove(key);
    }

    /// <summary>Takes all deadlines back for good, and ends the loop.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _entries.Clear();
            _queue.Clear();
            _woken.Set();
        }
    }

    private void Put(TKey key, Moment due, bool move)
    {
        lock (_gate)
        {
            if (_disposed) return;
            var known = _entries.TryGetValue(key, out var entry);
            if (known && !move) return;
            if (known && entry.Queued <= due.UnixMilliseconds)
            {
                _entries[key] = entry with { Due = due.UnixMilliseconds };
                return;
            }

            // What stood in the queue before is recognised by its time.
            _entries[key] = new Entry(due.UnixMilliseconds, due.UnixMilliseconds);
            _queue.Enqueue(key, due.UnixMilliseconds);
            if (_queue.TryPeek(out _, out var first) && first == due.UnixMilliseconds) _woken.Set();
        }
    }

    private async Task RunAsync()
    {
        var passed = new List<TKey>(Most);
        while (true)
        {
            passed.Clear();
            if (Take(passed) is not var (next, woken)) return;
            if (passed.Count > 0) await Task.WhenAll(passed.Select(_passed).ToArray()).ConfigureAwait(false);
            else if (next is null) await woken.ConfigureAwait(false);
            else await WaitAsync(next.Value, woken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what has passed; says when the next one is due, and what tells of an earlier one. Null when the loop is to end.</summary>
    private (TimeSpan? Next, Task Woken)? Take(List<TKey> passed)
    {
        lock (_gate)
        {
            if (_disposed) return null;
            if (_woken.IsSet) _woken = new Signal();
            var now = _clock.Now.UnixMilliseconds;
            while (passed.Count < Most && _queue.TryPeek(out var key, out var queued))
            {
                if (queued > now) return (TimeSpan.FromMilliseconds(queued - now), _woken.Happened);
                _queue.Dequeue();
                if (!_entries.TryGetValue(key, out var entry) || entry.Queued != queued) continue;
                if (entry.Due > now)
                {
                    _entries[key] = entry with { Queued = entry.Due };
                    _queue.Enqueue(key, entry.Due);
                    continue;
                }

                _entries.Remove(key);
                passed.Add(key);
            }

            return (null, _woken.Happened);
        }
    }

    private async Task WaitAsync(TimeSpan span, Task woken)
    {
        // Never disposed of: without a wait handle or a timer of its own a source holds nothing.
        var waiting = new CancellationTokenSource();
        var delay = _clock.Delay(span, waiting.Token);
        if (await Task.WhenAny(new[] { delay, woken }).ConfigureAwait(false) != delay) waiting.Cancel();
    }

    /// <summary>When the deadline is, and at which time the key stands in the queue: then, or earlier.</summary>
    private readonly record struct Entry(long Due, long Queued);
}
