using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.X509;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.VectorTool;

/// <summary>The keys of the vectors. Their private halves are published with the vectors: they protect nothing.</summary>
internal static class TestKeys
{
    public static Ed25519KeyPair Author { get; } = Make("author");

    /// <summary>A second author that the device trusts as well.</summary>
    public static DeterministicEsp256 AuthorP256 { get; } = new(Seeded.Bytes("key author-p256", 32));

    public static Ed25519KeyPair Device { get; } = Make("device");

    /// <summary>Trusted by nobody.</summary>
    public static Ed25519KeyPair Stranger { get; } = Make("stranger");

    public static Ed25519KeyPair Tracker { get; } = Make("tracker");

    public static JsonObject ToJson(string algorithm, string privatePem, string publicPem, Bytes spki, Bytes keyId) => new()
    {
        ["algorithm"] = algorithm,
        ["keyId"] = Json.Hex(keyId.Span),
        ["private"] = privatePem,
        ["public"] = publicPem,
        ["spki"] = Json.Hex(spki.Span),
    };

    public static JsonObject ToJson(Ed25519KeyPair key) => ToJson(nameof(CoseAlgorithm.Ed25519), key.ToPem(), key.Public.ToPem(), key.Public.Spki, key.KeyId);

    private static Ed25519KeyPair Make(string name) => Ed25519KeyPair.FromSeed(Seeded.Bytes($"key {name}", 32));
}

/// <summary>ESP256 with the nonce of RFC 6979, so that a vector has the same signature in every run.</summary>
internal sealed class DeterministicEsp256 : ISigner
{
    private readonly ECPrivateKeyParameters _key;

    public DeterministicEsp256(byte[] scalar)
    {
        var domain = ECNamedDomainParameters.LookupOid(X9ObjectIdentifiers.Prime256v1);
        _key = new ECPrivateKeyParameters(new BigInteger(1, scalar), domain);
        var point = new ECPublicKeyParameters(domain.G.Multiply(_key.D).Normalize(), domain);
        Public = Esp256PublicKey.FromSpki(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(point).GetDerEncoded())
            ?? throw new InvalidOperationException("The platform does not read the public key.");
    }

    public Esp256PublicKey Public { get; }

    public CoseAlgorithm Algorithm => CoseAlgorithm.Esp256;

    public Bytes KeyId => Public.KeyId;

    public byte[] Sign(ReadOnlySpan<byte> toBeSigned)
    {
        const int half = 32;
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, _key);
        var parts = signer.GenerateSignature(SHA256.HashData(toBeSigned));
        var signature = new byte[2 * half];
        for (var i = 0; i < parts.Length; i++)
        {
            var octets = parts[i].ToByteArrayUnsigned();
            octets.CopyTo(signature, ((i + 1) * half) - octets.Length);
        }

        return signature;
    }

    public JsonObject ToJson() => TestKeys.ToJson(
        nameof(CoseAlgorithm.Esp256),
        PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(_key).GetDerEncoded()) + "\n",
        Public.ToPem(),
        Public.Spki,
        KeyId);
}

/// <summary>A signer that names another key or another algorithm than it signs with.</summary>
internal sealed record Pretender(ISigner Signer, CoseAlgorithm Algorithm, Bytes KeyId) : ISigner
{
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) => Signer.Sign(toBeSigned);
}
