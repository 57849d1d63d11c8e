using System.Text.Json;
using SecUpIoT.Conformance.Verdicts;
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
    /// <summary>Bytes that are no message.</summary>
    public static IReadOnlyList<MalformedMessage> Malformed { get; } = Read("messages-malformed.json", static (vector, _) => new MalformedMessage(
        vector.GetProperty("name").GetString()!, Enum.Parse<DecodeFault>(vector.GetProperty("fault").GetString()!), Bytes(vector.GetProperty("hex"))));

    /// <summary>Packages, right and wrong.</summary>
    public static IReadOnlyList<PackageVector> Packages { get; } = Read("packages.json", static (vector, _) => new PackageVector(
        vector.GetProperty("name").GetString()!,
        Bytes(vector.GetProperty("envelope")),
        Enum.Parse<ResultCode>(vector.GetProperty("result").GetString()!),
        Images(vector.GetProperty("plan"))));

    /// <summary>The vendor for whose devices the packages are made.</summary>
    public static VendorId Vendor { get; } = Read("packages.json", static (_, root) => new VendorId(root.GetProperty("device").GetProperty("vendor").GetGuid()))[0];

    /// <summary>The class of devices that the packages are made for.</summary>
    public static ClassId Class { get; } = Read("packages.json", static (_, root) => new ClassId(root.GetProperty("device").GetProperty("class").GetGuid()))[0];

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

    private static List<T> Read<T>(string resource, Func<JsonElement, JsonElement, T> read)
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream($"vectors/{resource}") ?? throw new SuiteErrorException($"{resource} is not built into the suite");
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("vectors").EnumerateArray().Select(vector => read(vector, document.RootElement))];
    }

    private static IReadOnlyList<(Digest, ulong, bool)> Images(JsonElement plan) => plan.ValueKind == JsonValueKind.Null
        ? []
        : [.. plan.GetProperty("images").EnumerateArray().Select(static image => (
            Digest.FromHex(image.GetProperty("digest").GetString()!),
            ulong.Parse(image.GetProperty("size").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            image.GetProperty("integrated").GetBoolean()))];

    // Hexadecimal, or an array of it with runs that are repeated (spec/vectors/README.md).
    private static Bytes Bytes(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) return Protocol.Bytes.FromHex(value.GetString()!);
        using var whole = new MemoryStream();
        foreach (var part in value.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String) whole.Write(Convert.FromHexString(part.GetString()!));
            else whole.Write(Repeated(Convert.FromHexString(part.GetProperty("repeat").GetString()!), part.GetProperty("times").GetInt32()));
        }

        return whole.ToArray();
    }

    private static byte[] Repeated(byte[] run, int times)
    {
        var all = new byte[run.Length * times];
        for (var at = 0; at < all.Length; at += run.Length) run.CopyTo(all, at);
        return all;
    }
}
