using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Pki;

/// <summary>Believes certificates that one configured authority issued directly, and no others; the system's trust store is not asked.</summary>
public sealed class CertificateTrust : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly X509Certificate2 _authority;

    /// <summary>Believes what <paramref name="authority"/> issued.</summary>
    public CertificateTrust(X509Certificate2 authority) => _authority = authority;

    /// <summary>Reads the authority's certificate from a PEM file.</summary>
    /// <exception cref="ConfigurationException">The file holds no certificate.</exception>
    public static X509Certificate2 ReadAuthority(string path)
    {
        try
        {
            return X509Certificate2.CreateFromPem(KeyFiles.ReadPublic(path));
        }
        catch (CryptographicException exception)
        {
            throw new ConfigurationException($"{path}: expected the certificate of the authority in PEM: {exception.Message}");
        }
    }

    /// <summary>Null when <paramref name="certificate"/> may act as a TLS server at <paramref name="at"/>, otherwise why not. The name is judged by TLS.</summary>
    public string? JudgeServer(X509Certificate2 certificate, Moment at) => Judge(certificate, ServerAuthentication, at);

    /// <summary>Null when <paramref name="certificate"/> may act as a TLS client at <paramref name="at"/>, otherwise why not.</summary>
    public string? JudgeClient(X509Certificate2 certificate, Moment at) => Judge(certificate, ClientAuthentication, at);

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();

    private string? Judge(X509Certificate2 certificate, string usage, Moment at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMilliseconds).UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        if (chain.Build(certificate) && chain.ChainElements.Count == 2) return null;
        var reasons = chain.ChainStatus.Select(static status => status.Status.ToString()).Distinct().ToArray();
        return reasons.Length > 0 ? string.Join(", ", reasons) : "not issued by the authority directly";
    }
}
