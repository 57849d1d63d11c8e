using System.Net;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Storage.Tracker;

namespace SecUpIoT.Hosting.Options;

/// <summary>The configuration file of a Status tracker. Keys without a stated default are required; paths may be relative to the
/// file.</summary>
public sealed record StatusTrackerOptions
{
    /// <summary><c>listen</c>: address and port of the tracker link and the operator interface.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary><c>tls</c> or <c>dangerous-plaintext</c>: see <see cref="TlsOptions"/>.</summary>
    public required TlsOptions? Tls { get; init; }

    /// <summary><c>key</c>: file of the tracker's private key, for directives.</summary>
    public required string Key { get; init; }

    /// <summary><c>authors</c>: files of the public keys of authors whose packages are offered.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary><c>database</c>: file of the records.</summary>
    public required string Database { get; init; }

    /// <summary><c>cache</c>: folder of the payload cache.</summary>
    public required string Cache { get; init; }

    /// <summary><c>cache-size</c>: most bytes of the cache; 1073741824 without the key.</summary>
    public required ulong CacheSize { get; init; }

    /// <summary><c>servers</c>: a list with <c>name</c> and <c>address</c> (https://host:port) of each Firmware server.</summary>
    public required IReadOnlyList<KnownServer> Servers { get; init; }

    /// <summary><c>directive-validity</c> (10m), <c>poll-after</c> (5m), <c>active-poll-after</c> (1s), <c>silence-limit</c> (1d),
    /// <c>most-attempts</c> (3).</summary>
    public required StatusTrackerConfiguration Configuration { get; init; }

    /// <summary><c>page</c>: loopback address and port of the page of the fleet; none without the key.</summary>
    public IPEndPoint? Page { get; init; }

    /// <summary><c>campaigns-only</c>: true to offer nothing that no campaign permits (R-ST-36); false without the key.</summary>
    public required bool CampaignsOnly { get; init; }

    /// <summary><c>refresh-interval</c>: between two looks at a catalogue; 30s without the key.</summary>
    public required TimeSpan RefreshInterval { get; init; }

    /// <summary><c>connect-timeout</c> (10s), <c>floor-bytes-per-second</c> (256), <c>floor-window</c> (10s): patience with the Firmware
    /// servers.</summary>
    public required HttpClientLimits Limits { get; init; }

    /// <summary><c>health</c>: loopback address and port of the health listener; none without the key.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="ConfigurationException">It is not as described here.</exception>
    public static StatusTrackerOptions Read(string file) => YamlMap.ReadFile(file, Read);

    /// <summary>Reads keys and certificates, opens the stores, and gives what a host needs.</summary>
    public async Task<TrackerSetup> OpenAsync()
    {
        var signer = KeyLoading.Signer(Key);
        var link = new ServerLinkConfiguration(KeyLoading.Verifiers(Authors)) { RefreshInterval = RefreshInterval };
        var listen = TlsOptions.Listen(Listen, Tls);
        var cache = PayloadCache.Open(Cache, CacheSize);
        var store = await SqliteTrackStore.Open(Database).ConfigureAwait(false);
        return new TrackerSetup(Configuration, link, signer, store, cache, listen, Servers, Limits) { Fleet = store, OfferWithoutCampaign = !CampaignsOnly, Page = Page };
    }

    internal static StatusTrackerOptions Read(YamlMap map)
    {
        var tls = TlsOptions.Read(map);
        var defaults = new StatusTrackerConfiguration();
        var servers = map.Maps("servers", inner =>
        {
            var address = inner.Address("address");
            TlsOptions.RequireScheme(inner, "address", address, tls);
            return new KnownServer(inner.Text("name"), address);
        });
        if (servers.Select(static server => server.Name).Distinct().Count() != servers.Count) throw map.Fault("servers", "a different name for each server", "a name twice");
        return new StatusTrackerOptions
        {
            Listen = map.EndPoint("listen"),
            Tls = tls,
            Key = map.Path("key"),
            Authors = map.Paths("authors"),
            Database = map.Path("database"),
            Cache = map.Path("cache"),
            CacheSize = map.Number("cache-size", 1, ulong.MaxValue, 1024 * 1024 * 1024),
            Servers = servers,
            Configuration = new StatusTrackerConfiguration
            {
                DirectiveValidity = map.Span("directive-validity", defaults.DirectiveValidity),
                PollAfter = map.Span("poll-after", defaults.PollAfter),
                ActivePollAfter = map.Span("active-poll-after", defaults.ActivePollAfter),
                SilenceLimit = map.Span("silence-limit", defaults.SilenceLimit),
                MostAttempts = (uint)map.Number("most-attempts", 1, 1000, defaults.MostAttempts),
            },
            Page = map.OptionalEndPoint("page"),
            CampaignsOnly = map.Bool("campaigns-only", otherwise: false),
            RefreshInterval = map.Span("refresh-interval", TimeSpan.FromSeconds(30)),
            Limits = CommunicatorOptions.ReadLimits(map),
            Health = map.OptionalEndPoint("health"),
        };
    }
}

/// <summary>The configuration file of a Firmware server. All keys are required but health; paths may be relative to the file.</summary>
public sealed record FirmwareServerOptions
{
    /// <summary><c>listen</c>: address and port of the server link and the author interface.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary><c>tls</c> or <c>dangerous-plaintext</c>: see <see cref="TlsOptions"/>.</summary>
    public required TlsOptions? Tls { get; init; }

    /// <summary><c>authors</c>: files of the public keys of authors whose packages are published.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary><c>folder</c>: folder of packages and payloads.</summary>
    public required string Folder { get; init; }

    /// <summary><c>health</c>: loopback address and port of the health listener; none without the key.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="ConfigurationException">It is not as described here.</exception>
    public static FirmwareServerOptions Read(string file) => YamlMap.ReadFile(file, Read);

    /// <summary>Reads keys and certificates, opens the store, and gives what a host needs.</summary>
    public async Task<ServerSetup> OpenAsync()
    {
        var configuration = new FirmwareServerConfiguration(KeyLoading.Verifiers(Authors));
        var listen = TlsOptions.Listen(Listen, Tls);
        return new ServerSetup(configuration, await FilePackageStore.Open(Folder).ConfigureAwait(false), listen);
    }

    internal static FirmwareServerOptions Read(YamlMap map) => new()
    {
        Listen = map.EndPoint("listen"),
        Tls = TlsOptions.Read(map),
        Authors = map.Paths("authors"),
        Folder = map.Path("folder"),
        Health = map.OptionalEndPoint("health"),
    };
}
