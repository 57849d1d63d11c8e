using System.Diagnostics.CodeAnalysis;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Links.Stream;

/// <summary>
/// The sessions on a device link, over streams of any kind: one is served at a time, so that a Device core has one Communicator, and others
/// get M-09 Busy. Where the streams come from is not its business.
/// </summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a wait handle or a timer of its own a source holds nothing.")]
internal sealed class DeviceLinkSessions(RequestHandler handler, IClock clock, DeviceLinkTimeouts timeouts, Action<LinkFault>? faulted = null)
{
    /// <summary>So many sessions may be open, the refused ones counted; who comes after them is turned away without a word.</summary>
    public const int Most = 16;

    private readonly CancellationTokenSource _stopping = new();
    private readonly object _gate = new();
    private readonly HashSet<Task> _open = [];
    private bool _stopped;
    private int _serving;

    /// <summary>Begins a session and takes the stream over; false, and the stream is left alone, when there are too many or all are
    /// over.</summary>
    public bool Begin(System.IO.Stream stream)
    {
        lock (_gate)
        {
            if (_stopped || _open.Count >= Most) return false;
            var session = Task.Run(() => ServeAsync(stream));
            _open.Add(session);
            _ = ForgetAsync(session);
            return true;
        }
    }

    /// <summary>Ends all sessions, waits for the request under way, and begins no other. Throws what the handler threw.</summary>
    public async Task StopAsync()
    {
        Task[] open;
        lock (_gate)
        {
            _stopped = true;
            open = [.. _open];
        }

        _stopping.Cancel();
        await Task.WhenAll(open).ConfigureAwait(false);
    }

    private async Task ForgetAsync(Task session)
    {
        try
        {
            await session.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _open.Remove(session);
        }
    }

    private async Task ServeAsync(System.IO.Stream stream)
    {
        var connection = new FrameConnection(stream, clock, timeouts.Frame);
        var first = Interlocked.CompareExchange(ref _serving, 1, 0) == 0;
        try
        {
            if (first) await AnswerAsync(connection).ConfigureAwait(false);
            else await RefuseAsync(connection).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            if (first) Interlocked.Exchange(ref _serving, 0);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The request is read before it is refused: closing a socket with unread bytes resets it, and the refusal would be lost.
    private async Task RefuseAsync(FrameConnection connection)
    {
        await connection.ReceiveAsync(timeouts.Frame, _stopping.Token).ConfigureAwait(false);
        await connection.SendAsync(new Refusal(ResultCode.Busy, "another connection is being served"), _stopping.Token).ConfigureAwait(false);
    }

    private async Task AnswerAsync(FrameConnection connection)
    {
        while (true)
        {
            var arrival = await connection.ReceiveAsync(timeouts.Idle, _stopping.Token).ConfigureAwait(false);
            if (arrival.Fault is { } fault && !fault.Closed) faulted?.Invoke(fault);
            var answer = arrival.Message is { } request
                ? await handler(request, _stopping.Token).ConfigureAwait(false)
                : arrival.Fault!.Code == ResultCode.MalformedMessage ? new Refusal(ResultCode.MalformedMessage, Loops.RefusalText.Clean(arrival.Fault.Detail)) : null;
            if (answer is null) return;
            if (await connection.SendAsync(answer, _stopping.Token).ConfigureAwait(false) is { } unsent)
            {
                faulted?.Invoke(unsent);
                return;
            }

            if (connection.Broken) return;
        }
    }
}
