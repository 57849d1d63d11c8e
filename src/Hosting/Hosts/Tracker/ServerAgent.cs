using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>Asks a Firmware server. What goes wrong on the link is an <see cref="Arrival"/>, not an exception.</summary>
internal delegate Task<Arrival> ServerLink(Message request, CancellationToken cancellation);

/// <summary>Keeps the tracker up with one Firmware server. At most one request is under way.</summary>
internal sealed class ServerAgent : IOutputPerformer, IAsyncDisposable
{
    private readonly string _server;
    private readonly ServerLink _link;
    private readonly ITrackStore _store;
    private readonly PublishedPackages _packages;
    private readonly HostSurroundings _surroundings;
    private readonly ILogger _log;
    private readonly MachineLoop<ServerLinkState> _loop;
    private readonly AwaitedAnswer _awaited = new();
    private CancellationTokenSource _asking = new();
    private Task _request = Task.CompletedTask;

    public ServerAgent(
        string server, ServerLink link, ServerLinkConfiguration configuration, ITrackStore store, PublishedPackages packages, Sequence<CatalogueEntry> held, HostSurroundings surroundings, ILogger log)
    {
        _server = server;
        _link = link;
        _store = store;
        _packages = packages;
        _surroundings = surroundings;
        _log = log;
        _loop = new MachineLoop<ServerLinkState>(new ServerLinkMachine(configuration), ServerLinkState.Holding(held), this, surroundings.Clock, Observe, _awaited.IsMeant);
    }

    public string Name => _server;

    public ServerPhase Phase => _loop.State.Phase;

    public Task Completion => _loop.Completion;

    public async Task StartAsync()
    {
        _surroundings.Trace?.Write(TrackerTrace.Started(_server, _loop.State));
        _loop.Start();
        await _loop.PostAsync(new Input.Started()).ConfigureAwait(false);
    }

    public async Task StopAsync()
    {
        // The loop first: until it has ended, what is being asked is its business.
        await _loop.StopAsync().ConfigureAwait(false);
        _asking.Cancel();
        await _request.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        _asking.Cancel();
        await _request.ConfigureAwait(false);
    }

    public async Task<ResultCode> PerformAsync(Output output, Asker? asker, CancellationToken cancellation)
    {
        switch (output)
        {
            case Output.Send send:
                _asking.Cancel();
                await _request.ConfigureAwait(false);
                _asking.Dispose();
                _asking = new CancellationTokenSource();
                _request = AskAsync(send.Message, _awaited.Ask(), _asking.Token);
                break;
            case Output.StoreEnvelope envelope:
                await _store.SaveEnvelope(envelope.Manifest, envelope.Envelope, CancellationToken.None).ConfigureAwait(false);
                break;
            case Output.PublishCatalogue publish:
                await _packages.TakeAsync(_server, publish.Entries).ConfigureAwait(false);
                break;
            case Output.Refuse refuse:
                _surroundings.Tell(new HostEvent.Refused("tracker", _server, refuse.Code, refuse.Detail));
                break;
            default:
                throw new InvalidOperationException($"A server link does not order {output.GetType().Name}.");
        }

        return ResultCode.Success;
    }

    private async Task AskAsync(Message message, object request, CancellationToken cancellation)
    {
        try
        {
            // Leaves the loop before the request, so that an answer is never waited for inside an output.
            await Task.Yield();
            var arrival = await _link(message, cancellation).ConfigureAwait(false);
            if (arrival.Fault is { } fault)
            {
                Log.ServerLinkFailed(_log, _server, fault.Code, fault.Detail);
                _surroundings.Tell(new HostEvent.LinkFailed("tracker", _server, Link.Server, fault.Code, fault.Detail));
            }

            Input input = arrival.Message is { } answer
                ? new Input.Received(Link.Server, answer, _surroundings.Clock.Now, Trace.NewNonce())
                : new Input.LinkFailed(Link.Server, arrival.Fault!.Code);

            // The request is over before its answer is queued: the next one must not wait for this task while this task waits for the
            // queue.
            if (_awaited.Take(request, input)) _ = _loop.PostAsync(input);
        }
#pragma warning disable CA1031 // The next request waits for this one; it must find it ended and never faulted, or the tracker falls with it (R-ST-22).
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (cancellation.IsCancellationRequested) return; // moved on, or stopping
            Log.ServerExchangeFailed(_log, exception, _server);
            var failed = new Input.LinkFailed(Link.Server, ResultCode.ConnectionLost);
            if (_awaited.Take(request, failed)) _ = _loop.PostAsync(failed);
        }
    }

    private void Observe(ServerLinkState before, Input input, Reaction<ServerLinkState> reaction)
    {
        _surroundings.Trace?.Write(TrackerTrace.Step(_server, before, reaction));
        _surroundings.TellPhases("tracker", _server, before.Phase, reaction.State.Phase);
    }
}
