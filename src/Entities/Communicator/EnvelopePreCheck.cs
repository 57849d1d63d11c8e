using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Communicator;

/// <summary>A cheap look at an envelope before it is forwarded (R-CM-12). It saves downloads and never replaces the device's own verification.</summary>
internal static class EnvelopePreCheck
{
    /// <summary>What is wrong with the envelope, or null.</summary>
    public static string? Check(Bytes envelope) => EnvelopeReader.Read(envelope.Memory, SuitLimits.Default) is { Error: { } error } ? error.ToString() : null;
}
