using System.Text;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>What does not change in a checked world: keys, images, identities. Images go by the numbers of spec/model/world.md.</summary>
public sealed class Cast
{
    /// <summary>Bytes of one block.</summary>
    internal const int BlockSize = 64;

    /// <summary>So many report counters are reserved at once: more than a way has steps.</summary>
    internal const uint CounterReserve = 1000;

    /// <summary>The image that no author made, unless the author's key is stolen.</summary>
    internal const int Evil = 4;

    /// <summary>The genuine image for another class of device.</summary>
    internal const int OtherClass = 6;

    /// <summary>The number that stands for bytes of no image.</summary>
    internal const byte Garbage = 15;

    private static readonly Moment Always = new(1_700_000_000_000);

    private readonly SimulatedPackage?[] _packages = new SimulatedPackage?[OtherClass + 1];
    private readonly Dictionary<Digest, int> _byManifest = [];
    private readonly Dictionary<Bytes, (int Image, int Block)> _byBlock = [];
    private readonly Dictionary<Bytes, int> _byEnvelope = [];
    private readonly Dictionary<DeviceId, int> _byDevice = [];
    private readonly Nonce[][] _nonces;

    /// <summary>The cast of a world with these settings.</summary>
    public Cast(ExplorationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        Vendor = Uuid5.Vendor("vendor.example");
        Class = Uuid5.Class(Vendor, "meter");
        Author = new Author("author", Vendor, Class);
        var size = settings.Blocks * BlockSize;
        for (var number = 1; number <= 3; number++) Add(number, Author.Make(new PackageOrder((ulong)number) { Size = size }));
        var thief = settings.Attacker == AttackerKind.AuthorKey ? new Author("author", Vendor, Class) : new Author("attacker", Vendor, Class);
        Add(Evil, thief.Make(new PackageOrder(4) { Size = size, Variant = "evil" }));
        Add(5, Author.Make(new PackageOrder(3) { Size = size, Variant = "other" }));
        Add(OtherClass, Author.Make(new PackageOrder(4) { Size = size, Class = Uuid5.Class(Vendor, "lamp") }));
        DeviceKeys = [.. Enumerable.Range(1, settings.Devices).Select(n => new SymbolicKey($"device {n}"))];
        Configurations = [.. Enumerable.Range(1, settings.Devices).Select(Configure)];
        foreach (var configuration in Configurations) _byDevice[configuration.Device] = _byDevice.Count;
        _nonces = [.. Enumerable.Range(1, settings.Devices).Select(n => Enumerable.Range(0, 24).Select(k => MakeNonce(n, k)).ToArray())];
    }

    /// <summary>What made it.</summary>
    public ExplorationSettings Settings { get; }

    /// <summary>What every clock shows: time is not measured.</summary>
    internal static Moment At => Always;

    internal VendorId Vendor { get; }

    internal ClassId Class { get; }

    internal Author Author { get; }

    internal SymbolicKey TrackerKey { get; } = new("tracker");

    internal SymbolicKey AttackerKey { get; } = new("attacker");

    internal IReadOnlyList<SymbolicKey> DeviceKeys { get; }

    internal IReadOnlyList<DeviceCoreConfiguration> Configurations { get; }

    internal StatusTrackerConfiguration TrackerPolicy => new() { MostAttempts = Settings.Attempts };

    internal SimulatedPackage Package(int image) => _packages[image]!;

    internal ImageName Name(int image) => Package(image).Name;

    /// <summary>The number of the image with this manifest; 0 for none.</summary>
    internal int ImageOf(Digest? manifest) => manifest is { } known ? _byManifest.GetValueOrDefault(known) : 0;

    internal int ImageOf(ImageName? name) => ImageOf(name?.Manifest);

    /// <summary>The image whose envelope this is; 0 for none.</summary>
    internal int EnvelopeOf(Bytes envelope) => _byEnvelope.GetValueOrDefault(envelope);

    /// <summary>What a block of bytes is: which image's and which of its blocks; garbage for all others.</summary>
    internal (int Image, int Block) BlockOf(Bytes data) => _byBlock.TryGetValue(data, out var known) ? known : (Garbage, 0);

    internal Bytes BlockData(int image, int block) => Package(image).Payload.Span.Slice(block * BlockSize, BlockSize).ToArray();

    internal int DeviceOf(DeviceId device) => _byDevice.GetValueOrDefault(device, -1);

    internal Nonce Nonce(int device, int index) => _nonces[device][index];

    /// <summary>Bytes of a block that nobody made.</summary>
    internal Bytes GarbageData { get; } = Enumerable.Repeat((byte)0xEE, BlockSize).ToArray();

    /// <summary>Did an authorised author sign it, for devices of this class?</summary>
    internal bool IsAuthored(int image) => image is >= 1 and <= OtherClass && (image != Evil || Settings.Attacker == AttackerKind.AuthorKey);

    private void Add(int image, SimulatedPackage package)
    {
        _packages[image] = package;
        _byManifest[package.Name.Manifest] = image;
        _byEnvelope[package.Envelope] = image;
        for (var block = 0; block < Settings.Blocks; block++) _byBlock[BlockData(image, block)] = (image, block);
    }

    private DeviceCoreConfiguration Configure(int number) => new()
    {
        Device = new DeviceId(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])),
        Vendor = Vendor,
        Class = Class,
        Profile = Settings.Profile,
        HasClock = Settings.Profile == Profile.Secure,
        AuthorAnchors = [Author.Anchor],
        TrackerAnchors = [TrackerKey],
        SlotCapacity = (ulong)(Settings.Blocks * BlockSize),
        PageSize = BlockSize,
        BlockSize = BlockSize,
        CounterReserve = CounterReserve,
    };

    private static Nonce MakeNonce(int device, int index) =>
        new(Digest.Of(Encoding.UTF8.GetBytes($"nonce {index} of device {device}")).Value.Span[..SecUpIoT.Protocol.Nonce.Size].ToArray());
}
