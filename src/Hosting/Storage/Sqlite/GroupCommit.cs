using Microsoft.Data.Sqlite;

namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>
/// Writes of many callers in few transactions: what has queued up runs in the order in which it came, and is committed once.
/// The task of a write completes when its transaction is durable, and not before (R-GEN-03). Short reads that are to be cheap go the same way, before the writes
/// that came with them: a connection forgets every page that it has in memory when another one has written, and this one is the only one that writes.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>Most reads and writes in one group.</summary>
    public const int Most = 512;

    private readonly string _path;
    private readonly GroupLoop<object> _loop;
    private readonly GroupRead _reads;
    private readonly List<PendingRead> _waitingReads = [];
    private readonly List<Pending> _waitingWrites = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private long _commits;

    /// <summary>Takes the writing connection over; it is used by the loop only. The caller closes it after this is disposed.</summary>
    public GroupCommit(SqliteConnection connection, string path)
    {
        _path = path;
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _reads = new GroupRead(connection);
        _loop = new GroupLoop<object>(Most, Handle);
        _loop.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>
    /// Queues a write. <paramref name="work"/> runs on the loop inside a transaction, possibly a second time if a transaction had to be
    /// undone; what it returns runs once, after the commit.
    /// </summary>
    /// <exception cref="StorageException">From the task: the write is not stored.</exception>
    public Task Write(Func<Action?> work)
    {
        var pending = new Pending(work);
        _loop.Add(pending);
        return pending.Done.Task;
    }

    /// <summary>Queues a read: <paramref name="work"/> runs on the loop, and sees every write that was complete when it was queued.</summary>
    public Task<T> Read<T>(Func<T> work)
    {
        var pending = new PendingRead<T>(work);
        _loop.Add(pending);
        return pending.Done;
    }

    /// <summary>Takes no more, finishes what waits, and ends the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        _reads.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
    }

    private void Handle(List<object> group)
    {
        _waitingReads.Clear();
        _waitingWrites.Clear();
        foreach (var asked in group)
        {
            if (asked is PendingRead read) _waitingReads.Add(read);
            else _waitingWrites.Add((Pending)asked);
        }

        _reads.Do(_waitingReads);
        if (_waitingWrites.Count > 0) Commit(_waitingWrites);
    }

    /// <summary>One transaction for all; when one write fails, each gets a transaction of its own, so that it alone fails.</summary>
    private void Commit(List<Pending> batch)
    {
        if (TryCommit(batch, out var failure)) return;
        if (batch.Count == 1 || failure.Of is null)
        {
            foreach (var pending in batch) pending.Done.SetException(failure.Exception);
            return;
        }

        foreach (var pending in batch) Commit([pending]);
    }

    private bool TryCommit(List<Pending> batch, out (Pending? Of, Exception Exception) failure)
    {
        Pending? current = null;
        var afterwards = new Action?[batch.Count];
        try
        {
            _begin.Execute();
            for (var i = 0; i < batch.Count; i++)
            {
                current = batch[i];
                afterwards[i] = current.Work();
            }

            current = null;
            _commit.Execute();
        }
#pragma warning disable CA1031 // Whatever it is, the callers that wait get it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = (current, exception is SqliteException said ? SqliteFaults.Translate(_path, said) : exception);
            Rollback();
            return false;
        }

        Interlocked.Increment(ref _commits);
        for (var i = 0; i < batch.Count; i++)
        {
            afterwards[i]?.Invoke();
            batch[i].Done.SetResult();
        }

        failure = default;
        return true;
    }

    private void Rollback()
    {
        try
        {
            _rollback.Execute();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, or never began: either way nothing of the transaction is stored.
        }
    }

    private sealed class Pending(Func<Action?> work)
    {
        public Func<Action?> Work { get; } = work;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
