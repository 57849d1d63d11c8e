using System.Text;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Simulation;

/// <summary>Makes and signs packages with one key, and remembers all that it ever signed.</summary>
public sealed class Author
{
    private readonly Dictionary<Digest, SimulatedPackage> _authored = [];

    /// <summary>An author with the symbolic key of this name, who makes packages for this vendor and class.</summary>
    public Author(string name, VendorId vendor, ClassId deviceClass)
        : this(name, new SymbolicKey(name), new SymbolicKey(name), vendor, deviceClass)
    {
    }

    /// <summary>An author with any key.</summary>
    /// <param name="name">Names the author; another author's payloads have other bytes.</param>
    /// <param name="key">The signing key.</param>
    /// <param name="anchor">Its public half.</param>
    /// <param name="vendor">For whose devices.</param>
    /// <param name="deviceClass">For devices of which class.</param>
    public Author(string name, ISigner key, IVerifier anchor, VendorId vendor, ClassId deviceClass) =>
        (Name, Key, Anchor, Vendor, Class) = (name, key, anchor, vendor, deviceClass);

    /// <summary>Who it is.</summary>
    public string Name { get; }

    /// <summary>The signing key.</summary>
    public ISigner Key { get; }

    /// <summary>What those trust who trust this author.</summary>
    public IVerifier Anchor { get; }

    /// <summary>The vendor that packages are for unless ordered otherwise.</summary>
    public VendorId Vendor { get; }

    /// <summary>The class that packages are for unless ordered otherwise.</summary>
    public ClassId Class { get; }

    /// <summary>Everything that was made and signed without a flaw, by manifest.</summary>
    public IReadOnlyDictionary<Digest, SimulatedPackage> Authored => _authored;

    /// <summary>A sound package with this number.</summary>
    public SimulatedPackage Make(ulong number) => Make(new PackageOrder(number));

    /// <summary>The package that is ordered, with its flaw.</summary>
    public SimulatedPackage Make(PackageOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (vendor, deviceClass) = (order.Vendor ?? Vendor, order.Class ?? Class);
        var payloads = order.Components.Select((component, index) => Payload(order, component, order.Size + index)).ToList();
        var built = new ManifestBuilder
        {
            SequenceNumber = new SequenceNumber(order.Number),
            Vendor = vendor,
            Class = deviceClass,
            Device = order.Device,
            Components = [.. order.Components.Select((component, index) => new ComponentImage(
                ComponentId.Of(component), Digest.Of(payloads[index].Span), (ulong)payloads[index].Length, $"#{component}"))],
        }.Build();
        if (built.Error is { } error) throw new ArgumentException($"No manifest can say that: {error}", nameof(order));
        var unsigned = order.Edit is { } edit ? Edited(built.Value, edit) : built.Value;
        var envelope = order.Flaw == PackageFlaw.Unsigned ? unsigned : EnvelopeWriter.Sign(unsigned, Key).Value;
        if (order.Integrated)
            envelope = order.Components.Zip(payloads).Aggregate(envelope, (whole, part) => EnvelopeWriter.WithPayload(whole, $"#{part.First}", part.Second));
        var package = new SimulatedPackage(
            new ImageName(new SequenceNumber(order.Number), envelope.ManifestDigest), vendor, deviceClass, Encode(envelope, order), new Sequence<Bytes>(payloads));
        if (order is { Flaw: PackageFlaw.None, Edit: null }) _authored[package.Name.Manifest] = package;
        return package;
    }

    private static Envelope Edited(Envelope envelope, Func<Bytes, Bytes> edit)
    {
        var manifest = edit(envelope.Manifest);
        var digest = SuitDigests.OfElement(manifest);
        return envelope with { Manifest = manifest, ManifestDigest = digest, EncodedDigest = SuitDigests.Encode(digest) };
    }

    private static Bytes Encode(Envelope envelope, PackageOrder order) => order.Flaw switch
    {
        PackageFlaw.AlteredSignature => EnvelopeWriter.Encode(envelope with { Blocks = [Flip(envelope.Blocks[0], envelope.Blocks[0].Length - 1)] }),
        PackageFlaw.AlteredManifest => EnvelopeWriter.Encode(envelope with { Manifest = Flip(envelope.Manifest, envelope.Manifest.Length / 2) }),
        PackageFlaw.Garbage => Encoding.UTF8.GetBytes("no envelope at all"),
        PackageFlaw.Truncated => EnvelopeWriter.Encode(envelope)[..^9],
        _ => EnvelopeWriter.Encode(envelope),
    };

    private static Bytes Flip(Bytes bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 0x01;
        return changed;
    }

    private Bytes Payload(PackageOrder order, string component, int size)
    {
        var digest = Digest.Of(Encoding.UTF8.GetBytes($"{Name} {component} {order.Number} {order.Variant}"));
        return new SplitMix64(BitConverter.ToUInt64(digest.Value.Span)).Bytes(size);
    }
}
