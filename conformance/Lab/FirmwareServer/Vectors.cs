using System.Globalization;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>Bytes that are no message, from spec/vectors/messages-malformed.json.</summary>
internal sealed record MalformedMessage(string Name, DecodeFault Fault, Bytes Bytes)
{
    /// <summary>True when it is the size of something, stated or sent, that goes beyond a limit (R-GEN-05).</summary>
    public bool IsBeyondLimits => Fault is DecodeFault.Oversize or DecodeFault.TooLong or DecodeFault.OutOfRange
        || Name.StartsWith("claim-", StringComparison.Ordinal) || Name is "digest-large" or "many-fields" or "most-fields";
}

/// <summary>A package from spec/vectors/packages.json.</summary>
internal sealed record PackageVector(string Name, Bytes Envelope, ResultCode Result, IReadOnlyList<(Digest Digest, ulong Size, bool IsInside)> Images);

/// <summary>The vectors of the specification that concern a Firmware server.</summary>
internal static class Vectors
{
    private static readonly JsonObject PackageFile = VectorFiles.Read("packages");

    /// <summary>Bytes that are no message.</summary>
    public static IReadOnlyList<MalformedMessage> Malformed { get; } = [.. In(VectorFiles.Read("messages-malformed")).Select(static vector => new MalformedMessage(
        (string)vector["name"]!, Enum.Parse<DecodeFault>((string)vector["fault"]!), VectorFiles.Binary(vector["hex"]!)))];

    /// <summary>Packages, right and wrong.</summary>
    public static IReadOnlyList<PackageVector> Packages { get; } = [.. In(PackageFile).Select(static vector => new PackageVector(
        (string)vector["name"]!, VectorFiles.Binary(vector["envelope"]!), Enum.Parse<ResultCode>((string)vector["result"]!), Images(vector["plan"])))];

    /// <summary>The vendor for whose devices the packages are made.</summary>
    public static VendorId Vendor { get; } = new(Guid.Parse((string)PackageFile["device"]!["vendor"]!));

    /// <summary>The class of devices that the packages are made for.</summary>
    public static ClassId Class { get; } = new(Guid.Parse((string)PackageFile["device"]!["class"]!));

    /// <summary>
    /// The vector as this author would have made it for this vendor and class: what is wrong in the manifest stays wrong, and nothing else is. An envelope
    /// that cannot be taken apart stays as it is.
    /// </summary>
    public static Bytes Adopt(PackageVector vector, VendorId vendor, ClassId deviceClass)
    {
        var read = EnvelopeReader.Read(vector.Envelope.Memory, SuitLimits.Default);
        if (read.Error is not null) return vector.Envelope;
        Bytes manifest = Replace(Replace(read.Value.Manifest.ToArray(), Vendor.Value, vendor.Value), Class.Value, deviceClass.Value);
        var digest = SuitDigests.OfElement(manifest);
        var adopted = read.Value with { Manifest = manifest, ManifestDigest = digest, EncodedDigest = SuitDigests.Encode(digest) };
        return EnvelopeWriter.Encode(Flawed.Signed(adopted, TestKeys.Author));
    }

    private static byte[] Replace(byte[] bytes, Guid old, Guid other)
    {
        var (sought, put) = (old.ToByteArray(bigEndian: true), other.ToByteArray(bigEndian: true));
        for (var at = bytes.AsSpan().IndexOf(sought); at >= 0; at = bytes.AsSpan().IndexOf(sought)) put.CopyTo(bytes, at);
        return bytes;
    }

    private static IEnumerable<JsonObject> In(JsonObject file) => ((JsonArray)file["vectors"]!).Cast<JsonObject>();

    private static IReadOnlyList<(Digest, ulong, bool)> Images(JsonNode? plan) => plan is null
        ? []
        : [.. ((JsonArray)plan["images"]!).Select(static image => (
            Digest.FromHex((string)image!["digest"]!), ulong.Parse((string)image["size"]!, CultureInfo.InvariantCulture), (bool)image["integrated"]!))];
}
