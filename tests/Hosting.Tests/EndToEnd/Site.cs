using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Hosts.Server;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Tracing;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Hosting.Tests.EndToEnd;

/// <summary>All four entities over loopback TLS, with an author and an operator: what a deployment has, on one machine.</summary>
internal sealed class Site : IAsyncDisposable
{
    public static readonly DeviceId Device = new(Guid.Parse("0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01"));
    public static readonly VendorId Vendor = new(Guid.Parse("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe"));
    public static readonly ClassId Class = new(Guid.Parse("1492af14-2569-5e48-bf42-9b2d51f2ab45"));
    private readonly TemporaryFolder _folder = new();
    private readonly TrialAuthority _authority;
    private readonly Esp256KeyPair _author = Esp256KeyPair.Generate();
    private readonly Esp256KeyPair _trackerKey = Esp256KeyPair.Generate();
    private readonly Esp256KeyPair _deviceKey = Esp256KeyPair.Generate();
    private readonly List<IAsyncDisposable> _hosts = [];
    private readonly List<IDisposable> _owned = [];
    private readonly TraceLog _trace;
    private int _names;

    public Site()
    {
        _authority = TrialAuthority.Create(_folder["pki"], SystemClock.Instance.Now);
        _trace = TraceLog.Open(_folder["trace.ndjson"], "site", SystemClock.Instance);
        Surroundings = new HostSurroundings(SystemClock.Instance, NullLoggerFactory.Instance, Events, _trace);
        Configuration = new DeviceCoreConfiguration
        {
            Device = Device,
            Vendor = Vendor,
            Class = Class,
            Profile = Profile.Secure,
            HasClock = true,
            AuthorAnchors = [_author.Public],
            TrackerAnchors = [_trackerKey.Public],
            SlotCapacity = 1024 * 1024,
            BlockSize = 16 * 1024,
            RebootDelay = TimeSpan.FromMilliseconds(20),
        };
    }

    public Watcher Events { get; } = new();

    public HostSurroundings Surroundings { get; }

    public DeviceCoreConfiguration Configuration { get; }

    public Uri ServerAddress { get; private set; } = null!;

