using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace SecUpIoT.Hosting.Loops;

/// <summary>A bounded queue with many writers and one reader. Writers wait while it is full; after <see cref="Complete"/> the reader drains it.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "SemaphoreSlim holds nothing to dispose of while AvailableWaitHandle is not used.")]
public sealed class Mailbox<T>
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim _filled = new(0);
    private readonly object _gate = new();
    private bool _completed;

    /// <summary>An empty mailbox that holds at most <paramref name="capacity"/> items.</summary>
    public Mailbox(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _free = new SemaphoreSlim(capacity);
    }

    /// <summary>Puts an item in, waiting while the mailbox is full. False when it is completed: the item was not taken.</summary>
    public async Task<bool> PostAsync(T item, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            if (!_completed)
            {
                _items.Enqueue(item);
                _filled.Release();
                return true;
            }
        }

        // Wakes the next writer that waits, which finds the mailbox completed as well.
        _free.Release();
        return false;
    }

    /// <summary>No further items are taken. What is inside can still be read.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            if (_completed) return;
            _completed = true;
        }

        _filled.Release();
        _free.Release();
    }

    /// <summary>Takes the oldest item, waiting for one; <c>Any</c> is false when the mailbox is completed and empty.</summary>
    public async Task<(bool Any, T? Item)> TakeAsync(CancellationToken cancellation)
    {
        await _filled.WaitAsync(cancellation).ConfigureAwait(false);
        if (_items.TryDequeue(out var item))
        {
            _free.Release();
            return (true, item);
        }

        _filled.Release();
        return (false, default);
    }
}
