using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Communicator;

/// <summary>
/// A cheap look at an envelope before it is forwarded (R-CM-12): structure and manifest digest. It saves downloads and never replaces the device's own
/// verification.
/// </summary>
internal static class EnvelopePreCheck
{
    /// <summary>What is wrong with the envelope, or null.</summary>
    public static string? Check(Bytes envelope)
    {
        var read = EnvelopeReader.Read(envelope.Memory, SuitLimits.Default);
        if (read.Error is { } error) return error.ToString();
        return SuitDigests.OfElement(read.Value.Manifest) == read.Value.ManifestDigest ? null : "the manifest does not match the digest in its envelope";
    }
}
