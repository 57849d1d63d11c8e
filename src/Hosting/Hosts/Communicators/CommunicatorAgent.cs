using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>One Communicator: a loop, and its ends of the device link and of the tracker link. At most one request is under way.</summary>
internal sealed class CommunicatorAgent : IOutputPerformer, IAsyncDisposable
{
    private readonly HostSurroundings _surroundings;
    private readonly ILogger _log;
    private readonly MachineLoop<CommunicatorState> _loop;
    private readonly ICommunicatorLinks _links;
    private readonly AwaitedAnswer _awaited = new();
    private CancellationTokenSource _asking = new();
    private Task _request = Task.CompletedTask;
    private readonly CancellationTokenSource _starting = new();
    private Task _beginning = Task.CompletedTask;

    public CommunicatorAgent(string name, CommunicatorConfiguration configuration, ICommunicatorLinks links, HostSurroundings surroundings, ILogger log)
    {
        Name = name;
        _links = links;
        _surroundings = surroundings;
        _log = log;
        _loop = new MachineLoop<CommunicatorState>(new CommunicatorMachine(configuration), CommunicatorState.Initial, this, surroundings.Clock, Observe, _awaited.IsMeant);
    }

    public string Name { get; }

    public Task Completion => _loop.Completion;

    /// <summary>Starts, and begins the first status check when so much time has passed.</summary>
    public async Task StartAsync(TimeSpan after = default)
    {
        _surroundings.Trace?.Write(CommunicatorTrace.Started(Name));
        _loop.Start();
        _ = WatchAsync();
        if (after > TimeSpan.Zero) _beginning = BeginAsync(after);
        else await _loop.PostAsync(new Input.Started()).ConfigureAwait(false);
    }

    public async Task<bool> CheckAsync()
    {
        // Whoever asks does not wait for the turn of this device.
        _starting.Cancel();
        await _beginning.ConfigureAwait(false);
        return await _loop.PostAsync(new Input.CheckRequested()).ConfigureAwait(false);
    }

    public async Task StopAsync()
    {
        _starting.Cancel();
        await _loop.StopAsync().ConfigureAwait(false);
        _asking.Cancel();
        await _request.ConfigureAwait(false);
        await _links.DisconnectDeviceAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Cancel();
        await _loop.DisposeAsync().ConfigureAwait(false);
        _asking.Cancel();
        await _request.ConfigureAwait(false);
        await _links.DisposeAsync().ConfigureAwait(false);
    }

    private async Task BeginAsync(TimeSpan after)
    {
        await Task.WhenAny(_surroundings.Clock.Delay(after, _starting.Token)).ConfigureAwait(false);
        await _loop.PostAsync(new Input.Started()).ConfigureAwait(false);
    }

    public Task<ResultCode> PerformAsync(Output output, Asker? asker, CancellationToken cancellation)
    {
        switch (output)
        {
            case Output.Send send:
                // The machine has moved on: an answer to the former request would only be refused.
                var former = (_asking, _request);
                _asking = new CancellationTokenSource();
                _request = AskAsync(former._asking, former._request, send.Link, send.Message, _awaited.Ask(), _asking.Token);
                break;
            case Output.Refuse refuse:
                Refused(refuse.Code, refuse.Detail);
                break;
            default:
                throw new InvalidOperationException($"A Communicator does not order {output.GetType().Name}.");
        }

        return Task.FromResult(ResultCode.Success);
    }

    private async Task AskAsync(CancellationTokenSource former, Task formerRequest, Link link, Message message, object request, CancellationToken cancellation)
    {
        former.Cancel();
        await formerRequest.ConfigureAwait(false);
        former.Dispose();
        try
        {
            var arrival = await ExchangeAsync(link, message, cancellation).ConfigureAwait(false);
            if (arrival.Fault is { } fault)
            {
                Log.CommunicatorLinkFailed(_log, Name, link, fault.Code, fault.Detail);
                _surroundings.Tell(new HostEvent.LinkFailed("communicator", Name, link, fault.Code, fault.Detail));
            }

            if (arrival.Message is Refusal refused) Refused(refused.Code, $"by the other end of the {link} link: {refused.Detail}");
            Input input = arrival.Message is { } answer
                ? new Input.Received(link, answer, _surroundings.Clock.Now, Trace.NewNonce())
                : new Input.LinkFailed(link, arrival.Fault!.Code);
            if (_awaited.Take(request, input)) await _loop.PostAsync(input).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The next request waits for this one; it must find it ended and never faulted, or no request is made any more (I-21).
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (cancellation.IsCancellationRequested) return; // moved on, or stopping
            Log.CommunicatorExchangeFailed(_log, exception, Name, link);
            var failed = new Input.LinkFailed(link, ResultCode.ConnectionLost);
            if (_awaited.Take(request, failed)) await _loop.PostAsync(failed).ConfigureAwait(false);
        }
    }

    private void Refused(ResultCode code, string detail)
    {
        Log.CommunicatorRefused(_log, Name, code, detail);
        _surroundings.Tell(new HostEvent.Refused("communicator", Name, code, detail));
    }

    private Task<Arrival> ExchangeAsync(Link link, Message message, CancellationToken cancellation) => (link, message) switch
    {
        (Link.Device, _) => _links.AskDeviceAsync(message, cancellation),
        (Link.Tracker, BlockRequest wanted) => _links.GetBlockAsync(wanted, cancellation),
        _ => _links.AskTrackerAsync(message, cancellation),
    };

    private void Observe(CommunicatorState before, Input input, Reaction<CommunicatorState> reaction)
    {
        _surroundings.Trace?.Write(CommunicatorTrace.Step(Name, before, reaction));
        if (_log.IsEnabled(LogLevel.Debug))
            Log.CommunicatorReacted(_log, Name, before.Phase.ToString(), Trace.NameOf(input), reaction.State.Phase.ToString(), Trace.NamesOf(reaction.Outputs));
        _surroundings.TellPhases("communicator", Name, before.Phase, reaction.State.Phase);
    }

    private async Task WatchAsync()
    {
        try
        {
            await _loop.Completion.ConfigureAwait(false);
        }
        catch (Exception exception) when (_loop.Completion.IsFaulted)
        {
            Log.CommunicatorFaulted(_log, exception, Name);
            _surroundings.Tell(new HostEvent.Faulted("communicator", Name, exception.Message));
        }
    }
}
