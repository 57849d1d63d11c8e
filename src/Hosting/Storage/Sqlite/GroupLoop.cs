using System.Collections.Concurrent;

namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>
/// One loop over what many callers ask for: it takes what has queued up, in the order in which it came, and hands it on as one group. The queue is as long as
/// there are callers that wait; a caller bounds it by awaiting one thing before it asks for the next.
/// </summary>
/// <param name="most">Most in one group.</param>
/// <param name="handle">Gets each group, one at a time; does not throw.</param>
internal sealed class GroupLoop<T>(int most, Action<List<T>> handle) : IAsyncDisposable
{
    private readonly ConcurrentQueue<T> _queue = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly object _closing = new();
    private Task _loop = Task.CompletedTask;
    private int _signalled;
    private bool _closed;

    /// <summary>Starts the loop.</summary>
    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Queues one more.</summary>
    /// <exception cref="ObjectDisposedException">The loop takes no more.</exception>
    public void Add(T asked)
    {
        lock (_closing)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _queue.Enqueue(asked);
        }

        Signal();
    }

    /// <summary>Takes no more, hands on what waits, and ends the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_closing) _closed = true;
        Signal();
        await _loop.ConfigureAwait(false);
        _signal.Dispose();
    }

    private void Signal()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0) _signal.Release();
    }

    private async Task RunAsync()
    {
        var group = new List<T>(most);
        while (true)
        {
            await _signal.WaitAsync().ConfigureAwait(false);
            Interlocked.Exchange(ref _signalled, 0);
            bool closed;
            lock (_closing) closed = _closed;
            while (Take(group)) handle(group);
            if (closed) return;
        }
    }

    private bool Take(List<T> group)
    {
        group.Clear();
        while (group.Count < most && _queue.TryDequeue(out var asked)) group.Add(asked);
        return group.Count > 0;
    }
}
