using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Entities.Tests;

/// <summary>A key whose signature is SHA-256 over secret and data: quick, deterministic, and anything but secure.</summary>
internal sealed class FakeKey(string name, CoseAlgorithm algorithm = CoseAlgorithm.Esp256) : ISigner, IVerifier
{
    private readonly byte[] _secret = SHA256.HashData(Encoding.UTF8.GetBytes("secret of " + name));

    public CoseAlgorithm Algorithm => algorithm;

    public Bytes KeyId { get; } = SHA256.HashData(Encoding.UTF8.GetBytes("identifier of " + name))[..KeyIds.Size];

    /// <summary>Stands for the SubjectPublicKeyInfo.</summary>
    public Bytes Public { get; } = Encoding.UTF8.GetBytes("public key of " + name);

    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => SHA256.HashData([.. _secret, .. toBeSigned]);

    public bool Accepts(CoseAlgorithm used) => used == algorithm;

    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) => signature.SequenceEqual(Sign(toBeSigned));
}
