using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Hosting.Hosts.Communicators;

/// <summary>One Device core that is served, and what to call it in logs and events.</summary>
public sealed record ServedDevice(string Name, StreamAddress Address);

/// <summary>What one or more Communicators need to run.</summary>
/// <param name="Configuration">How often they ask and how long they wait.</param>
/// <param name="Tracker">The Status tracker.</param>
/// <param name="Identity">The certificate that is shown to it (R-CM-14); null only for plaintext on this machine.</param>
/// <param name="Devices">The Device cores, one Communicator for each (R-CM-16, R-CM-18).</param>
/// <param name="HttpLimits">Patience with the tracker.</param>
/// <param name="ConnectTimeout">Patience with a device that does not accept.</param>
/// <param name="FrameTimeout">Patience with a frame that has begun.</param>
/// <param name="Cache">Payloads that several devices share, taken over by the host; null when each block comes from the tracker.</param>
/// <param name="Sharing">How several devices share the tracker link; null when each Communicator is for itself.</param>
public sealed record CommunicatorSetup(
    CommunicatorConfiguration Configuration,
    Uri Tracker,
    LinkIdentity? Identity,
    IReadOnlyList<ServedDevice> Devices,
    HttpClientLimits HttpLimits,
    TimeSpan ConnectTimeout,
    TimeSpan FrameTimeout,
    PayloadCache? Cache = null,
    Sharing? Sharing = null);

/// <summary>Runs Communicators: one beside its Device core, or many in a gateway. They share the connections to the tracker, and what
/// <see cref="Sharing"/> says; one that is slow, silent or hostile takes nothing from the others (R-CM-18, R-CM-24).</summary>
public sealed class CommunicatorHost : IAsyncDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly IReadOnlyList<CommunicatorAgent> _agents;
    private readonly Dictionary<string, CommunicatorAgent> _byName;
    private readonly PayloadCache? _cache;
    private readonly HttpLinkClient _tracker;
    private readonly Sharing? _sharing;
    private readonly Shared _shared;

    /// <summary>Communicators that do not ask yet.</summary>
    public CommunicatorHost(CommunicatorSetup setup, HostSurroundings surroundings)
        : this(setup, surroundings, static tracker => tracker, static (own, shared) => new GatewayLinks(own, shared))
    {
    }

    /// <summary>The same, of other parts: how batches reach the tracker, and how a device's links use what is shared.</summary>
    internal CommunicatorHost(CommunicatorSetup setup, HostSurroundings surroundings, Func<TrackerLink, TrackerLink> batches, Func<ICommunicatorLinks, Shared, ICommunicatorLinks> compose)
    {
        var log = surroundings.Logging.CreateLogger("SecUpIoT.Communicator");
        _cache = setup.Cache;
        _handler = HttpLinkHandler.Create(setup.Identity, LinkRole.Tracker, surroundings.Clock, setup.HttpLimits);
        _tracker = new HttpLinkClient(setup.Tracker, _handler, surroundings.Clock, setup.HttpLimits);

        // One device has nobody to wait for.
        _sharing = setup.Devices.Count > 1 ? setup.Sharing : null;
        _shared = new Shared(
            _sharing?.Gathering is { } gathering ? new CheckInGathering(batches((request, cancellation) => _tracker.AskAsync(HttpBinding.CheckInPath, request, cancellation)), gathering, surroundings.Clock) : null,
            _cache is null ? null : new SharedBlocks(_cache, (setup.Sharing ?? Sharing.Default).Piece),
            _sharing is null ? null : new FairTurns(_sharing.Fetches));
        _agents = [.. setup.Devices.Select(device => new CommunicatorAgent(device.Name, setup.Configuration, LinksOf(device), surroundings, log))];
        _byName = _agents.ToDictionary(static agent => agent.Name);

        ICommunicatorLinks LinksOf(ServedDevice device) => compose(
            new NetworkLinks(
                new DeviceLinkClient(device.Address, surroundings.Clock, setup.ConnectTimeout, setup.FrameTimeout),
                new HttpLinkClient(setup.Tracker, _handler, surroundings.Clock, setup.HttpLimits)),
            _shared);
    }

    /// <summary>Ends when all Communicators have; faulted when one stopped because of a fault of its own.</summary>
    public Task Completion => Task.WhenAll(_agents.Select(static agent => agent.Completion).ToArray());

    /// <summary>Begins the first status check of every device (R-CM-01), or makes sure that it begins in its turn.</summary>
    public async Task StartAsync()
    {
        foreach (var agent in _agents) await agent.StartAsync(_sharing?.Begins(agent.Name) ?? TimeSpan.Zero).ConfigureAwait(false);
    }

    /// <summary>Asks for a status check of the named device now (R-CM-15). False when there is no such device.</summary>
    public async Task<bool> CheckAsync(string device) => _byName.TryGetValue(device, out var agent) && await agent.CheckAsync().ConfigureAwait(false);

    /// <summary>Ends the requests under way and stops; all devices at once, so that no one of them holds up the end.</summary>
    public Task StopAsync() => Task.WhenAll(_agents.Select(static agent => agent.StopAsync()).ToArray());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_agents.Select(static agent => agent.DisposeAsync().AsTask()).ToArray()).ConfigureAwait(false);
        if (_shared.Gathering is { } gathering) await gathering.DisposeAsync().ConfigureAwait(false);
        if (_shared.Blocks is { } blocks) await blocks.DisposeAsync().ConfigureAwait(false);
        _tracker.Dispose();
        _handler.Dispose();
        _cache?.Dispose();
    }
}
