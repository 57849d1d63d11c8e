using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.VectorTool.Packages;

/// <summary>The device for which the packages are judged, and the payloads that fit it.</summary>
internal static class Target
{
    public const ulong SlotCapacity = 64 * 1024;
    public const uint PageSize = 4096;

    public static readonly VendorId Vendor = Uuid5.Vendor("example.com");
    public static readonly ClassId Class = Uuid5.Class(Vendor, "meter");
    public static readonly DeviceId Device = Seeded.Device("device");
    public static readonly ImageName Confirmed = new(new SequenceNumber(6), Seeded.Digest("manifest 6"));

    public static readonly byte[] Image = Seeded.Bytes("image firmware", 1000);
    public static readonly byte[] Radio = Seeded.Bytes("image radio", 300);
    public static readonly byte[] Full = Seeded.Fill(0xa5, (int)SlotCapacity);
    public static readonly byte[] TooLarge = Seeded.Fill(0xa5, (int)SlotCapacity + 1);

    public static DeviceCoreConfiguration Configuration { get; } = new()
    {
        Device = Device,
        Vendor = Vendor,
        Class = Class,
        AuthorAnchors = [TestKeys.Author.Public, TestKeys.AuthorP256.Public],
        TrackerAnchors = [TestKeys.Tracker.Public],
        SlotCapacity = SlotCapacity,
        PageSize = PageSize,
        Components = new Sequence<Sequence<Bytes>>(Id("firmware"), Id("radio")),
        StagingComponents = new Sequence<Sequence<Bytes>>(Id("staging")),
    };

    /// <summary>What a device with that confirmed image says of an envelope.</summary>
    public static (ResultCode Result, AcceptedPackage? Package) Judge(byte[] envelope)
    {
        var judges = DeviceJudges.For(Configuration);
        var verdict = judges.Package(envelope);
        if (verdict.Value is not { } package) return (verdict.Code, null);
        var number = judges.Number(package.Name, Confirmed);
        return number == ResultCode.None ? (ResultCode.Success, package) : (number, null);
    }

    private static Sequence<Bytes> Id(string segment) => new((Bytes)System.Text.Encoding.UTF8.GetBytes(segment));
}
