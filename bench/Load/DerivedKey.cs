using System.Buffers.Binary;
using System.Security.Cryptography;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Load;

/// <summary>
/// A device's P-256 key, computed from the seed and the device's number, so that a million keys need not be kept. It signs as the Device core's key does
/// (ESP256); it protects nothing, because the seed is known.
/// </summary>
internal sealed class DerivedKey : ISigner, IDisposable
{
    private readonly ECDsa _key;

    public DerivedKey(ulong seed, int device)
    {
        _key = Create(seed, device);
        Spki = _key.ExportSubjectPublicKeyInfo();
        KeyId = KeyIds.OfPublicKey(Spki.Span);
    }

    /// <summary>The public half, for enrolment.</summary>
    public Bytes Spki { get; }

    public CoseAlgorithm Algorithm => CoseAlgorithm.Esp256;

    public Bytes KeyId { get; }

    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) =>
        _key.SignData(toBeSigned, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => _key.Dispose();

    private static ECDsa Create(ulong seed, int device)
    {
        Span<byte> name = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(name, seed);
        for (uint attempt = 0; ; attempt++)
        {
            BinaryPrimitives.WriteInt32BigEndian(name[8..], device);
            BinaryPrimitives.WriteUInt32BigEndian(name[12..], attempt);
            try
            {
                return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData(name) });
            }
            catch (CryptographicException) when (attempt < 100)
            {
                // Zero or not below the order of the curve: one number in 2^32. The next attempt has another.
            }
        }
    }
}
