namespace SecUpIoT.Hosting.Clock;

/// <summary>Bounds an operation in time by the hosts' own clock.</summary>
internal static class Deadline
{
    /// <summary>
    /// Runs <paramref name="operation"/>; when <paramref name="within"/> passes first, cancels it and answers false. A null span means no
    /// bound.
    /// The operation has ended in either case, so its buffers may be used again.
    /// </summary>
    public static async Task<(bool InTime, T? Value)> Within<T>(
        this IClock clock, TimeSpan? within, Func<CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        if (within is null) return (true, await operation(cancellation).ConfigureAwait(false));

        // Not linked sources: to dispose of one waits for a cancellation that is running, and so for all that it wakes.
        var operating = new CancellationTokenSource();
        var waiting = new CancellationTokenSource();
        var following = cancellation.Register(() =>
        {
            operating.Cancel();
            waiting.Cancel();
        });
        try
        {
            return await RaceAsync(clock, within.Value, operation, operating, waiting, cancellation).ConfigureAwait(false);
        }
        finally
        {
            following.Unregister();
        }
    }

    private static async Task<(bool InTime, T? Value)> RaceAsync<T>(
        IClock clock,
        TimeSpan within,
        Func<CancellationToken, Task<T>> operation,
        CancellationTokenSource operating,
        CancellationTokenSource waiting,
        CancellationToken cancellation)
    {
        var work = operation(operating.Token);
        if (work.IsCompletedSuccessfully) return (true, await work.ConfigureAwait(false));
        var delay = clock.Delay(within, waiting.Token);
        var first = await Task.WhenAny(work, delay).ConfigureAwait(false);
        if (first == work || work.IsCompleted || cancellation.IsCancellationRequested)
        {
            waiting.Cancel();
            return (true, await work.ConfigureAwait(false));
        }

        operating.Cancel();
        try
        {
            // A last-moment completion counts: what was read must not be lost.
            return (true, await work.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, default);
        }
    }
}
