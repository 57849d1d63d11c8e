using System.Net;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Hosting.Options;

/// <summary>The configuration file of a Device core. Keys without a stated default are required; paths may be relative to the
/// file.</summary>
public sealed record DeviceCoreOptions
{
    /// <summary><c>device</c>: its UUID.</summary>
    public required DeviceId Device { get; init; }

    /// <summary><c>vendor</c>: the UUID of its vendor.</summary>
    public required VendorId Vendor { get; init; }

    /// <summary><c>class</c>: the UUID of its class.</summary>
    public required ClassId Class { get; init; }

    /// <summary><c>profile</c>: core or secure; secure without the key.</summary>
    public required Profile Profile { get; init; }

    /// <summary><c>has-clock</c>: true when the machine's clock can be trusted; false without the key.</summary>
    public required bool HasClock { get; init; }

    /// <summary><c>key</c>: file of the device's private key.</summary>
    public required string Key { get; init; }

    /// <summary><c>authors</c>: files of the public keys of accepted authors.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary><c>trackers</c>: files of the public keys of believed Status trackers; may be absent in profile core.</summary>
    public required IReadOnlyList<string> Trackers { get; init; }

    /// <summary><c>legacy-algorithm-names</c>: true to accept packages whose signature is named ES256 or EdDSA; false without the key.</summary>
    public required bool LegacyAlgorithmNames { get; init; }

    /// <summary><c>flash</c>: the flash file.</summary>
    public required string Flash { get; init; }

    /// <summary><c>listen</c>: tcp://host:port or unix:///path of the device link.</summary>
    public required StreamAddress Listen { get; init; }

    /// <summary><c>block-size</c>: bytes of a block, 512 to 262144; 65536 without the key.</summary>
    public required uint BlockSize { get; init; }

    /// <summary><c>trial-period</c>; 5m without the key.</summary>
    public required TimeSpan TrialPeriod { get; init; }

    /// <summary><c>reboot-delay</c>; 500ms without the key.</summary>
    public required TimeSpan RebootDelay { get; init; }

    /// <summary><c>nonce-lifetime</c>; 10m without the key.</summary>
    public required TimeSpan NonceLifetime { get; init; }

    /// <summary><c>freshness-limit</c>; 2d without the key.</summary>
    public required TimeSpan FreshnessLimit { get; init; }

    /// <summary><c>frame-timeout</c>: from the first byte of a frame to its last; 10s without the key.</summary>
    public required TimeSpan FrameTimeout { get; init; }

    /// <summary><c>idle-timeout</c>: a silent connection is closed after this; 5m without the key.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary><c>self-test</c> with <c>command</c>, <c>arguments</c> (a list) and <c>within</c> (1m): judges an image on trial; without
    /// the key its digest is compared.</summary>
    public SelfTestOptions? SelfTest { get; init; }

    /// <summary><c>health</c>: loopback address and port of the health listener; none without the key.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="ConfigurationException">It is not as described here.</exception>
    public static DeviceCoreOptions Read(string file) => YamlMap.ReadFile(file, Read);

    /// <summary>Opens the flash, reads the keys, and gives what a host needs.</summary>
    /// <exception cref="ConfigurationException">A key file does not hold a key.</exception>
    /// <exception cref="Storage.StorageException">A file cannot be used.</exception>
    public DeviceCoreSetup Open(IClock clock)
    {
        var signer = KeyLoading.Signer(Key);
        var (authors, trackers) = (KeyLoading.Verifiers(Authors), KeyLoading.Verifiers(Trackers));
        var flash = FlashFile.Open(Flash);
        if (flash.Device != Device)
        {
            var owner = flash.Device;
            flash.Dispose();
            throw new ConfigurationException($"{Flash}: expected the flash of device {Device}, found that of {owner}.");
        }

        var configuration = new DeviceCoreConfiguration
        {
            Device = Device,
            Vendor = Vendor,
            Class = Class,
            Profile = Profile,
            HasClock = HasClock,
            AuthorAnchors = authors,
            Algorithms = LegacyAlgorithmNames ? AlgorithmPolicy.WithLegacyNames : AlgorithmPolicy.Current,
            TrackerAnchors = trackers,
            SlotCapacity = flash.SlotCapacity,
            PageSize = flash.PageSize,
            BlockSize = BlockSize,
            TrialPeriod = TrialPeriod,
            RebootDelay = RebootDelay,
            NonceLifetime = NonceLifetime,
            FreshnessLimit = FreshnessLimit,
        };
        ISelfTest test = SelfTest is { } command ? new CommandSelfTest(command.Command, command.Arguments, command.Within, clock) : new DigestSelfTest(flash);
        return new DeviceCoreSetup(configuration, flash, signer, Listen, new DeviceLinkTimeouts(FrameTimeout, IdleTimeout), test);
    }

    internal static DeviceCoreOptions Read(YamlMap map)
    {
        var profile = map.Enum("profile", Profile.Secure);
        return new DeviceCoreOptions
        {
            Device = new DeviceId(map.Guid("device")),
            Vendor = new VendorId(map.Guid("vendor")),
            Class = new ClassId(map.Guid("class")),
            Profile = profile,
            HasClock = map.Bool("has-clock", otherwise: false),
            Key = map.Path("key"),
            Authors = map.Paths("authors"),
            Trackers = map.Paths("trackers", mayBeAbsent: profile == Profile.Core),
            LegacyAlgorithmNames = map.Bool("legacy-algorithm-names", otherwise: false),
            Flash = map.Path("flash"),
            Listen = map.DeviceLink("listen"),
            BlockSize = (uint)map.Number("block-size", 512, Limits.Block, 64 * 1024),
            TrialPeriod = map.Span("trial-period", TimeSpan.FromMinutes(5)),
            RebootDelay = map.Span("reboot-delay", TimeSpan.FromMilliseconds(500)),
            NonceLifetime = map.Span("nonce-lifetime", TimeSpan.FromMinutes(10)),
            FreshnessLimit = map.Span("freshness-limit", TimeSpan.FromDays(2)),
            FrameTimeout = map.Span("frame-timeout", DeviceLinkTimeouts.Default.Frame),
            IdleTimeout = map.Span("idle-timeout", DeviceLinkTimeouts.Default.Idle),
            SelfTest = map.OptionalMap("self-test", static inner =>
                new SelfTestOptions(inner.Text("command"), inner.Texts("arguments"), inner.Span("within", TimeSpan.FromMinutes(1)))),
            Health = map.OptionalEndPoint("health"),
        };
    }
}

/// <summary>The command that judges an image on trial.</summary>
public sealed record SelfTestOptions(string Command, IReadOnlyList<string> Arguments, TimeSpan Within);
