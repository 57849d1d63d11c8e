using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>Authors beside the one whom every implementation under test trusts. Their keys are for tests, as those of <see cref="TestKeys"/>.</summary>
internal static class OtherAuthors
{
    /// <summary>An author with another key.</summary>
    public static Ed25519KeyPair Second { get; } = TestKeys.Derive("second author");

    /// <summary>An author whose key is on P-256.</summary>
    public static RepeatableEsp256 WithEsp256 { get; } = new("author with ESP256");
}

/// <summary>ESP256 with the nonce of RFC 6979: a scenario has the same bytes in every run.</summary>
internal sealed class RepeatableEsp256 : ISigner
{
    private const int Half = 32;

    private readonly ECPrivateKeyParameters _key;

    /// <summary>The key of this name.</summary>
    public RepeatableEsp256(string name)
    {
        var domain = ECNamedDomainParameters.LookupOid(X9ObjectIdentifiers.Prime256v1);
        _key = new ECPrivateKeyParameters(new BigInteger(1, SHA256.HashData(Encoding.UTF8.GetBytes($"secup-iot conformance test key {name}"))), domain);
        var point = new ECPublicKeyParameters(domain.G.Multiply(_key.D).Normalize(), domain);
        Public = Esp256PublicKey.FromSpki(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(point).GetDerEncoded())
            ?? throw new SuiteErrorException("the platform does not read a P-256 key");
    }

    /// <summary>The public half.</summary>
    public Esp256PublicKey Public { get; }

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm => CoseAlgorithm.Esp256;

    /// <inheritdoc/>
    public Bytes KeyId => Public.KeyId;

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, _key);
        var signature = new byte[2 * Half];
        var end = 0;
        foreach (var part in signer.GenerateSignature(SHA256.HashData(toBeSigned)))
        {
            end += Half;
            var octets = part.ToByteArrayUnsigned();
            octets.CopyTo(signature, end - octets.Length);
        }

        return signature;
    }
}

/// <summary>Signs with one key and names another.</summary>
internal sealed record Pretender(ISigner Signer, CoseAlgorithm Algorithm, Bytes KeyId) : ISigner
{
    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => Signer.Sign(toBeSigned);
}
