using System.Security.Cryptography;

namespace SecUpIoT.Protocol.Cose;

/// <summary>A P-256 key pair that signs with ESP256 (or, for older recipients, the same signature under the name ES256).</summary>
public sealed class Esp256KeyPair : ISigner
{
    private readonly byte[] _pkcs8;

    private Esp256KeyPair(byte[] pkcs8, Esp256PublicKey publicKey, CoseAlgorithm algorithm)
    {
        _pkcs8 = pkcs8;
        Public = publicKey;
        Algorithm = algorithm;
    }

    /// <summary>The public half.</summary>
    public Esp256PublicKey Public { get; }

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public Bytes KeyId => Public.KeyId;

    /// <summary>A new key pair from the platform's generator.</summary>
    public static Esp256KeyPair Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return From(key);
    }

    /// <summary>The key pair in a PKCS#8 PEM.</summary>
    /// <exception cref="FormatException">Not such a PEM, or not a P-256 key.</exception>
    public static Esp256KeyPair FromPem(string pem)
    {
        var der = Pem.Read(Pem.PrivateLabel, pem);
        using var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(der, out _);
        }
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException)
        {
            throw new FormatException("Not a PKCS#8 elliptic curve key.", fault);
        }

        return From(key);
    }

    /// <summary>The same key, naming its signatures ES256 (-7) for recipients that do not know ESP256.</summary>
    public Esp256KeyPair AsEs256() => new(_pkcs8, Public, CoseAlgorithm.Es256);

    /// <summary>The key pair as PKCS#8 PEM. Secret.</summary>
    public string ToPem() => Pem.Write(Pem.PrivateLabel, _pkcs8);

    /// <summary>The 64 bytes r||s (RFC 9053, 2.1); two signatures of one message differ.</summary>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) =>
        ImportedKey<Esp256KeyPair>.Of(this, Import).SignData(toBeSigned, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private ECDsa Import()
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(_pkcs8, out _);
        return key;
    }

    private static Esp256KeyPair From(ECDsa key)
    {
        var publicKey = Esp256PublicKey.FromSpki(key.ExportSubjectPublicKeyInfo()) ?? throw new FormatException("The key is not on P-256.");
        return new Esp256KeyPair(key.ExportPkcs8PrivateKey(), publicKey, CoseAlgorithm.Esp256);
    }
}

/// <summary>A P-256 public key; verifies ESP256 and ES256.</summary>
public sealed class Esp256PublicKey : IVerifier
{
    private const int SignatureSize = 64;

    // Algorithm id-ecPublicKey, named curve P-256, an uncompressed point of 65 bytes: the one form there is of such a key (RFC 5480). What does
    // not begin so is not handed to the platform, which throws diverse exceptions for curves it has never heard of.
    private static readonly byte[] Prefix = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private const int SpkiSize = 91;

    private readonly byte[] _spki;

    private Esp256PublicKey(byte[] spki)
    {
        _spki = spki;
        KeyId = KeyIds.OfPublicKey(spki);
    }

    /// <inheritdoc/>
    public Bytes KeyId { get; }

    /// <summary>The DER SubjectPublicKeyInfo.</summary>
    public Bytes Spki => _spki;

    /// <summary>The key in a SubjectPublicKeyInfo PEM.</summary>
    /// <exception cref="FormatException">Not such a PEM, or not a P-256 key.</exception>
    public static Esp256PublicKey FromPem(string pem) =>
        FromSpki(Pem.Read(Pem.PublicLabel, pem)) ?? throw new FormatException("Not a P-256 public key.");

    /// <summary>The key in a DER SubjectPublicKeyInfo, or null when it is not a P-256 key.</summary>
    public static Esp256PublicKey? FromSpki(ReadOnlySpan<byte> spki)
    {
        if (spki.Length != SpkiSize || !spki.StartsWith(Prefix)) return null;
        var key = new Esp256PublicKey(spki.ToArray());
        try
        {
            // The import checks that the point is on the curve.
            ImportedKey<Esp256PublicKey>.Of(key, key.Import);
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The key as SubjectPublicKeyInfo PEM.</summary>
    public string ToPem() => Pem.Write(Pem.PublicLabel, _spki);

    /// <inheritdoc/>
    public bool Accepts(CoseAlgorithm algorithm) => algorithm is CoseAlgorithm.Esp256 or CoseAlgorithm.Es256;

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize
        && ImportedKey<Esp256PublicKey>.Of(this, Import).VerifyData(toBeSigned, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private ECDsa Import()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(_spki, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
