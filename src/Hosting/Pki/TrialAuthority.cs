using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Pki;

/// <summary>
/// A small certificate authority in a folder, for trials and tests: <c>ca.crt</c> and <c>ca.key</c>, and a pair of files for every certificate that it
/// issues (ECDSA P-256). It revokes nothing and records nothing; a deployment uses the authority that it has.
/// </summary>
public sealed class TrialAuthority : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _certificate;

    private TrialAuthority(string folder, X509Certificate2 certificate)
    {
        _folder = folder;
        _certificate = certificate;
    }

    /// <summary>The file of the authority's certificate, which peers are configured to believe.</summary>
    public string CertificatePath => Path.Combine(_folder, "ca.crt");

    /// <summary>Makes a new authority in <paramref name="folder"/>, valid for ten years from <paramref name="now"/>.</summary>
    /// <exception cref="StorageException">NotAllowed: there is one already. StorageFailed: the folder cannot be written.</exception>
    public static TrialAuthority Create(string folder, Moment now)
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=SecUpIoT trial authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var start = Start(now);
        using var certificate = request.CreateSelfSigned(start, start.AddYears(10));
        KeyFiles.WritePrivate(Path.Combine(folder, "ca.key"), key.ExportPkcs8PrivateKeyPem());
        KeyFiles.WritePublic(Path.Combine(folder, "ca.crt"), certificate.ExportCertificatePem() + "\n");
        return Open(folder);
    }

    /// <summary>Opens the authority in <paramref name="folder"/>.</summary>
    /// <exception cref="StorageException">A file is missing, or others have rights on the key file.</exception>
    public static TrialAuthority Open(string folder) => new(
        folder,
        X509Certificate2.CreateFromPem(KeyFiles.ReadPublic(Path.Combine(folder, "ca.crt")), KeyFiles.ReadPrivate(Path.Combine(folder, "ca.key"))));

    /// <summary>
    /// Issues <c>NAME.crt</c> and <c>NAME.key</c> for a role, valid for one year from <paramref name="now"/>. A Status tracker's certificate serves both ends of a
    /// link, a Firmware server's only the answering end, all others only the asking end.
    /// </summary>
    /// <param name="name">Names the files and the subject.</param>
    /// <param name="role">Goes into the subject's OU.</param>
    /// <param name="hosts">DNS names and addresses under which the holder is reached.</param>
    /// <param name="now">The present moment.</param>
    /// <exception cref="StorageException">NotAllowed: the files exist. StorageFailed: they cannot be written.</exception>
    public IssuedCertificate Issue(string name, LinkRole role, IReadOnlyList<string> hosts, Moment now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        subject.AddOrganizationalUnitName(role.Spelling());
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(UsagesOf(role), critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (hosts.Count > 0) request.CertificateExtensions.Add(NamesOf(hosts));
        var start = Start(now);
        using var certificate = request.Create(_certificate, start, start.AddYears(1), RandomNumberGenerator.GetBytes(16));
        var issued = new IssuedCertificate(Path.Combine(_folder, name + ".crt"), Path.Combine(_folder, name + ".key"), CertificatePath);
        KeyFiles.WritePrivate(issued.KeyPath, key.ExportPkcs8PrivateKeyPem());
        KeyFiles.WritePublic(issued.CertificatePath, certificate.ExportCertificatePem() + "\n");
        return issued;
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    // An hour of grace for peers whose clocks are behind.
    private static DateTimeOffset Start(Moment now) => DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMilliseconds).AddHours(-1);

    private static OidCollection UsagesOf(LinkRole role)
    {
        var usages = new OidCollection();
        if (role is LinkRole.Tracker or LinkRole.Server) usages.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        if (role is not LinkRole.Server) usages.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return usages;
    }

    private static X509Extension NamesOf(IReadOnlyList<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }

        return names.Build();
    }
}

/// <summary>Where the parts of an issued certificate lie.</summary>
public sealed record IssuedCertificate(string CertificatePath, string KeyPath, string AuthorityPath)
{
    /// <summary>Reads the parts.</summary>
    public LinkIdentity Load() => LinkIdentity.Load(CertificatePath, KeyPath, AuthorityPath);
}
