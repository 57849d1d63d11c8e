using System.Text;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>
/// An ESP256 key that everybody can make from its name, as those of <see cref="TestKeys"/>; its signatures are the same every time (RFC 6979), so that a
/// run can be repeated byte for byte.
/// </summary>
internal sealed class RepeatableP256Key : ISigner
{
    private const int Half = 32;

    private readonly ECPrivateKeyParameters _private;

    /// <summary>The key of this name.</summary>
    public RepeatableP256Key(string name)
    {
        var curve = new ECNamedDomainParameters(SecObjectIdentifiers.SecP256r1, CustomNamedCurves.GetByOid(SecObjectIdentifiers.SecP256r1));
        var secret = new BigInteger(1, Digest.Of(Encoding.UTF8.GetBytes($"secup-iot conformance test key {name}")).Value.ToArray()).Mod(curve.N);
        _private = new ECPrivateKeyParameters("EC", secret, curve);
        var point = new ECPublicKeyParameters("EC", curve.G.Multiply(secret), curve);
        Spki = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(point).GetDerEncoded();
        Public = Esp256PublicKey.FromSpki(Spki.Span) ?? throw new InvalidOperationException("A point of the curve is a P-256 key.");
    }

    /// <summary>The public half.</summary>
    public Esp256PublicKey Public { get; }

    /// <summary>The public half as SubjectPublicKeyInfo.</summary>
    public Bytes Spki { get; }

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm => CoseAlgorithm.Esp256;

    /// <inheritdoc/>
    public Bytes KeyId => Public.KeyId;

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(forSigning: true, _private);
        var parts = signer.GenerateSignature(Digest.Of(toBeSigned).Value.ToArray());
        return [.. Fixed(parts[0]), .. Fixed(parts[1])];
    }

    private static byte[] Fixed(BigInteger number)
    {
        var bytes = number.ToByteArrayUnsigned();
        return [.. new byte[Half - bytes.Length], .. bytes];
    }
}
