using System.Collections.Immutable;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>Makes envelopes by hand, right and wrong ones, signed by a fixed author.</summary>
internal static class Forge
{
    public static readonly Ed25519KeyPair Author = Ed25519KeyPair.FromSeed([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
    public static readonly VendorId Vendor = Uuid5.Vendor("example.com");
    public static readonly ClassId Class = Uuid5.Class(Vendor, "meter");
    public static readonly DeviceId Device = new(new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f"));
    public static readonly ComponentId Main = ComponentId.Of("main");
    public static readonly ComponentId Radio = ComponentId.Of("radio");
    public static readonly byte[] Image = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7 % 256))];

    public static IReadOnlyList<IVerifier> Anchors => [Author.Public];

    public static CborValue Of(object? value) => value switch
    {
        null => CborValue.Null,
        CborValue item => item,
        int number => CborValue.Of((long)number),
        long number => CborValue.Of(number),
        ulong number => CborValue.Of(number),
        string text => CborValue.Of(text),
        bool flag => CborValue.Of(flag),
        byte[] octets => CborValue.Of(octets),
        _ => throw new ArgumentException($"no CBOR for {value}"),
    };

    /// <summary>A wrapped command sequence of codes and arguments in turn.</summary>
    public static CborValue Sequence(params object?[] items) => CborValue.Wrap(new CborArray([.. items.Select(Of)]));

    public static CborMap Map(params (object Key, object? Value)[] entries) => new([.. entries.Select(entry => new CborEntry(Of(entry.Key), Of(entry.Value)))]);

    public static CborValue Array(params object?[] items) => new CborArray([.. items.Select(Of)]);

    public static byte[] Id(Guid id) => id.ToByteArray(bigEndian: true);

    public static byte[] ImageDigest(byte[] image) => SuitDigests.Encode(Digest.Of(image));

    /// <summary>A shared sequence that checks vendor and class, then the given commands.</summary>
    public static CborValue Shared(params object?[] more) => Sequence(
        [20, Map((1, Id(Vendor.Value)), (2, Id(Class.Value)), (3, ImageDigest(Image)), (14, Image.Length)), 1, 15, 2, 15, .. more]);

    public static CborValue Common(CborValue? shared = null, CborValue? components = null) => CborValue.Wrap(Map(
        (2, components ?? Array(Array("main"u8.ToArray()))),
        (4, shared ?? Shared())));

    /// <summary>A manifest; <paramref name="entries"/> replace or add to version 1, number 1 and the common block. A null value removes.</summary>
    public static byte[] Manifest(params (int Key, CborValue? Value)[] entries)
    {
        var map = new SortedDictionary<int, CborValue?> { [1] = CborValue.Of(1L), [2] = CborValue.Of(1L), [3] = Common() };
        foreach (var (key, value) in entries) map[key] = value;
        return CborEncoder.Encode(new CborMap([.. map.Where(pair => pair.Value is not null).Select(pair => new CborEntry(pair.Key, pair.Value!))]));
    }

    public static Envelope Envelope(byte[] manifest, params (SuitElement Element, byte[] Content)[] severable) => EnvelopeWriter.Sign(
        ManifestBuilder.Wrap(manifest, severable.ToImmutableSortedDictionary(pair => pair.Element, pair => (Bytes)pair.Content)), Author).Value;

    public static Result<VerifiedManifest, SuitError> Verify(byte[] manifest, SuitProfile? profile = null) =>
        EnvelopeVerifier.Verify(Envelope(manifest), Anchors, profile ?? SuitProfile.Device);

    /// <summary>The outcome for a manifest with this install sequence.</summary>
    public static Result<VerifiedManifest, SuitError> VerifyInstall(params object?[] commands) => Verify(Manifest((20, Sequence(commands))));

    public static ManifestBuilder Builder => new()
    {
        SequenceNumber = new SequenceNumber(7),
        Vendor = Vendor,
        Class = Class,
        Components = [new ComponentImage(Main, Digest.Of(Image), (ulong)Image.Length, "coap://server/main")],
        InvokedComponent = 0,
        Text = ImmutableSortedDictionary<string, LocalText>.Empty.Add("en", new LocalText { UpdateDescription = "fixes" }),
    };

    public static ManifestBuilder TwoComponents => Builder with
    {
        Components = [.. Builder.Components, new ComponentImage(Radio, Digest.Of([1, 2, 3]), 3, "#radio")],
    };

    public static DeviceFacts Facts => new()
    {
        Vendors = [Vendor],
        Classes = [Class],
        Device = Device,
        Components = [new DeviceComponent(Main, 4096), new DeviceComponent(Radio, 512)],
        SlotCapacity = 8192,
        Alignment = 256,
    };

    public static VerifiedManifest Verified(ManifestBuilder builder) =>
        EnvelopeVerifier.Verify(EnvelopeWriter.Sign(builder.Build().Value, Author).Value, Anchors, AlgorithmPolicy.Current).Value;
}
