using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>The Status tracker as it is deployed.</summary>
public sealed class HostedStatusTracker(HostedDesign? design = null) : HostedRole(Role.StatusTracker, design ?? HostedDesign.Right)
{
    private Ed25519KeyPair? _key;
    private StatusTrackerHost? _host;
    private IDoor? _door;
    private IWay? _way;

    /// <inheritdoc/>
    protected override JsonObject Keep(JsonObject arguments)
    {
        _key = Ed25519KeyPair.Generate();
        KeyFile("tracker.key", _key.ToPem);
        var (policy, link) = (Policy(arguments), LinkPolicy(arguments));
        return new JsonObject
        {
            ["publicKey"] = Fields.Write(_key.Public.Spki),
            ["directiveValidity"] = Milliseconds(policy.DirectiveValidity),
            ["pollAfter"] = Milliseconds(policy.PollAfter),
            ["activePollAfter"] = Milliseconds(policy.ActivePollAfter),
            ["silenceLimit"] = Milliseconds(policy.SilenceLimit),
            ["refreshInterval"] = Milliseconds(link.RefreshInterval),
            ["replyTimeout"] = Milliseconds(link.ReplyTimeout),
            ["attempts"] = policy.MostAttempts,
        };
    }

    /// <inheritdoc/>
    protected override async Task<(JsonObject Links, Func<Task> Completion)> StartAsync(JsonObject provisioned, JsonObject links, HostSurroundings surroundings)
    {
        var identity = Identity(LinkRole.Tracker);
        Design.KeyRead(FileOf("tracker.key"), Journal);
        _door = Design.Door(identity, LinkRole.Tracker);
        var way = _way = Design.Way(identity, LinkRole.Server);
        var servers = Fields.Texts(provisioned, "servers").Select(name => new KnownServer(name, way.To(Connect(links, name)))).ToList();
        var store = await SqliteTrackStore.Open(FileOf("tracker.db")).ConfigureAwait(false);
        var host = _host = new StatusTrackerHost(
            new TrackerSetup(
                Policy(provisioned), LinkPolicy(provisioned), _key!, store, PayloadCache.Open(FileOf("cache"), 16 * 1024 * 1024),
                _door.Listen, servers, HttpClientLimits.Default) { Fleet = store },
            surroundings);
        return (Listening(_door.Open(await host.StartAsync().ConfigureAwait(false)), "tracker", "operator"), () => host.Completion);
    }

    /// <inheritdoc/>
    protected override async Task StopAsync()
    {
        _door?.Dispose();
        _way?.Dispose();
        if (_host is not { } host) return;
        _host = null;
        await host.StopAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
    }

    private static StatusTrackerConfiguration Policy(JsonObject arguments)
    {
        var standard = new StatusTrackerConfiguration();
        return standard with
        {
            DirectiveValidity = Duration(arguments, "directiveValidity", standard.DirectiveValidity),
            PollAfter = Duration(arguments, "pollAfter", standard.PollAfter),
            ActivePollAfter = Duration(arguments, "activePollAfter", standard.ActivePollAfter),
            SilenceLimit = Duration(arguments, "silenceLimit", standard.SilenceLimit),
            MostAttempts = (uint)(Fields.OptionalNumber(arguments, "attempts") ?? standard.MostAttempts),
        };
    }

    private static ServerLinkConfiguration LinkPolicy(JsonObject arguments)
    {
        var standard = new ServerLinkConfiguration(Keys.Anchors(arguments, "authors"));
        return standard with
        {
            RefreshInterval = Duration(arguments, "refreshInterval", standard.RefreshInterval),
            ReplyTimeout = Duration(arguments, "replyTimeout", standard.ReplyTimeout),
        };
    }

    private static TimeSpan Duration(JsonObject arguments, string name, TimeSpan otherwise) =>
        Fields.OptionalNumber(arguments, name) is { } given ? TimeSpan.FromMilliseconds(given) : otherwise;

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
