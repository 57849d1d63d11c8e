using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Tests;

/// <summary>A component of a test package and the size of its image.</summary>
internal sealed record TestImage(string Component, int Size, bool Integrated = false);

/// <summary>A package as its author made it.</summary>
/// <param name="Label">For people.</param>
/// <param name="Name">Sequence number and manifest digest.</param>
/// <param name="Envelope">The signed envelope, integrated payloads included.</param>
/// <param name="Images">The bytes of the images in the order of the manifest.</param>
/// <param name="Components">Where a device of these tests places them, those inside the envelope first.</param>
internal sealed record TestPackage(string Label, ImageName Name, Bytes Envelope, ImmutableArray<byte[]> Images, Sequence<ImageComponent> Components)
{
    private static readonly ConcurrentDictionary<Digest, string> Labels = new();

    public PackageOffer Offer => new(Name, Envelope);

    public Sequence<PayloadName> Payloads => new(Images.Select(image => new PayloadName(Digest.Of(image), (ulong)image.Length)));

    public CatalogueEntry Entry => new(Name.Manifest, Name.Number, Known.Vendor, Known.Class, (uint)Envelope.Length, Payloads);

    /// <summary>A word for a digest that a test package made known, else its head.</summary>
    public static string LabelOf(Digest digest) => digest == default ? "none" : Labels.GetValueOrDefault(digest, digest.ToString());

    public byte[] ImageOf(Digest payload) => Images.First(image => Digest.Of(image) == payload);

    public SlotImage In(Slot slot) => new(slot, Name, Components);

    public TestPackage Remember()
    {
        Labels[Name.Manifest] = Label;
        for (var i = 0; i < Images.Length; i++) Labels[Digest.Of(Images[i])] = string.Create(CultureInfo.InvariantCulture, $"{Label}/{i}");
        return this;
    }
}

/// <summary>What an author decides about a package; <see cref="Make"/> signs it.</summary>
internal sealed record PackageSpec(ulong Number)
{
    public const int Page = 64;

    public string Variant { get; init; } = "";

    public VendorId Vendor { get; init; } = Known.Vendor;

    public ClassId Class { get; init; } = Known.Class;

    public DeviceId? Device { get; init; }

    public FakeKey? Author { get; init; } = Known.Author;

    public ImmutableArray<TestImage> Images { get; init; } = [new("firmware", 150)];

    public TestPackage Make()
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"#{Number}{Variant}");
        var images = Images.Select(image => Content($"{label}/{image.Component}", image.Size)).ToImmutableArray();
        var envelope = new ManifestBuilder
        {
            SequenceNumber = new SequenceNumber(Number),
            Vendor = Vendor,
            Class = Class,
            Device = Device,
            Components = [.. Images.Select((image, i) => new ComponentImage(ComponentId.Of(image.Component), Digest.Of(images[i]), (ulong)image.Size, UriOf(image)))],
            InvokedComponent = 0,
        }.Build().Value;
        for (var i = 0; i < images.Length; i++)
            if (Images[i].Integrated) envelope = EnvelopeWriter.WithPayload(envelope, UriOf(Images[i]), images[i]);
        if (Author is not null) envelope = EnvelopeWriter.Sign(envelope, Author).Value;
        var name = new ImageName(new SequenceNumber(Number), envelope.ManifestDigest);
        return new TestPackage(label, name, EnvelopeWriter.Encode(envelope), images, Place(images)).Remember();
    }

    private static string UriOf(TestImage image) => image.Integrated ? "#" + image.Component : "coap://server/" + image.Component;

    private static byte[] Content(string seed, int size)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
        return [.. Enumerable.Range(0, size).Select(i => (byte)(hash[i % hash.Length] ^ (i & 0xff)))];
    }

    private Sequence<ImageComponent> Place(ImmutableArray<byte[]> images)
    {
        var placed = new List<(bool Integrated, ImageComponent Component)>();
        var end = 0;
        for (var i = 0; i < images.Length; i++)
        {
            var offset = (end + Page - 1) / Page * Page;
            end = offset + images[i].Length;
            placed.Add((Images[i].Integrated, new ImageComponent(Digest.Of(images[i]), (ulong)images[i].Length, (ulong)offset)));
        }

        return new(placed.OrderBy(item => !item.Integrated).Select(item => item.Component));
    }
}

/// <summary>The packages that most tests use.</summary>
internal static class Releases
{
    /// <summary>What the device runs when a test begins.</summary>
    public static readonly TestPackage Base = new PackageSpec(10).Make();

    /// <summary>The next one, two blocks long.</summary>
    public static readonly TestPackage Next = new PackageSpec(11).Make();

    /// <summary>The one after it.</summary>
    public static readonly TestPackage Newer = new PackageSpec(12).Make();

    /// <summary>One with all payloads inside the envelope.</summary>
    public static readonly TestPackage Whole = new PackageSpec(13) { Images = [new("firmware", 70, Integrated: true)] }.Make();

    /// <summary>Two components, the second inside the envelope.</summary>
    public static readonly TestPackage Mixed = new PackageSpec(14) { Images = [new("firmware", 150), new("radio", 30, Integrated: true)] }.Make();

    /// <summary>Older than what runs.</summary>
    public static readonly TestPackage Old = new PackageSpec(9).Make();

    /// <summary>With the number of what runs, and another content.</summary>
    public static readonly TestPackage Twin = new PackageSpec(10) { Variant = "b" }.Make();

    public static readonly TestPackage ForOtherVendor = new PackageSpec(11) { Variant = "-vendor", Vendor = Known.OtherVendor }.Make();

    public static readonly TestPackage ForOtherClass = new PackageSpec(11) { Variant = "-class", Class = Known.OtherClass }.Make();

    public static readonly TestPackage ForOtherDevice = new PackageSpec(11) { Variant = "-device", Device = Known.OtherDevice }.Make();

    public static readonly TestPackage ByStranger = new PackageSpec(11) { Variant = "-stranger", Author = Known.Stranger }.Make();

    public static readonly TestPackage Unsigned = new PackageSpec(11) { Variant = "-unsigned", Author = null }.Make();

    public static readonly TestPackage TooLarge = new PackageSpec(11) { Variant = "-large", Images = [new("firmware", 1025)] }.Make();

    public static readonly TestPackage TooFar = new PackageSpec(10 + Limits.SequenceLeap + 1) { Variant = "-far" }.Make();

    public static readonly TestPackage OfUnknownComponent = new PackageSpec(11) { Variant = "-component", Images = [new("camera", 10)] }.Make();

    /// <summary>Every one, for look-up by manifest.</summary>
    public static readonly ImmutableArray<TestPackage> All =
        [Base, Next, Newer, Whole, Mixed, Old, Twin, ForOtherVendor, ForOtherClass, ForOtherDevice, ByStranger, Unsigned, TooLarge, TooFar, OfUnknownComponent];

    public static TestPackage Of(Digest manifest) => All.First(package => package.Name.Manifest == manifest);
}
