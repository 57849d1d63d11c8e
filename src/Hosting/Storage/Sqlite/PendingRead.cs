namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>A read that somebody waits for.</summary>
internal abstract class PendingRead
{
    /// <summary>Reads; what goes wrong is kept for who waits.</summary>
    public abstract void Do();

    /// <summary>Tells what was found.</summary>
    public abstract void Tell();
}

/// <summary>A read that somebody waits for.</summary>
internal sealed class PendingRead<T>(Func<T> work) : PendingRead
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
