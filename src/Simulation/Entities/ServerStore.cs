using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>What a Firmware server decides over all its packages and payloads, where its machine sees one package only.</summary>
public sealed record ServerStore
{
    /// <summary>As the specification says.</summary>
    public static ServerStore Right { get; } = new();

    /// <summary>Which packages stand in the catalogue (R-FS-09).</summary>
    public Func<PackageState, bool> Lists { get; init; } = static state => state.Phase == PackagePhase.Published;

    /// <summary>Which packages have used up their sequence number (R-FS-05, R-FS-06).</summary>
    public Func<PackageRecord, bool> Counts { get; init; } = static record => record.Phase is PackagePhase.Published or PackagePhase.Withdrawn;

    /// <summary>Whether bytes that are stored under a payload's digest are the payload that a package names (R-FS-04).</summary>
    public Func<PayloadName, Bytes, bool> Completes { get; init; } = static (name, stored) => (ulong)stored.Length == name.Size;

    /// <summary>Whether what is stored under a digest still has it (R-FS-12).</summary>
    public Func<Digest, Bytes, bool> Verifies { get; init; } = static (digest, stored) => Digest.Of(stored.Span) == digest;
}
