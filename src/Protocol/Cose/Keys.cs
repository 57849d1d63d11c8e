using System.Security.Cryptography;

namespace SecUpIoT.Protocol.Cose;

/// <summary>Signs with one key and one algorithm. The private key may lie anywhere; a simulation may sign symbolically.</summary>
public interface ISigner
{
    /// <summary>The algorithm that goes into the protected header.</summary>
    CoseAlgorithm Algorithm { get; }

    /// <summary>The key identifier that goes into the protected header; empty for none.</summary>
    Bytes KeyId { get; }

    /// <summary>The signature over <paramref name="toBeSigned"/> (the encoded Sig_structure), in the form COSE puts on the wire.</summary>
    byte[] Sign(ReadOnlySpan<byte> toBeSigned);
}

/// <summary>A public key that is bound to the algorithms it may be used with: the message never chooses the algorithm alone.</summary>
public interface IVerifier
{
    /// <summary>The key identifier.</summary>
    Bytes KeyId { get; }

    /// <summary>True when this key may be used with <paramref name="algorithm"/>.</summary>
    bool Accepts(CoseAlgorithm algorithm);

    /// <summary>
    /// True when <paramref name="signature"/> is this key's over <paramref name="toBeSigned"/>. Never throws because of the signature.
    /// </summary>
    bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature);
}

/// <summary>How this protocol names keys.</summary>
public static class KeyIds
{
    /// <summary>Length of a key identifier in bytes.</summary>
    public const int Size = 16;

    /// <summary>The first 16 bytes of the SHA-256 digest of the DER SubjectPublicKeyInfo.</summary>
    public static Bytes OfPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        Bytes.CopyOf(SHA256.HashData(subjectPublicKeyInfo).AsSpan(0, Size));
}
