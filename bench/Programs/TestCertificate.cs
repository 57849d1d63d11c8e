using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>A certificate that signs itself, as the peers' test set-ups use; a key of the same kind as ours (P-256).</summary>
internal static class TestCertificate
{
    /// <summary>Writes certificate and key, unless they are there.</summary>
    public static (string Certificate, string Key) Write(Scratch scratch)
    {
        var (certificate, key) = (scratch["peer.crt"], scratch["peer.key"]);
        if (File.Exists(certificate)) return (certificate, key);
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench", pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(certificate, made.ExportCertificatePem() + "\n");
        File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem() + "\n");
        return (certificate, key);
    }
}
