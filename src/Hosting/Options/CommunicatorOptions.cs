using System.Net;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;

namespace SecUpIoT.Hosting.Options;

/// <summary>The configuration file of one or more Communicators. Keys without a stated default are required; paths may be relative to the
/// file.</summary>
public sealed record CommunicatorOptions
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary><c>tracker</c>: https://host:port of the Status tracker.</summary>
    public required Uri Tracker { get; init; }

    /// <summary><c>tls</c> or <c>dangerous-plaintext</c>: see <see cref="TlsOptions"/>.</summary>
    public required TlsOptions? Tls { get; init; }

    /// <summary><c>devices</c>: a list with <c>name</c> and <c>address</c> (tcp://host:port or unix:///path) of each Device core that is
    /// served.</summary>
    public required IReadOnlyList<ServedDevice> Devices { get; init; }

    /// <summary>
    /// <c>poll</c> (5m), <c>least-poll</c> (1s), <c>most-poll</c> (1d), <c>active-poll</c> (1s), <c>reply-timeout</c> (30s),
    /// <c>progress-interval</c> (5s),
    /// <c>first-back-off</c> (1s), <c>most-back-off</c> (5m).
    /// </summary>
    public required CommunicatorConfiguration Configuration { get; init; }

    /// <summary><c>connect-timeout</c> (10s), <c>floor-bytes-per-second</c> (256), <c>floor-window</c> (10s): patience with the tracker and
    /// the devices.</summary>
    public required HttpClientLimits Limits { get; init; }

    /// <summary>
    /// Where there are several devices: <c>gather</c> (250ms; 0s for none), <c>gather-most</c> (48): how long check-ins wait for those of other devices, and how
    /// many go together; <c>fetches</c> (8): blocks that are fetched at a time; <c>cache-piece</c> (65536): bytes that are fetched together into the cache;
    /// <c>spread</c> (10ms for each device): the time over which the
    /// first status checks are spread.
    /// </summary>
    public required Sharing Sharing { get; init; }

    /// <summary><c>cache</c>: folder of a payload cache that the devices share; none without the key.</summary>
    public string? Cache { get; init; }

    /// <summary><c>cache-size</c>: most bytes of the cache; 1073741824 without the key.</summary>
    public required ulong CacheSize { get; init; }

    /// <summary><c>health</c>: loopback address and port of the health listener; none without the key.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="ConfigurationException">It is not as described here.</exception>
    public static CommunicatorOptions Read(string file) => YamlMap.ReadFile(file, Read);

    /// <summary>Reads certificates, opens the cache, and gives what a host needs.</summary>
    public CommunicatorSetup Open() => new(
        Configuration, Tracker, Tls?.Load(), Devices, Limits, Limits.Connect, TimeSpan.FromSeconds(10), Cache is null ? null : PayloadCache.Open(Cache, CacheSize), Sharing);

    internal static CommunicatorOptions Read(YamlMap map)
    {
        var tls = TlsOptions.Read(map);
        var tracker = map.Address("tracker");
        TlsOptions.RequireScheme(map, "tracker", tracker, tls);
        var devices = map.Maps("devices", static inner => new ServedDevice(inner.Text("name"), inner.DeviceLink("address")));
        if (devices.Count == 0) throw map.Fault("devices", "at least one device", "none");
        if (devices.Select(static device => device.Name).Distinct().Count() != devices.Count) throw map.Fault("devices", "a different name for each device", "a name twice");
        var defaults = new CommunicatorConfiguration();
        return new CommunicatorOptions
        {
            Tracker = tracker,
            Tls = tls,
            Devices = devices,
            Configuration = new CommunicatorConfiguration
            {
                DefaultPoll = map.Span("poll", defaults.DefaultPoll),
                LeastPoll = map.Span("least-poll", defaults.LeastPoll),
                MostPoll = map.Span("most-poll", defaults.MostPoll),
                ActivePoll = map.Span("active-poll", defaults.ActivePoll),
                ReplyTimeout = map.Span("reply-timeout", defaults.ReplyTimeout),
                ProgressInterval = map.Span("progress-interval", defaults.ProgressInterval),
                FirstBackOff = map.Span("first-back-off", defaults.FirstBackOff),
                MostBackOff = map.Span("most-back-off", defaults.MostBackOff),
            },
            Limits = ReadLimits(map),
            Sharing = ReadSharing(map, devices.Count),
            Cache = map.OptionalPath("cache"),
            CacheSize = map.Number("cache-size", 1, ulong.MaxValue, 1024 * 1024 * 1024),
            Health = map.OptionalEndPoint("health"),
        };
    }

    private static Sharing ReadSharing(YamlMap map, int devices)
    {
        var (usual, gathering) = (Sharing.Default, Gathering.Default);
        var window = map.Span("gather", gathering.Window);
        var most = (int)map.Number("gather-most", 2, (ulong)Protocol.Limits.CheckIns, (ulong)gathering.Most);
        return new Sharing(
            window == TimeSpan.Zero ? null : gathering with { Window = window, Most = most },
            (int)map.Number("fetches", 1, 64, (ulong)usual.Fetches),
            (uint)map.Number("cache-piece", 1024, Protocol.Limits.Block, usual.Piece),
            map.Span("spread", devices * Pace));
    }

    internal static HttpClientLimits ReadLimits(YamlMap map) => new(
        map.Span("connect-timeout", HttpClientLimits.Default.Connect),
        HttpClientLimits.Default.Reply,
        (uint)map.Number("floor-bytes-per-second", 0, uint.MaxValue, HttpClientLimits.Default.FloorBytesPerSecond),
        map.Span("floor-window", HttpClientLimits.Default.FloorWindow));
}
