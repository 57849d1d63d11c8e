using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>One author, tracker and device with keys of their own, and what they say.</summary>
internal sealed class Sample
{
    public static readonly DeviceId Device = new(new Guid("00000000-0000-4000-8000-000000000001"));
    public static readonly VendorId Vendor = Uuid5.Vendor("bench.example");
    public static readonly ClassId Class = Uuid5.Class(Vendor, "bench");
    public static readonly Moment Now = new(1_700_000_000_000);

    public Esp256KeyPair Author { get; } = Esp256KeyPair.Generate();

    public Esp256KeyPair Tracker { get; } = Esp256KeyPair.Generate();

    public Esp256KeyPair Key { get; } = Esp256KeyPair.Generate();

    public DeviceCoreConfiguration Configuration(ulong slotCapacity) => new()
    {
        Device = Device,
        Vendor = Vendor,
        Class = Class,
        Profile = Profile.Secure,
        AuthorAnchors = [Author.Public],
        TrackerAnchors = [Tracker.Public],
        SlotCapacity = slotCapacity,
    };

    /// <summary>The envelope of an image in a file beside it.</summary>
    public Bytes Package(ulong number, ReadOnlySpan<byte> image) => Package(number, Digest.Of(image), (ulong)image.Length);

    /// <summary>The envelope of an image of which only digest and size are known here.</summary>
    public Bytes Package(ulong number, Digest digest, ulong size)
    {
        var envelope = new ManifestBuilder
        {
            SequenceNumber = new SequenceNumber(number),
            Vendor = Vendor,
            Class = Class,
            Components = [new ComponentImage(ComponentId.Of("firmware"), digest, size, HttpBinding.PayloadPath(digest))],
            InvokedComponent = 0,
        }.Build().Value;
        return EnvelopeWriter.Encode(EnvelopeWriter.Sign(envelope, Author).Value);
    }

    /// <summary>The tracker's word to install this package, in answer to a nonce.</summary>
    public Bytes Directive(Digest manifest, ulong number, Nonce nonce) => SignedStatement.Sign(
        Tracker, Protocol.Statements.Directive.Domain, Protocol.Statements.Directive.ContentType,
        new Directive(DirectiveKind.Install, Device, manifest, new SequenceNumber(number), nonce, Now, Now.Plus(TimeSpan.FromDays(1))).Encode());

    /// <summary>The device's report with this counter.</summary>
    public Bytes Report(DeviceReport report) => SignedStatement.Sign(Key, DeviceReport.Domain, DeviceReport.ContentType, report.Encode());

    /// <summary>What the journal holds while this package is received, of which so many bytes have come.</summary>
    public DeviceRecord Receiving(ulong size, ulong received)
    {
        var old = new SlotImage(Slot.A, new ImageName(new SequenceNumber(2), Digest.Of([2])), new Sequence<ImageComponent>(new ImageComponent(Digest.Of([2]), 4096, 0)));
        var image = new SlotImage(Slot.B, new ImageName(new SequenceNumber(3), Digest.Of([3])), new Sequence<ImageComponent>(new ImageComponent(Digest.Of([1]), size, 0)));
        return new DeviceRecord(old, new Candidate(image, CandidateStage.Receiving, received), null, 64);
    }
}
