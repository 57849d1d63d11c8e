using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>The Communicator as it is deployed.</summary>
public sealed class HostedCommunicator(HostedDesign? design = null) : HostedRole(Role.Communicator, design ?? HostedDesign.Right)
{
    private const string Device = "device";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(100);

    private CommunicatorHost? _host;
    private IWay? _way;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Acts => ["check"];

    /// <inheritdoc/>
    protected override JsonObject Keep(JsonObject arguments)
    {
        var configuration = Configuration(arguments);
        return new JsonObject
        {
            ["defaultPoll"] = Milliseconds(configuration.DefaultPoll),
            ["leastPoll"] = Milliseconds(configuration.LeastPoll),
            ["mostPoll"] = Milliseconds(configuration.MostPoll),
            ["activePoll"] = Milliseconds(configuration.ActivePoll),
            ["replyTimeout"] = Milliseconds(configuration.ReplyTimeout),
            ["progressInterval"] = Milliseconds(configuration.ProgressInterval),
            ["firstBackOff"] = Milliseconds(configuration.FirstBackOff),
            ["mostBackOff"] = Milliseconds(configuration.MostBackOff),
        };
    }

    /// <inheritdoc/>
    protected override async Task<(JsonObject Links, Func<Task> Completion)> StartAsync(JsonObject provisioned, JsonObject links, HostSurroundings surroundings)
    {
        var way = _way = Design.Way(Identity(LinkRole.Communicator), LinkRole.Tracker);
        var names = Fields.Texts(provisioned, "devices") is { Count: > 0 } several ? several : [Device];
        var cache = Fields.OptionalNumber(provisioned, "cacheSize") is { } size ? PayloadCache.Open(FileOf("cache"), Design.CacheSize((ulong)size)) : null;
        var host = _host = new CommunicatorHost(
            new CommunicatorSetup(
                Configuration(provisioned),
                way.To(Connect(links, "tracker")),
                way.Identity,
                [.. names.Select(name => new ServedDevice(name, StreamPointOf(Connect(links, name))))],
                HttpClientLimits.Default,
                Patience,
                Patience,
                cache,
                Design.Sharing(Sharing.Default with { Spread = Together, Gathering = Gathering.Default with { Window = Together } })),
            surroundings,
            Design.Batches,
            Design.Links);
        await host.StartAsync().ConfigureAwait(false);
        return ([], () => host.Completion);
    }

    /// <inheritdoc/>
    protected override async Task StopAsync()
    {
        if (_host is not { } host) return;
        _host = null;
        await host.StopAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
        _way?.Dispose();
    }

    /// <inheritdoc/>
    protected override JsonObject Do(string act)
    {
        if (act != "check") return base.Do(act);
        (_host ?? throw Busy("it is not started")).CheckAsync(Device).GetAwaiter().GetResult();
        return [];
    }

    private static StreamAddress StreamPointOf(Uri device) => StreamPoint.Parse(device.OriginalString).End is System.Net.IPEndPoint ip
        ? StreamAddress.OfTcp(ip.Address.ToString(), ip.Port)
        : StreamAddress.OfPath(device.OriginalString["unix:".Length..]);

    private static CommunicatorConfiguration Configuration(JsonObject arguments)
    {
        var standard = new CommunicatorConfiguration();
        return new CommunicatorConfiguration
        {
            DefaultPoll = Duration("defaultPoll", standard.DefaultPoll),
            LeastPoll = Duration("leastPoll", standard.LeastPoll),
            MostPoll = Duration("mostPoll", standard.MostPoll),
            ActivePoll = Duration("activePoll", standard.ActivePoll),
            ReplyTimeout = Duration("replyTimeout", standard.ReplyTimeout),
            ProgressInterval = Duration("progressInterval", standard.ProgressInterval),
            FirstBackOff = Duration("firstBackOff", standard.FirstBackOff),
            MostBackOff = Duration("mostBackOff", standard.MostBackOff),
        };

        TimeSpan Duration(string name, TimeSpan otherwise) => Fields.OptionalNumber(arguments, name) is { } given ? TimeSpan.FromMilliseconds(given) : otherwise;
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
