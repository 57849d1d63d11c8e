using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts.Tracker.Page;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>
/// Runs a Status tracker: the tracker link for any number of Communicators (R-ST-34) and the operator interface, each for its own role
/// (R-ST-30), on one HTTP listener, and a link to every Firmware server.
/// </summary>
public sealed class StatusTrackerHost : IAsyncDisposable
{
    private readonly TrackerSetup _setup;
    private readonly HostSurroundings _surroundings;
    private readonly ILogger _log;
    private readonly SocketsHttpHandler _handler;
    private readonly Dictionary<string, HttpLinkClient> _clients;
    private readonly PublishedPackages _packages;
    private readonly CampaignDesk _campaigns;
    private readonly DeviceRecords _records;
    private readonly PayloadRelay _relay;
    private readonly FleetPage? _page;
    private readonly HttpLinkServer _http;
    private readonly List<ServerAgent> _agents = [];
    private Task _watching = Task.CompletedTask;

    /// <summary>A tracker that does not answer yet.</summary>
    public StatusTrackerHost(TrackerSetup setup, HostSurroundings surroundings)
    {
        _setup = setup;
        _surroundings = surroundings;
        _log = surroundings.Logging.CreateLogger("SecUpIoT.StatusTracker");
        _handler = HttpLinkHandler.Create(setup.Listen.Identity, LinkRole.Server, surroundings.Clock, setup.HttpLimits);
        _clients = setup.Servers.ToDictionary(static server => server.Name, server => new HttpLinkClient(server.Address, _handler, surroundings.Clock, setup.HttpLimits));
        _packages = new PublishedPackages(setup.Store, setup.ServerLink, surroundings, _log);
        var pulse = new FleetPulse();
        var audit = new AuditTrail(setup.Fleet, surroundings.Clock);
        _campaigns = new CampaignDesk(setup.Store, setup.Fleet, audit, setup.OfferWithoutCampaign, pulse, surroundings, _log);
        _records = new DeviceRecords(setup, _packages, _campaigns, pulse, surroundings, _log);
        var desk = new OperatorDesk(setup.Store, _records, _campaigns, _packages, audit, Servers, _log);
        _page = setup.Page is { } endPoint ? new FleetPage(endPoint, desk, pulse, surroundings) : null;
        _relay = new PayloadRelay(_packages, setup.Cache, _clients.ToDictionary(static client => client.Key, static client => (BlockSource)client.Value.GetBlockAsync), _log);
        _http = new HttpLinkServer(
            setup.Listen,
            [
                MessageBodies.Route(
                    HttpBinding.CheckInPath,
                    [LinkRole.Communicator],
                    static m => m is CheckIn or CheckInBatch,
                    (m, _, _) => m is CheckInBatch batch ? _records.CheckInAsync(batch) : _records.CheckInAsync((CheckIn)m)),
                MessageBodies.Route(HttpBinding.OperatorPath, [LinkRole.Operator], OperatorDesk.Takes, (m, who, _) => desk.AnswerAsync(m, who())),
                PayloadRoute.Create([LinkRole.Communicator], _relay.FindAsync),
            ],
            surroundings.Clock,
            surroundings.Logging);
    }

    /// <summary>Ends when the tracker has stopped; faulted when it did because of a fault of its own.</summary>
    public Task Completion => _watching;

    /// <summary>Where the page of the fleet is shown; null when nowhere.</summary>
    public Uri? PageAddress { get; private set; }

    /// <summary>Takes over what is stored, listens, and asks every Firmware server for its catalogue; answers where it listens.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    public async Task<Uri> StartAsync(CancellationToken cancellation = default)
    {
        var held = await _packages.RestoreAsync(_setup.Servers.Select(static server => server.Name)).ConfigureAwait(false);
        await _campaigns.StartAsync().ConfigureAwait(false);
        await _records.StartAsync().ConfigureAwait(false);
        var address = await _http.StartAsync(cancellation).ConfigureAwait(false);
        PageAddress = _page is null ? null : await _page.StartAsync(cancellation).ConfigureAwait(false);
        foreach (var server in _setup.Servers)
        {
            _agents.Add(new ServerAgent(
                server.Name, LinkOf(_clients[server.Name]), _setup.ServerLink, _setup.Store, _packages, held.GetValueOrDefault(server.Name) ?? Sequence<CatalogueEntry>.Empty, _surroundings, _log));
        }

        foreach (var agent in _agents) await agent.StartAsync().ConfigureAwait(false);
        _watching = WatchAsync();
        _surroundings.Tell(new HostEvent.Listening("tracker", "http", address.ToString()));
        return address;
    }

    /// <summary>Refuses new requests, finishes those under way, and stops.</summary>
    public async Task StopAsync()
    {
        await _http.StopAsync().ConfigureAwait(false);
        foreach (var agent in _agents) await agent.StopAsync().ConfigureAwait(false);
        await _records.StopAsync().ConfigureAwait(false);
        await _campaigns.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.DisposeAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
        await _relay.DisposeAsync().ConfigureAwait(false);
        foreach (var agent in _agents) await agent.DisposeAsync().ConfigureAwait(false);
        _records.Dispose();
        _campaigns.Dispose();
        foreach (var client in _clients.Values) client.Dispose();
        _handler.Dispose();
        _setup.Cache.Dispose();
        await _setup.Store.DisposeAsync().ConfigureAwait(false);
    }

    private IEnumerable<ServerSummary> Servers() => _agents.Select(agent => new ServerSummary(
        agent.Name, agent.Phase is not (ServerPhase.Unavailable or ServerPhase.Unsynchronised), (uint)_packages.CountOf(agent.Name)));

    private static ServerLink LinkOf(HttpLinkClient client) => (request, cancellation) =>
        client.AskAsync(request is CatalogueRequest ? HttpBinding.CataloguePath : HttpBinding.EnvelopePath, request, cancellation);

    private async Task WatchAsync()
    {
        try
        {
            await Task.WhenAny((Task[])[_records.Completion, _campaigns.Completion, .. _agents.Select(static agent => agent.Completion)]).Unwrap().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.TrackerFaulted(_log, exception);
            _surroundings.Tell(new HostEvent.Faulted("tracker", "http", exception.Message));
            throw;
        }
    }
}
