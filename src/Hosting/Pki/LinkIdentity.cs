using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecUpIoT.Hosting.Storage;

namespace SecUpIoT.Hosting.Pki;

/// <summary>What an entity shows its peers on the HTTP links, and whom it believes: its certificate with the private key, and the one authority.</summary>
public sealed class LinkIdentity : IDisposable
{
    private LinkIdentity(X509Certificate2 certificate, X509Certificate2 authority)
    {
        Certificate = certificate;
        Trust = new CertificateTrust(authority);
    }

    /// <summary>The own certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Judges the certificates of peers.</summary>
    public CertificateTrust Trust { get; }

    /// <summary>Reads certificate, private key and authority from PEM files. The key file must be readable by its owner only (R-GEN-11).</summary>
    /// <exception cref="ConfigurationException">A file does not hold what it should.</exception>
    /// <exception cref="StorageException">A file cannot be read, or others have rights on the key file.</exception>
    public static LinkIdentity Load(string certificatePath, string keyPath, string authorityPath)
    {
        var authority = CertificateTrust.ReadAuthority(authorityPath);
        try
        {
            using var pair = X509Certificate2.CreateFromPem(KeyFiles.ReadPublic(certificatePath), KeyFiles.ReadPrivate(keyPath));

            // TLS on Windows takes no key that lives in memory only; the detour makes it usable everywhere.
            return new LinkIdentity(X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null), authority);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new ConfigurationException($"{certificatePath}: expected a certificate in PEM that belongs to the key in {keyPath}: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        Trust.Dispose();
    }
}
