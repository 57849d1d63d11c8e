using System.Collections.Immutable;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>
/// Where the author of a scenario makes packages. Vendor, class and payloads are of the scenario's own chance: on a server that holds packages already,
/// nothing of an earlier run is in the way.
/// </summary>
internal sealed class Workshop(SplitMix64 random)
{
    private const string Description = "conformance";

    /// <summary>The scenario's vendor.</summary>
    public VendorId Vendor { get; } = new(new Guid(random.Bytes(16)));

    /// <summary>Another one.</summary>
    public VendorId OtherVendor { get; } = new(new Guid(random.Bytes(16)));

    /// <summary>The scenario's class.</summary>
    public ClassId Class { get; } = new(new Guid(random.Bytes(16)));

    /// <summary>Another one.</summary>
    public ClassId OtherClass { get; } = new(new Guid(random.Bytes(16)));

    /// <summary>A class that nothing was made for yet.</summary>
    public ClassId NextClass() => new(new Guid(random.Bytes(16)));

    /// <summary>A package of this shape with payloads of its own.</summary>
    public MadePackage Make(ulong number, Shape shape) => Make(number, shape, [.. shape.Sizes.Select(size => (Bytes)random.Bytes(size))], null);

    /// <summary>A package of this shape with these payloads, for this class or the one of the shape.</summary>
    public MadePackage Make(ulong number, Shape shape, IReadOnlyList<Bytes> payloads, ClassId? deviceClass)
    {
        var made = Make(number, shape, payloads, deviceClass, shape.Text);
        if (shape.EnvelopeSize is not { } size) return made;
        // The heads of all lengths have their final size when the text is nearly as long as it has to be.
        var near = Make(number, shape, payloads, deviceClass, size - made.Encoded.Length - 100);
        var exact = Make(number, shape, payloads, deviceClass, size - made.Encoded.Length - 100 + size - near.Encoded.Length);
        return exact.Encoded.Length == size ? exact : throw new SuiteErrorException($"an envelope of {size} bytes was ordered, one of {exact.Encoded.Length} bytes came");
    }

    private MadePackage Make(ulong number, Shape shape, IReadOnlyList<Bytes> payloads, ClassId? deviceClass, int text)
    {
        var vendor = shape.OtherVendor ? OtherVendor : Vendor;
        var forClass = deviceClass ?? (shape.OtherClass ? OtherClass : Class);
        var named = payloads.Select(payload => new PayloadName(Digest.Of(payload.Span), (ulong)(payload.Length + shape.Misstated))).ToList();
        var built = new ManifestBuilder
        {
            SequenceNumber = new SequenceNumber(number),
            Vendor = vendor,
            Class = forClass,
            Device = shape.ForOneDevice ? new DeviceId(forClass.Value) : null,
            Components = [.. named.Select((name, index) => new ComponentImage(ComponentId.Of($"part-{index}"), name.Digest, name.Size, Uri(index)))],
            Severable = shape.Severable,
            FetchAhead = shape.FetchAhead,
            ReferenceUri = shape.Address,
            Text = text == 0
                ? ImmutableSortedDictionary<string, LocalText>.Empty
                : ImmutableSortedDictionary<string, LocalText>.Empty.Add(
                    "en", new LocalText { ManifestDescription = Description, UpdateDescription = new string('u', text) }),
        }.Build();
        if (built.Error is { } error) throw new SuiteErrorException($"no manifest can say that: {error}");
        var signed = shape.Signers.Aggregate(built.Value, static (envelope, signer) => EnvelopeWriter.Sign(envelope, signer).Value);
        var envelope = payloads.Take(shape.Inside).Select((payload, index) => (payload, index)).Aggregate(
            signed, static (whole, part) => EnvelopeWriter.WithPayload(whole, Uri(part.index), part.payload));
        return new MadePackage(new SequenceNumber(number), vendor, forClass, envelope, named, payloads);
    }

    /// <summary>The URI by which the manifest fetches a payload.</summary>
    public static string Uri(int index) => $"#part-{index}";
}
