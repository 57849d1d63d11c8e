namespace SecUpIoT.Protocol.Cose;

/// <summary>Reads a key of either kind from the text of a PEM file or from a SubjectPublicKeyInfo.</summary>
public static class KeyFiles
{
    /// <summary>The P-256 or Ed25519 key pair in a PKCS#8 PEM.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static ISigner SignerFromPem(string pem)
    {
        try
        {
            return Ed25519KeyPair.FromPem(pem);
        }
        catch (FormatException)
        {
            return Esp256KeyPair.FromPem(pem);
        }
    }

    /// <summary>The P-256 or Ed25519 public key in a SubjectPublicKeyInfo PEM.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static IVerifier VerifierFromPem(string pem) =>
        VerifierFromSpki(Pem.Read(Pem.PublicLabel, pem)) ?? throw new FormatException("Neither a P-256 nor an Ed25519 public key.");

    /// <summary>The P-256 or Ed25519 public key in a DER SubjectPublicKeyInfo, or null when it is neither. For what a peer sent.</summary>
    public static IVerifier? VerifierFromSpki(ReadOnlySpan<byte> spki) =>
        Ed25519PublicKey.FromSpki(spki) as IVerifier ?? Esp256PublicKey.FromSpki(spki);
}
