using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>Asks the Status tracker. What goes wrong on the link is an <see cref="Arrival"/>, not an exception.</summary>
internal delegate Task<Arrival> TrackerLink(Message request, CancellationToken cancellation);

/// <summary>How check-ins are gathered.</summary>
/// <param name="Window">How long the first one waits for others.</param>
/// <param name="Most">How many go together at most; 1 for none.</param>
/// <param name="Singly">For how long a tracker that does not know batches gets none.</param>
public sealed record Gathering(TimeSpan Window, int Most, TimeSpan Singly)
{
    /// <summary>A quarter of a second, as many as a message carries, an hour.</summary>
    public static Gathering Default { get; } = new(TimeSpan.FromMilliseconds(250), Limits.CheckIns, TimeSpan.FromHours(1));
}

/// <summary>
/// Gathers the check-ins of the devices behind one gateway: those that come within a short time travel as one M-18 (R-CM-20). Each Communicator hears what is
/// said to its own check-in, as if it had asked alone. One that is alone in its window goes as M-10, and so does each one of a batch that is refused as a whole
/// (R-CM-21).
/// </summary>
internal sealed class CheckInGathering(TrackerLink tracker, Gathering gathering, IClock clock) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Task> _underWay = [];
    private Round? _open;
    private Moment _singlyUntil;

    /// <summary>Asks with a check-in, alone or together with others.</summary>
    public async Task<Arrival> AskAsync(CheckIn checkIn, CancellationToken cancellation)
    {
        var waiting = new Waiting(checkIn);
        if (!Join(waiting)) return await tracker(checkIn, cancellation).ConfigureAwait(false);
        var leaving = cancellation.Register(() => Leave(waiting));
        try
        {
            if (await waiting.Answered.Task.ConfigureAwait(false) is { } arrival) return arrival;
        }
        finally
        {
            leaving.Unregister();
        }

        cancellation.ThrowIfCancellationRequested();
        return await tracker(checkIn, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends what is under way; whoever waits goes alone, or is told that the exchange is over.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (_gate)
        {
            _stopping.Cancel();
            underWay = [.. _underWay];
        }

        await Task.WhenAll(underWay).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private bool Join(Waiting waiting)
    {
        lock (_gate)
        {
            if (gathering.Most < 2 || _stopping.IsCancellationRequested || clock.Now < _singlyUntil) return false;
            if (_open is null)
            {
                _open = new Round();
                Begin(RunAsync(_open));
            }

            _open.CheckIns.Add(waiting);
            if (_open.CheckIns.Count < gathering.Most) return true;
            _open.Full.Set();
            _open = null;
            return true;
        }
    }

    private void Begin(Task round)
    {
        _underWay.Add(round);
        _ = ForgetAsync(round);
    }

    private async Task ForgetAsync(Task round)
    {
        await round.ConfigureAwait(false);
        lock (_gate) _underWay.Remove(round);
    }

    private void Leave(Waiting waiting)
    {
        // Before the batch has gone, it goes without this one; afterwards its answer is dropped.
        lock (_gate) waiting.Left = true;
        waiting.Answered.TrySetCanceled();
    }

    private async Task RunAsync(Round round)
    {
        // Leaves the caller's lock first.
        await Task.Yield();
        await WaitAsync(round).ConfigureAwait(false);
        List<Waiting> batch;
        lock (_gate)
        {
            if (_open == round) _open = null;
            batch = [.. round.CheckIns.Where(static waiting => !waiting.Left)];
        }

        await SendAsync(batch).ConfigureAwait(false);
    }

    private async Task WaitAsync(Round round)
    {
        var window = new CancellationTokenSource();
        var stopping = _stopping.Token.Register(window.Cancel);
        await Task.WhenAny(clock.Delay(gathering.Window, window.Token), round.Full.Happened).ConfigureAwait(false);
        stopping.Unregister();
        window.Cancel();
    }

    private async Task SendAsync(List<Waiting> batch)
    {
        Arrival arrival = default;
        if (batch.Count > 1 && !_stopping.IsCancellationRequested)
        {
            try
            {
                arrival = await tracker(new CheckInBatch(new Sequence<CheckIn>(batch.Select(static waiting => waiting.CheckIn))), _stopping.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whoever waits must be told in every case, or a device is never served again (I-21).
            catch (Exception exception)
#pragma warning restore CA1031
            {
                arrival = Arrival.Failed(ResultCode.ConnectionLost, $"the batch was not carried: {exception.Message}");
            }
        }

        Tell(batch, arrival);
    }

    private void Tell(List<Waiting> batch, Arrival arrival)
    {
        if (arrival.Message is Refusal { Code: ResultCode.MalformedMessage })
        {
            // A tracker without batches takes M-18 for no message.
            lock (_gate) _singlyUntil = clock.Now.Plus(gathering.Singly);
        }

        var answers = arrival.Message as CheckInBatchAnswer;
        for (var number = 0; number < batch.Count; number++)
        {
            batch[number].Answered.TrySetResult(arrival switch
            {
                { Fault: not null } => arrival,
                { Message: null or Refusal } => null, // goes alone
                _ when answers?.Answers.Count == batch.Count && answers.Answers[number].Single() is { } answer => Arrival.Of(answer),
                _ => Arrival.Failed(ResultCode.MalformedMessage, $"expected M-19 with {batch.Count} answers, got {(answers is null ? $"M-{arrival.Message.Tag:00}" : $"{answers.Answers.Count}, or none to this one")}"),
            });
        }
    }

    private sealed class Round
    {
        public List<Waiting> CheckIns { get; } = [];

        public Signal Full { get; } = new();
    }

    private sealed class Waiting(CheckIn checkIn)
    {
        public CheckIn CheckIn { get; } = checkIn;

        public bool Left { get; set; }

        // Null: go alone.
        public TaskCompletionSource<Arrival?> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
