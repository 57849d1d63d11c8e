using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>What somebody shows on a protected link.</summary>
public enum Credential
{
    /// <summary>A certificate as it should be.</summary>
    Right,
    /// <summary>No certificate.</summary>
    None,
    /// <summary>The right role and name, from an authority that nobody believes.</summary>
    Stranger,
    /// <summary>A right one that has expired.</summary>
    Expired,
    /// <summary>A right one for somebody at another address.</summary>
    OtherName,
}

/// <summary>The certificates of the peers that the suite plays, right ones and such as must be refused.</summary>
public sealed class TlsMaterial : IDisposable
{
    private static readonly string[] Hosts = ["127.0.0.1", "localhost"];
    private readonly Dictionary<(Credential, LinkRole), LinkIdentity?> _identities = [];
    private readonly Func<Credential, LinkRole, LinkIdentity?> _make;
    private readonly Action _ending;
    private readonly CertificateTrust _trust;

    private TlsMaterial(string authority, Func<Credential, LinkRole, LinkIdentity?> make, Action ending) =>
        (AuthorityPath, _make, _ending, _trust) = (authority, make, ending, new CertificateTrust(CertificateTrust.ReadAuthority(authority)));

    /// <summary>The certificate of the authority, as a file.</summary>
    public string AuthorityPath { get; }

    /// <summary>Reads what the IXIT names.</summary>
    /// <exception cref="AttachmentException">A file is missing or does not hold what it should.</exception>
    public static TlsMaterial Open(TlsSettings settings)
    {
        try
        {
            return settings switch
            {
                TlsSettings.Authority authority => Copy(authority.Folder),
                TlsSettings.Files files => new TlsMaterial(files.AuthorityFile, (credential, role) => Read(files, credential, role), static () => { }),
                _ => throw new ArgumentOutOfRangeException(nameof(settings)),
            };
        }
        catch (Exception exception) when (exception is StorageException or Hosting.ConfigurationException)
        {
            throw new AttachmentException(AttachmentFault.Missing, exception.Message);
        }
    }

    /// <summary>Makes an authority for this material alone.</summary>
    public static TlsMaterial Make()
    {
        var folder = Directory.CreateTempSubdirectory("secup-tls-").FullName;
        return Issuing(TrialAuthority.Create(Path.Combine(folder, "right"), SystemClock.Instance.Now), folder);
    }

    /// <summary>Who shows what; null for nobody's certificate.</summary>
    /// <exception cref="AttachmentException">NoLink: the IXIT has no such certificate.</exception>
    public LinkIdentity? Of(Credential credential, LinkRole role)
    {
        if (credential == Credential.None) return null;
        lock (_identities)
        {
            if (!_identities.TryGetValue((credential, role), out var identity)) _identities[(credential, role)] = identity = _make(credential, role);
            return identity ?? throw new AttachmentException(AttachmentFault.NoLink, $"Expected a certificate of a {role} ({credential}), the IXIT names none.");
        }
    }

    /// <summary>Whether a peer under test shows a certificate that holds now, was issued by the authority, and carries its role.</summary>
    public bool Believes(X509Certificate2 certificate, LinkRole role, bool isServer)
    {
        var now = SystemClock.Instance.Now;
        return (isServer ? _trust.JudgeServer(certificate, now) : _trust.JudgeClient(certificate, now)) is null && LinkRoles.IsOf(certificate, role);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var identity in _identities.Values) identity?.Dispose();
        _trust.Dispose();
        _ending();
    }

    // Issues into a folder of its own, not into the vendor's.
    private static TlsMaterial Copy(string source)
    {
        var folder = Directory.CreateTempSubdirectory("secup-tls-").FullName;
        var right = Directory.CreateDirectory(Path.Combine(folder, "right")).FullName;
        KeyFiles.WritePublic(Path.Combine(right, "ca.crt"), KeyFiles.ReadPublic(Path.Combine(source, "ca.crt")));
        KeyFiles.WritePrivate(Path.Combine(right, "ca.key"), KeyFiles.ReadPrivate(Path.Combine(source, "ca.key")));
        return Issuing(TrialAuthority.Open(right), folder);
    }

    private static TlsMaterial Issuing(TrialAuthority authority, string folder)
    {
        var now = SystemClock.Instance.Now;
        var stranger = new Lazy<TrialAuthority>(() => TrialAuthority.Create(Path.Combine(folder, "stranger"), now));
        return new TlsMaterial(authority.CertificatePath, Issue, End);

        LinkIdentity Issue(Credential credential, LinkRole role)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{credential}-{role}");
            string[] hosts = role is not (LinkRole.Tracker or LinkRole.Server) ? [] : credential == Credential.OtherName ? ["elsewhere.example"] : Hosts;
            return credential switch
            {
                Credential.Stranger => stranger.Value.Issue(name, role, hosts, now).Load(),
                Credential.Expired => ExpiredCertificate.Of(authority.Issue(name, role, hosts, now), Path.ChangeExtension(authority.CertificatePath, ".key"), folder),
                _ => authority.Issue(name, role, hosts, now).Load(),
            };
        }

        void End()
        {
            if (stranger.IsValueCreated) stranger.Value.Dispose();
            authority.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    // A stranger can be made without the vendor's help.
    private static LinkIdentity? Read(TlsSettings.Files files, Credential credential, LinkRole role)
    {
        var name = credential switch
        {
            Credential.Expired => $"expired-{role.Spelling()}",
            Credential.OtherName => $"elsewhere-{role.Spelling()}",
            _ => role.Spelling(),
        };
        if (credential == Credential.Stranger)
        {
            using var other = Make();
            return other._make(Credential.Right, role);
        }

        return files.Certificates.TryGetValue(name, out var pair) ? LinkIdentity.Load(pair.Certificate, pair.Key, files.AuthorityFile) : null;
    }
}
