using System.Collections.Immutable;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// What a manifest processor can do beyond the core manifest. What it cannot do it refuses by name; there is no ignoring.
/// </summary>
[Flags]
public enum SuitCapabilities
{
    /// <summary>The core manifest (draft-ietf-suit-manifest) only.</summary>
    Base = 0,
    /// <summary>Dependencies and the commands around them (draft-ietf-suit-trust-domains).</summary>
    TrustDomains = 1,
    /// <summary>Versions, batteries, authorisation, waiting (draft-ietf-suit-update-management).</summary>
    UpdateManagement = 2,
    /// <summary>Encrypted payloads (draft-ietf-suit-firmware-encryption).</summary>
    Encryption = 4,
    /// <summary>Authentication with a shared key (COSE_Mac0).</summary>
    Mac0 = 8,
    /// <summary>All of them.</summary>
    All = TrustDomains | UpdateManagement | Encryption | Mac0,
}

/// <summary>Which signature algorithms a recipient accepts on a manifest.</summary>
public sealed record AlgorithmPolicy(ImmutableHashSet<CoseAlgorithm> Allowed)
{
    /// <summary>ESP256 and Ed25519, the algorithms of the current profiles (draft-ietf-suit-mti).</summary>
    public static AlgorithmPolicy Current { get; } = new([CoseAlgorithm.Esp256, CoseAlgorithm.Ed25519]);

    /// <summary>The current ones and the same signatures under their older names ES256 and EdDSA.</summary>
    public static AlgorithmPolicy WithLegacyNames { get; } = new(Current.Allowed.Union([CoseAlgorithm.Es256, CoseAlgorithm.EdDsa]));

    /// <summary>All that this implementation knows, shared keys included.</summary>
    public static AlgorithmPolicy All { get; } = new(WithLegacyNames.Allowed.Add(CoseAlgorithm.Hmac256));

    /// <summary>True when <paramref name="algorithm"/> is accepted.</summary>
    public bool Allows(CoseAlgorithm algorithm) => Allowed.Contains(algorithm);
}

/// <summary>Everything that decides what a recipient accepts before it executes anything.</summary>
public sealed record SuitProfile
{
    /// <summary>A device: core manifest only, and compatibility with vendor and class always stated.</summary>
    public static SuitProfile Device { get; } = new();

    /// <summary>All extensions, and no demand for vendor and class conditions: for tools and for the published examples.</summary>
    public static SuitProfile Full { get; } = new() { Capabilities = SuitCapabilities.All, Algorithms = AlgorithmPolicy.All, RequireVendorAndClass = false };

    /// <summary>Accepted signature algorithms.</summary>
    public AlgorithmPolicy Algorithms { get; init; } = AlgorithmPolicy.Current;

    /// <summary>Supported extensions.</summary>
    public SuitCapabilities Capabilities { get; init; }

    /// <summary>Bounds.</summary>
    public SuitLimits Limits { get; init; } = SuitLimits.Default;

    /// <summary>
    /// True when the shared sequence has to check vendor and class on every path (RFC 9124 makes both checks the author's duty).
    /// </summary>
    public bool RequireVendorAndClass { get; init; } = true;

    /// <summary>True when all of <paramref name="needed"/> is supported.</summary>
    public bool Supports(SuitCapabilities needed) => (Capabilities & needed) == needed;
}
