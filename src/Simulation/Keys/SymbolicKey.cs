using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Simulation;

/// <summary>
/// A key pair as the symbolic model has it: only who holds the object can sign, everybody who holds its public bytes can verify. The signature is
/// the SHA-256 digest of secret and data: cheap, deterministic, and worth nothing outside a simulation. It travels through the real COSE code
/// under the name of Ed25519.
/// </summary>
public sealed class SymbolicKey : ISigner, IVerifier
{
    private static readonly byte[] Prefix = "symbolic key "u8.ToArray();

    private readonly byte[] _secret;

    /// <summary>The key of this name; the same name is the same key.</summary>
    public SymbolicKey(string name)
    {
        Name = name;
        _secret = SHA256.HashData(Encoding.UTF8.GetBytes($"secret of {name}"));
        PublicKey = (byte[])[.. Prefix, .. Encoding.UTF8.GetBytes(name)];
        KeyId = KeyIds.OfPublicKey(PublicKey.Span);
    }

    /// <summary>Whose key it is.</summary>
    public string Name { get; }

    /// <summary>What stands for the SubjectPublicKeyInfo.</summary>
    public Bytes PublicKey { get; }

    /// <inheritdoc cref="ISigner.KeyId"/>
    public Bytes KeyId { get; }

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm => CoseAlgorithm.Ed25519;

    /// <summary>The verifier for public bytes, or null when they are none of this kind. Fits the Status tracker's way of reading keys.</summary>
    public static IVerifier? Read(Bytes publicKey) =>
        publicKey.Span.StartsWith(Prefix) ? new SymbolicKey(Encoding.UTF8.GetString(publicKey.Span[Prefix.Length..])) : null;

    /// <inheritdoc/>
    public bool Accepts(CoseAlgorithm algorithm) => algorithm == Algorithm;

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => SHA256.HashData([.. _secret, .. toBeSigned]);

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) => signature.SequenceEqual(Sign(toBeSigned));
}
