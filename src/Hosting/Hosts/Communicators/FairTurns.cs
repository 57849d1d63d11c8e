namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>
/// So many at a time, in the order in which they came. A Communicator has one request under way, so it waits in one place only: whoever asks without end comes
/// after everybody who waits, each time (R-CM-24).
/// </summary>
internal sealed class FairTurns(int most)
{
    private readonly object _gate = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = new();
    private int _free = most;

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Does something when its turn has come.</summary>
    public async Task<T> TakeAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellation)
    {
        await EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await act(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            place = _waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        var leaving = cancellation.Register(() => GiveUp(place));
        var granted = await place.Value.Task.ConfigureAwait(false);
        leaving.Unregister();
        if (!granted) throw new OperationCanceledException(cancellation);
    }

    // Whoever has been given the turn in this moment keeps it, and gives it back in the ordinary way.
    private void GiveUp(LinkedListNode<TaskCompletionSource<bool>> place)
    {
        lock (_gate)
        {
            if (place.List is null) return;
            _waiting.Remove(place);
        }

        place.Value.TrySetResult(false);
    }

    private void Leave()
    {
        TaskCompletionSource<bool>? next = null;
        lock (_gate)
        {
            if (_waiting.First is { } first)
            {
                _waiting.Remove(first);
                next = first.Value;
            }
            else
            {
                _free++;
            }
        }

        next?.TrySetResult(true);
    }
}
