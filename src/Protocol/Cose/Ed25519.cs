using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace SecUpIoT.Protocol.Cose;

/// <summary>An Ed25519 key pair (RFC 8032). Its signatures are deterministic.</summary>
public sealed class Ed25519KeyPair : ISigner
{
    private readonly Ed25519PrivateKeyParameters _key;

    private Ed25519KeyPair(Ed25519PrivateKeyParameters key, CoseAlgorithm algorithm = CoseAlgorithm.Ed25519)
    {
        _key = key;
        Algorithm = algorithm;
        Public = new Ed25519PublicKey(key.GeneratePublicKey());
    }

    /// <summary>The public half.</summary>
    public Ed25519PublicKey Public { get; }

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public Bytes KeyId => Public.KeyId;

    /// <summary>A new key pair from the library's generator.</summary>
    public static Ed25519KeyPair Generate() => new(new Ed25519PrivateKeyParameters(new SecureRandom()));

    /// <summary>The key pair of a 32-byte seed (the private key of RFC 8032).</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Ed25519KeyPair FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519PrivateKeyParameters.KeySize) throw new ArgumentException("A seed has 32 bytes.", nameof(seed));
        return new Ed25519KeyPair(new Ed25519PrivateKeyParameters(seed));
    }

    /// <summary>The key pair in a PKCS#8 PEM.</summary>
    /// <exception cref="FormatException">Not such a PEM, or not an Ed25519 key.</exception>
    public static Ed25519KeyPair FromPem(string pem)
    {
        var der = Pem.Read(Pem.PrivateLabel, pem);
        try
        {
            if (PrivateKeyFactory.CreateKey(der) is Ed25519PrivateKeyParameters key) return new Ed25519KeyPair(key);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or InvalidOperationException or FormatException or SecurityUtilityException)
        {
            throw new FormatException("Not a PKCS#8 key.", fault);
        }

        throw new FormatException("The key is not an Ed25519 key.");
    }

    /// <summary>The same key, naming its signatures EdDSA (-8) for recipients that do not know the fully specified name.</summary>
    public Ed25519KeyPair AsEdDsa() => new(_key, CoseAlgorithm.EdDsa);

    /// <summary>
    /// The key pair as PKCS#8 PEM of version 1, as in RFC 8410: OpenSSL and others do not read version 2, which the factory of the library makes.
    /// Secret.
    /// </summary>
    public string ToPem() => Pem.Write(
        Pem.PrivateLabel, new PrivateKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), new DerOctetString(_key.GetEncoded())).GetDerEncoded());

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned)
    {
        var signer = new Ed25519Signer();
        signer.Init(true, _key);
        signer.BlockUpdate(toBeSigned);
        return signer.GenerateSignature();
    }
}

/// <summary>An Ed25519 public key; verifies Ed25519 and EdDSA.</summary>
public sealed class Ed25519PublicKey : IVerifier
{
    // Algorithm id-Ed25519 without parameters, a key of 32 bytes: the one form there is of such a key (RFC 8410). Only what begins so is looked at.
    private static readonly byte[] Prefix = Convert.FromHexString("302a300506032b6570032100");

    private readonly Ed25519PublicKeyParameters _key;
    private readonly byte[] _spki;

    internal Ed25519PublicKey(Ed25519PublicKeyParameters key)
    {
        _key = key;
        _spki = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetDerEncoded();
        KeyId = KeyIds.OfPublicKey(_spki);
    }

    /// <inheritdoc/>
    public Bytes KeyId { get; }

    /// <summary>The DER SubjectPublicKeyInfo.</summary>
    public Bytes Spki => _spki;

    /// <summary>The key in a SubjectPublicKeyInfo PEM.</summary>
    /// <exception cref="FormatException">Not such a PEM, or not an Ed25519 key.</exception>
    public static Ed25519PublicKey FromPem(string pem) =>
        FromSpki(Pem.Read(Pem.PublicLabel, pem)) ?? throw new FormatException("Not an Ed25519 public key.");

    /// <summary>The key in a DER SubjectPublicKeyInfo, or null when it is not an Ed25519 key.</summary>
    public static Ed25519PublicKey? FromSpki(ReadOnlySpan<byte> spki)
    {
        if (spki.Length != Prefix.Length + Ed25519PublicKeyParameters.KeySize || !spki.StartsWith(Prefix)) return null;
        try
        {
            return new Ed25519PublicKey(new Ed25519PublicKeyParameters(spki[Prefix.Length..]));
        }
        catch (ArgumentException)
        {
            // Not an encoding of a point.
            return null;
        }
    }

    /// <summary>The key as SubjectPublicKeyInfo PEM.</summary>
    public string ToPem() => Pem.Write(Pem.PublicLabel, _spki);

    /// <inheritdoc/>
    public bool Accepts(CoseAlgorithm algorithm) => algorithm is CoseAlgorithm.Ed25519 or CoseAlgorithm.EdDsa;

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Ed25519PrivateKeyParameters.SignatureSize) return false;
        var verifier = new Ed25519Signer();
        verifier.Init(false, _key);
        verifier.BlockUpdate(toBeSigned);
        return verifier.VerifySignature(signature.ToArray());
    }
}
