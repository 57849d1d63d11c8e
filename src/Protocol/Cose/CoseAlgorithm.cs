namespace SecUpIoT.Protocol.Cose;

/// <summary>The COSE algorithms that this implementation knows, with their IANA numbers (RFC 9053, RFC 9864).</summary>
public enum CoseAlgorithm
{
    /// <summary>No algorithm: never valid on the wire.</summary>
    None = 0,
    /// <summary>HMAC with SHA-256, full length.</summary>
    Hmac256 = 5,
    /// <summary>ECDSA with SHA-256; the curve is not named (deprecated by RFC 9864, used by older manifests).</summary>
    Es256 = -7,
    /// <summary>EdDSA; the curve is not named (deprecated by RFC 9864, used by older manifests).</summary>
    EdDsa = -8,
    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    Esp256 = -9,
    /// <summary>EdDSA on Ed25519.</summary>
    Ed25519 = -19,
}
