using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>A package as it leaves its author: the signed envelope and the payloads beside it.</summary>
/// <param name="Name">Sequence number and manifest digest.</param>
/// <param name="Vendor">The vendor it is for.</param>
/// <param name="Class">The class it is for.</param>
/// <param name="Envelope">The encoded envelope.</param>
/// <param name="Payloads">The payloads, in the order of the components.</param>
public sealed record SimulatedPackage(ImageName Name, VendorId Vendor, ClassId Class, Bytes Envelope, Sequence<Bytes> Payloads)
{
    /// <summary>The first payload.</summary>
    public Bytes Payload => Payloads[0];
}

/// <summary>What is wrong with a package.</summary>
public enum PackageFlaw
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Nobody signed it.</summary>
    Unsigned,
    /// <summary>A byte of the signature was changed.</summary>
    AlteredSignature,
    /// <summary>The manifest was changed after it was signed.</summary>
    AlteredManifest,
    /// <summary>Bytes that are no envelope.</summary>
    Garbage,
    /// <summary>The envelope ends in the middle.</summary>
    Truncated,
}

/// <summary>What an author is to make.</summary>
/// <param name="Number">The sequence number.</param>
public sealed record PackageOrder(ulong Number)
{
    /// <summary>The vendor; null for the author's own.</summary>
    public VendorId? Vendor { get; init; }

    /// <summary>The class; null for the author's own.</summary>
    public ClassId? Class { get; init; }

    /// <summary>The one device that it is for; null for all.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>Bytes of each payload.</summary>
    public int Size { get; init; } = 150;

    /// <summary>Tells apart packages with one number.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The components, by name.</summary>
    public IReadOnlyList<string> Components { get; init; } = ["firmware"];

    /// <summary>True to carry the payloads inside the envelope.</summary>
    public bool Integrated { get; init; }

    /// <summary>Changes the encoded manifest before it is signed; null for the manifest as it should be.</summary>
    public Func<Bytes, Bytes>? Edit { get; init; }

    /// <summary>What is wrong with it.</summary>
    public PackageFlaw Flaw { get; init; }
}
