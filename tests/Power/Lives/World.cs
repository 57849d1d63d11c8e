using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>Which dimensions a device and its flash have.</summary>
/// <param name="Pages">Pages of a component; its last page is not full.</param>
/// <param name="BlockPages">Pages of a block.</param>
/// <param name="PageSize">Bytes of a page of the layout.</param>
/// <param name="SectorSize">Bytes that the flash erases at once.</param>
/// <param name="ProgramUnit">Bytes that the flash programs at once.</param>
internal sealed record Dimensions(int Pages = 3, int BlockPages = 1, int PageSize = 256, int SectorSize = 256, int ProgramUnit = 256)
{
    /// <summary>Bytes of a block where it is not whole pages; 0 where it is.</summary>
    public int OddBlock { get; init; }

    /// <summary>Components of an image: the more, the longer is a record in the journal.</summary>
    public int Components { get; init; } = 1;

    // The author makes each further component a byte longer.
    public int ComponentSize => Pages * PageSize - 57;

    public uint BlockSize => (uint)(OddBlock > 0 ? OddBlock : BlockPages * PageSize);

    public ulong Capacity => (ulong)(Components * Pages * PageSize);
}

/// <summary>What does not change while a device lives: keys, packages, and who it is.</summary>
internal sealed class World
{
    private const int Images = 9;

    private readonly Dictionary<Digest, SimulatedPackage> _byManifest = [];
    private readonly Dictionary<Digest, Bytes> _payloads = [];
    private readonly SymbolicKey _tracker = new("tracker");

    public World(Dimensions dimensions)
    {
        Dimensions = dimensions;
        var vendor = Uuid5.Vendor("vendor.example");
        var author = new Author("author", vendor, Uuid5.Class(vendor, "meter"));
        string[] components = dimensions.Components == 1 ? ["firmware"] : [.. Enumerable.Range(0, dimensions.Components).Select(static index => $"part{index}")];
        for (ulong number = 1; number <= Images; number++)
        {
            var package = author.Make(new PackageOrder(number) { Size = dimensions.ComponentSize, Components = components });
            _byManifest[package.Name.Manifest] = package;
            Packages.Add(package);
            foreach (var payload in package.Payloads) _payloads[Digest.Of(payload.Span)] = payload;
        }

        Device = new()
        {
            Device = new DeviceId(new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])),
            Vendor = vendor,
            Class = author.Class,
            Profile = Profile.Secure,
            AuthorAnchors = [author.Anchor],
            TrackerAnchors = [_tracker],
            SlotCapacity = dimensions.Capacity,
            PageSize = (uint)dimensions.PageSize,
            BlockSize = dimensions.BlockSize,
            CounterReserve = 2,
            Components = new(components.Select(static name => new Sequence<Bytes>((Bytes)System.Text.Encoding.UTF8.GetBytes(name)))),
        };
        Layout = new FlashLayout(Device.Device, dimensions.Capacity, (uint)dimensions.PageSize);
    }

    public Dimensions Dimensions { get; }

    public DeviceCoreConfiguration Device { get; }

    public FlashLayout Layout { get; }

    private List<SimulatedPackage> Packages { get; } = [];

    /// <summary>The package with this number.</summary>
    public SimulatedPackage Package(int number) => Packages[number - 1];

    /// <summary>The package that the author made with this name; null when there is none.</summary>
    public SimulatedPackage? Authored(ImageName name) => _byManifest.GetValueOrDefault(name.Manifest) is { } package && package.Name == name ? package : null;

    /// <summary>True when an author made this envelope.</summary>
    public bool IsAuthored(Bytes envelope) => Packages.Any(package => package.Envelope == envelope);

    /// <summary>The factory's image where the factory puts it.</summary>
    public SlotImage Factory
    {
        get
        {
            var package = DeviceJudges.For(Device).Package(Package(1).Envelope).Value!;
            return new(Slot.A, package.Name, package.Components);
        }
    }

    /// <summary>Flash as it is bought, or a new file.</summary>
    public FlashContent Blank(bool isNor) => FlashContent.Filled(
        FlashFile.SizeFor(Dimensions.Capacity, (uint)Dimensions.PageSize), Dimensions.SectorSize, isNor ? NorMedium.ErasedByte : (byte)0);

    /// <summary>A nonce of a device; each number is another one.</summary>
    public static Nonce Nonce(int number) => new((byte[])[.. BitConverter.GetBytes((long)number), .. new byte[Protocol.Nonce.Size - sizeof(long)]]);

    /// <summary>A directive of the tracker.</summary>
    public Bytes Direct(DirectiveKind kind, ImageName image, Nonce nonce) => SignedStatement.Sign(
        _tracker, Directive.Domain, Directive.ContentType, new Directive(kind, Device.Device, image.Manifest, image.Number, nonce, new Moment(1), new Moment(2)).Encode());

    /// <summary>True when the bytes of an image stand in its slot, from the first on to as many as are said to be there.</summary>
    public bool Holds(FlashContent content, SlotImage image, ulong received)
    {
        if (Authored(image.Name) is not { } package) return false;
        foreach (var component in image.Components)
        {
            var count = (int)Math.Min(received, component.Size);
            received -= (ulong)count;
            var stored = new byte[count];
            content.Read(Layout.Image(image.Slot) + (long)component.Offset, stored);
            if (!Payload(component.Digest).Span[..count].SequenceEqual(stored)) return false;
        }

        return true;
    }

    /// <summary>The payload with this digest.</summary>
    public Bytes Payload(Digest digest) => _payloads[digest];
}
