namespace SecUpIoT.Hosting.Loops;

/// <summary>
/// Something that happens once, for <c>Task.WhenAny</c> to wait for among others. May be set within a lock: who waits goes on in a turn of its own. The plain
/// task of a source with asynchronous continuations will not do there, because the runtime completes <c>Task.WhenAny</c> of such a task on a thread of the
/// pool, over which nobody who explores interleavings can decide.
/// </summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It has not happened.</summary>
    public Signal() => Happened = FollowAsync(_source.Task);

    /// <summary>Completes soon after the signal is set.</summary>
    public Task Happened { get; }

    /// <summary>It has been set, and whoever waits for it goes on or will soon.</summary>
    public bool IsSet => _source.Task.IsCompleted;

    /// <summary>It happens. Once more does nothing.</summary>
    public void Set() => _source.TrySetResult();

    private static async Task FollowAsync(Task source) => await source.ConfigureAwait(false);
}
