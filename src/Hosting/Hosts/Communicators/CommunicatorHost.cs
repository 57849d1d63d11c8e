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
/// <param name="Gathering">How the check-ins of several devices are gathered (R-CM-20); null when each goes alone.</param>
/// <param name="Cache">Payloads that several devices share, taken over by the host; null when each block comes from the tracker.</param>
public sealed record CommunicatorSetup(
    CommunicatorConfiguration Configuration,
    Uri Tracker,
    LinkIdentity? Identity,
    IReadOnlyList<ServedDevice> Devices,
    HttpClientLimits HttpLimits,
    TimeSpan ConnectTimeout,
    TimeSpan FrameTimeout,
    PayloadCache? Cache = null,
    Gathering? Gathering = null);

/// <summary>Runs Communicators: one beside its Device core, or many in a gateway. They share the connections to the tracker and nothing
/// else.</summary>
public sealed class CommunicatorHost : IAsyncDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly IReadOnlyList<CommunicatorAgent> _agents;
    private readonly PayloadCache? _cache;
    private readonly HttpLinkClient _tracker;
    private readonly CheckInGathering? _gathering;

    /// <summary>Communicators that do not ask yet.</summary>
    public CommunicatorHost(CommunicatorSetup setup, HostSurroundings surroundings)
    {
        var log = surroundings.Logging.CreateLogger("SecUpIoT.Communicator");
        _cache = setup.Cache;
        _handler = HttpLinkHandler.Create(setup.Identity, LinkRole.Tracker, surroundings.Clock, setup.HttpLimits);
        _tracker = new HttpLinkClient(setup.Tracker, _handler, surroundings.Clock, setup.HttpLimits);

        // One device has nobody to wait for.
        if (setup is { Gathering: { } gathering, Devices.Count: > 1 })
            _gathering = new CheckInGathering((request, cancellation) => _tracker.AskAsync(HttpBinding.CheckInPath, request, cancellation), gathering, surroundings.Clock);
        _agents = [.. setup.Devices.Select(device => new CommunicatorAgent(device.Name, setup.Configuration, LinksOf(device), setup.Cache, surroundings, log))];

        ICommunicatorLinks LinksOf(ServedDevice device)
        {
            var own = new NetworkLinks(
                new DeviceLinkClient(device.Address, surroundings.Clock, setup.ConnectTimeout, setup.FrameTimeout),
                new HttpLinkClient(setup.Tracker, _handler, surroundings.Clock, setup.HttpLimits));
            return _gathering is null ? own : new GatewayLinks(own, _gathering);
        }
    }

    /// <summary>Ends when all Communicators have; faulted when one stopped because of a fault of its own.</summary>
    public Task Completion => Task.WhenAll(_agents.Select(static agent => agent.Completion).ToArray());

    /// <summary>Begins the first status check of every device (R-CM-01).</summary>
    public async Task StartAsync()
    {
        foreach (var agent in _agents) await agent.StartAsync().ConfigureAwait(false);
    }

    /// <summary>Asks for a status check of the named device now (R-CM-15). False when there is no such device.</summary>
    public async Task<bool> CheckAsync(string device)
    {
        var agent = _agents.FirstOrDefault(candidate => candidate.Name == device);
        return agent is not null && await agent.CheckAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the requests under way and stops.</summary>
    public async Task StopAsync()
    {
        foreach (var agent in _agents) await agent.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents) await agent.DisposeAsync().ConfigureAwait(false);
        if (_gathering is not null) await _gathering.DisposeAsync().ConfigureAwait(false);
        _tracker.Dispose();
        _handler.Dispose();
        _cache?.Dispose();
    }
}