    public Uri TrackerAddress { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts)) await host.DisposeAsync();
        foreach (var owned in _owned) owned.Dispose();
        _authority.Dispose();
        _trace.Dispose();
        var trace = TraceReader.Read("trace", await File.ReadAllBytesAsync(_folder["trace.ndjson"])).Value;
        _folder.Dispose();
        Assert.Null(TraceChecker.Check(trace).Misfit);
    }

    public static byte[] Image(int number, int size = 150_000)
    {
        var image = new byte[size];
        new Random(number).NextBytes(image);
        return image;
    }

    /// <summary>A signed package; it states the size of its image, unless it is to be wrong about it.</summary>
    public Bytes Package(int number, byte[] image, int? stated = null)
    {
        var digest = Digest.Of(image);
        var envelope = new ManifestBuilder
        {
            SequenceNumber = new SequenceNumber((ulong)number),
            Vendor = Vendor,
            Class = Class,
            Components = [new ComponentImage(ComponentId.Of("firmware"), digest, (ulong)(stated ?? image.Length), HttpBinding.PayloadPath(digest))],
            InvokedComponent = 0,
        }.Build().Value;
        return EnvelopeWriter.Encode(EnvelopeWriter.Sign(envelope, _author).Value);
    }

    public async Task<FirmwareServerHost> StartServerAsync()
    {
        var listen = HttpListen.Secure(new IPEndPoint(IPAddress.Loopback, ServerAddress?.Port ?? 0), Identity(LinkRole.Server, "127.0.0.1"));
        var host = Own(new FirmwareServerHost(new ServerSetup(new FirmwareServerConfiguration([_author.Public]), await FilePackageStore.Open(_folder["server"]), listen), Surroundings));
        ServerAddress = await host.StartAsync();
        return host;
    }

    public async Task<StatusTrackerHost> StartTrackerAsync(IPEndPoint? page = null)
    {
        var store = await SqliteTrackStore.Open(_folder["tracker.db"]);
        var host = Own(new StatusTrackerHost(
            new TrackerSetup(
                new StatusTrackerConfiguration { PollAfter = TimeSpan.FromSeconds(1), ActivePollAfter = TimeSpan.FromSeconds(1) },
                new ServerLinkConfiguration([_author.Public]) { RefreshInterval = TimeSpan.FromMilliseconds(200) },
                _trackerKey,
                store,
                PayloadCache.Open(_folder["cache"], 16 * 1024 * 1024),
                HttpListen.Secure(new IPEndPoint(IPAddress.Loopback, TrackerAddress?.Port ?? 0), Identity(LinkRole.Tracker, "127.0.0.1")),
                [new KnownServer("main", ServerAddress)],
                HttpClientLimits.Default) { Fleet = store, Page = page },
            Surroundings));
        TrackerAddress = await host.StartAsync();
        return host;
    }

    public DeviceCoreHost CreateDevice(ISelfTest? selfTest = null)
    {
        var path = _folder["device.flash"];
        var fresh = !File.Exists(path);
        var flash = fresh ? FlashFile.Create(path, Device, Configuration.SlotCapacity, Configuration.PageSize) : FlashFile.Open(path);
        if (fresh)
        {
            var image = Image(1);
            FactoryImage.Install(flash, Configuration, Package(1, image), _ => new MemoryStream(image));
        }

        return Own(new DeviceCoreHost(
            new DeviceCoreSetup(Configuration, flash, _deviceKey, StreamAddress.OfTcp("127.0.0.1", 0), DeviceLinkTimeouts.Default, selfTest ?? new DigestSelfTest(flash)), Surroundings));
    }

    public async Task<CommunicatorHost> StartCommunicatorAsync(StreamAddress device, LinkIdentity? identity = null)
    {
        var configuration = new CommunicatorConfiguration
        {
            LeastPoll = TimeSpan.FromMilliseconds(50),
            ActivePoll = TimeSpan.FromMilliseconds(50),
            FirstBackOff = TimeSpan.FromMilliseconds(50),
            MostBackOff = TimeSpan.FromMilliseconds(500),
            ProgressInterval = TimeSpan.FromMilliseconds(100),
        };
        var host = Own(new CommunicatorHost(
            new CommunicatorSetup(
                configuration, TrackerAddress, identity ?? Identity(LinkRole.Communicator), [new ServedDevice("one", device)], HttpClientLimits.Default, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)),
            Surroundings));
        await host.StartAsync();
        return host;
    }

    public async Task<Message> AskTrackerAsync(Message request, LinkRole role = LinkRole.Operator)
    {
        using var client = Client(TrackerAddress, role, LinkRole.Tracker);
        return Answer(await client.AskAsync(HttpBinding.OperatorPath, request, default).Soon());
    }

    public Task<Message> EnrolAsync() => AskTrackerAsync(new EnrolRequest(Device, Vendor, Class, Profile.Secure, _deviceKey.Public.Spki));

    public async Task<TrackEntry> TrackAsync() => ((TrackAnswer)await AskTrackerAsync(new TrackQuery(Device, null))).Entries[0];

    public async Task<Message> AskServerAsync(Message request)
    {
        using var client = Client(ServerAddress, LinkRole.Author, LinkRole.Server);
        return Answer(await client.AskAsync(HttpBinding.AuthorPath, request, default).Soon());
    }

    public async Task<LinkFault?> UploadAsync(PayloadName name, byte[] bytes)
    {
        using var client = Client(ServerAddress, LinkRole.Author, LinkRole.Server);
        return await client.UploadAsync(name, new MemoryStream(bytes), default).Soon();
    }

    /// <summary>An upload without an announced length; the code of the refusal, or null.</summary>
    public async Task<ResultCode?> StreamAsync(Digest payload, byte[] bytes)
    {
        using var handler = HttpLinkHandler.Create(Identity(LinkRole.Author), LinkRole.Server, SystemClock.Instance, HttpClientLimits.Default);
        using var client = new HttpClient(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(ServerAddress, HttpBinding.PayloadPrefix + payload.ToHex())) { Content = new ByteArrayContent(bytes) };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await client.SendAsync(request).Soon();
        return answer.IsSuccessStatusCode ? null : Assert.IsType<Refusal>(MessageCodec.Decode(await answer.Content.ReadAsByteArrayAsync()).Value).Code;
    }

    public async Task PublishAsync(int number, byte[] image)
    {
        var staged = Assert.IsType<PublishAnswer>(await AskServerAsync(new PublishRequest(Package(number, image))));
        foreach (var missing in staged.Missing) Assert.Null(await UploadAsync(missing, image));
    }

    public LinkIdentity Identity(LinkRole role, params string[] hosts)
    {
        var identity = _authority.Issue($"{role}-{Interlocked.Increment(ref _names)}", role, hosts, SystemClock.Instance.Now).Load();
        _owned.Add(identity);
        return identity;
    }

    public HttpLinkClient Client(Uri address, LinkRole role, LinkRole peer)
    {
        var handler = HttpLinkHandler.Create(Identity(role), peer, SystemClock.Instance, HttpClientLimits.Default);
        _owned.Add(handler);
        return new HttpLinkClient(address, handler, SystemClock.Instance, HttpClientLimits.Default);
    }

    private static Message Answer(Arrival arrival) => arrival.Message ?? throw new InvalidOperationException(arrival.Fault!.ToString());

    private T Own<T>(T host)
        where T : IAsyncDisposable
    {
        _hosts.Add(host);
        return host;
    }
}
