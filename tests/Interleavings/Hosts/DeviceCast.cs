using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>The one device of the scenarios, its packages, and its flash at the moments at which scenarios begin. All keys are symbolic.</summary>
internal static class DeviceCast
{
    private const int PageSize = 256;
    private const int ImageSize = 64;

    private static readonly VendorId Vendor = Uuid5.Vendor("vendor.example");
    private static readonly Author Maker = new("author", Vendor, Uuid5.Class(Vendor, "meter"));
    private static readonly SymbolicKey TrackerKey = new("tracker");

    public static SymbolicKey DeviceKey { get; } = new("device");

    /// <summary>Restart and trial end by the clock of the scenario; nothing else does.</summary>
    public static DeviceCoreConfiguration Configuration { get; } = new()
    {
        Device = new DeviceId(new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])),
        Vendor = Vendor,
        Class = Maker.Class,
        Profile = Profile.Secure,
        HasClock = true,
        AuthorAnchors = [Maker.Anchor],
        TrackerAnchors = [TrackerKey],
        SlotCapacity = PageSize,
        PageSize = PageSize,
        BlockSize = ImageSize,
        CounterReserve = 1_000,
        RebootDelay = TimeSpan.FromSeconds(1),
        TrialPeriod = TimeSpan.FromSeconds(2),
    };

    /// <summary>Packages 1 to 3, each with its image inside the envelope.</summary>
    public static IReadOnlyList<SimulatedPackage> Packages { get; } =
        [.. Enumerable.Range(1, 3).Select(static number => Maker.Make(new PackageOrder((ulong)number) { Size = ImageSize, Integrated = true }))];

    /// <summary>The flash of a device on which package 2 is verified and waits for its installation.</summary>
    public static byte[] Verified { get; } = Flash(CandidateStage.Verified);

    /// <summary>The flash of a device that boots package 2 on trial when it starts.</summary>
    public static byte[] AwaitingBoot { get; } = Flash(CandidateStage.AwaitingBoot);

    /// <summary>What the tracker directs the device to do.</summary>
    public static Bytes Direct(DirectiveKind kind, int number, Nonce nonce)
    {
        var image = Packages[number - 1].Name;
        var directive = new Directive(
            kind, Configuration.Device, image.Manifest, image.Number, nonce, PatientClock.Always, PatientClock.Always.Plus(TimeSpan.FromHours(1)));
        return SignedStatement.Sign(TrackerKey, Directive.Domain, Directive.ContentType, directive.Encode());
    }

    /// <summary>What the device says of itself in a report.</summary>
    public static DeviceReport Read(StatusReport report)
    {
        var signed = SignedStatement.Verify(report.SignedReport.Memory, [DeviceKey], DeviceReport.Domain, DeviceReport.ContentType);
        return DeviceReport.Decode(signed.Value.Payload.Memory).Value!;
    }

    /// <summary>The record on a flash; null when there is none.</summary>
    public static DeviceRecord? RecordOn(byte[] flash)
    {
        using var file = FlashFile.Open(new MemoryMedium(flash));
        return file.ReadRecord();
    }

    private static byte[] Flash(CandidateStage stage)
    {
        var medium = new MemoryMedium(new byte[FlashFile.SizeFor(PageSize, PageSize)]);
        using var flash = FlashFile.Create(medium, Configuration.Device, PageSize, PageSize);
        FactoryImage.Install(flash, Configuration, Packages[0].Envelope, static _ => null);
        var package = DeviceJudges.For(Configuration).Package(Packages[1].Envelope).Value!;
        var image = new SlotImage(Slot.B, package.Name, package.Components);
        flash.WriteEnvelope(Slot.B, package.Envelope);
        flash.WriteImage(Slot.B, 0, package.Integrated[0].Span);
        if (stage == CandidateStage.AwaitingBoot) flash.Seal(Slot.B);
        flash.Append(flash.ReadRecord()! with { Candidate = new Candidate(image, stage, package.TotalSize) });
        return medium.Cut();
    }
}
