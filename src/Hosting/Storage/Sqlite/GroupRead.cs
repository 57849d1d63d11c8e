using Microsoft.Data.Sqlite;

namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>
/// Reads of many callers in few transactions. Each transaction that begins after a commit asks the system for locks and forgets every page that SQLite had in
/// memory, so a read by itself costs more for that than for what it reads.
/// </summary>
internal sealed class GroupRead : IAsyncDisposable
{
    /// <summary>Most reads in one transaction; other reads wait for it.</summary>
    public const int Most = 256;

    private readonly object _reading;
    private readonly GroupLoop<Pending> _loop;
    private readonly Statement _begin;
    private readonly Statement _end;

    /// <summary>Shares the reading connection with whoever holds <paramref name="reading"/>. The caller closes it after this is disposed.</summary>
    public GroupRead(SqliteConnection connection, object reading)
    {
        _reading = reading;
        _begin = new Statement(connection, "BEGIN");
        _end = new Statement(connection, "COMMIT");
        _loop = new GroupLoop<Pending>(Most, ReadAll);
        _loop.Start();
    }

    /// <summary>Queues a read; it sees every write that was complete before.</summary>
    public Task<T> Read<T>(Func<T> work)
    {
        var pending = new Pending<T>(work);
        _loop.Add(pending);
        return pending.Done;
    }

    /// <summary>Takes no more reads, finishes those that wait, and ends the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        _begin.Dispose();
        _end.Dispose();
    }

    private void ReadAll(List<Pending> group)
    {
        lock (_reading)
        {
            var began = Began(group);
            foreach (var pending in group) pending.Do();
            if (began) _end.Execute();
        }

        foreach (var pending in group) pending.Tell();
    }

    // Without a transaction each read has one of its own, and finds out for itself what is wrong.
    private bool Began(List<Pending> group)
    {
        if (group.Count == 1) return false;
        try
        {
            _begin.Execute();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private abstract class Pending
    {
        public abstract void Do();

        public abstract void Tell();
    }

    private sealed class Pending<T>(Func<T> work) : Pending
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _found;
        private Exception? _failure;

        public Task<T> Done => _done.Task;

        public override void Do()
        {
            try
            {
                _found = work();
            }
#pragma warning disable CA1031 // Whatever it is, the caller that waits gets it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _failure = exception;
            }
        }

        public override void Tell()
        {
            if (_failure is null) _done.SetResult(_found!);
            else _done.SetException(_failure);
        }
    }
}
