namespace SecUpIoT.Hosting.Clock;

/// <summary>Bounds an operation in time by the hosts' own clock.</summary>
internal static class Deadline
{
    /// <summary>
    /// Runs <paramref name="operation"/>; when <paramref name="within"/> passes first, cancels it and answers false. A null span means no bound.
    /// The operation has ended in either case, so its buffers may be used again.
    /// </summary>
    public static async Task<(bool InTime, T? Value)> Within<T>(
        this IClock clock, TimeSpan? within, Func<CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        if (within is null) return (true, await operation(cancellation).ConfigureAwait(false));
        using var operating = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = operation(operating.Token);
        if (work.IsCompletedSuccessfully) return (true, await work.ConfigureAwait(false));
        var delay = clock.Delay(within.Value, waiting.Token);
        var first = await Task.WhenAny(work, delay).ConfigureAwait(false);
        if (first == work || work.IsCompleted || cancellation.IsCancellationRequested)
        {
            await waiting.CancelAsync().ConfigureAwait(false);
            return (true, await work.ConfigureAwait(false));
        }

        await operating.CancelAsync().ConfigureAwait(false);
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
