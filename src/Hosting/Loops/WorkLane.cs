using System.Diagnostics.CodeAnalysis;

namespace SecUpIoT.Hosting.Loops;

/// <summary>
/// Does jobs one after the other. What belongs to one record always goes through the same lane, so that two inputs of one machine never overlap.
/// A job that throws is a fault of our own: it ends the lane, and everyone who waits is told.
/// </summary>
public sealed class WorkLane
{
    private readonly Mailbox<Func<Task>> _jobs = new(1024);
    private Task? _running;
    private volatile bool _failed;

    /// <summary>Ends when the lane has; faulted when a job threw. Before the start it is complete.</summary>
    public Task Completion => _running ?? Task.CompletedTask;

    /// <summary>Starts the lane.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Does <paramref name="job"/> when its turn comes; <c>Done</c> is false when the lane has stopped before.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Handed to the caller and rethrown into the lane.")]
    public async Task<(bool Done, T? Value)> DoAsync<T>(Func<Task<T>> job)
    {
        var outcome = new TaskCompletionSource<(bool, T?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = await _jobs.PostAsync(DoAndTellAsync, CancellationToken.None).ConfigureAwait(false);
        return posted ? await outcome.Task.ConfigureAwait(false) : (false, default);

        async Task DoAndTellAsync()
        {
            if (_failed)
            {
                outcome.TrySetResult((false, default));
                return;
            }

            try
            {
                outcome.TrySetResult((true, await job().ConfigureAwait(false)));
            }
            catch (Exception exception)
            {
                outcome.TrySetException(exception);
                throw;
            }
        }
    }

    /// <summary>Takes no further job. Those that wait are done.</summary>
    public void Close() => _jobs.Complete();

    /// <summary>Takes no further job, does those that wait, and ends. Throws what a job threw.</summary>
    public async Task StopAsync()
    {
        Close();
        await Completion.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var (any, job) = await _jobs.TakeAsync(CancellationToken.None).ConfigureAwait(false);
                if (!any) return;
                await job!().ConfigureAwait(false);
            }
        }
        finally
        {
            _jobs.Complete();
            _failed = true;
            await ReleaseAsync().ConfigureAwait(false);
        }
    }

    // After a fault the jobs that wait are not done, but nobody is left waiting.
    private async Task ReleaseAsync()
    {
        while (true)
        {
            var (any, job) = await _jobs.TakeAsync(CancellationToken.None).ConfigureAwait(false);
            if (!any) return;
            await job!().ConfigureAwait(false);
        }
    }
}
