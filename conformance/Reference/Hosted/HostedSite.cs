using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Attachment.Native;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>What all hosts of the reference in this process have in common: one authority for tests, and where their links are.</summary>
internal static class HostedSite
{
    private static readonly Lazy<(TrialAuthority Authority, TlsMaterial Peers)> Certificates = new(Make);
    private static readonly Dictionary<LinkRole, IssuedCertificate> Issued = [];

    /// <summary>The certificates of the peers that the suite plays.</summary>
    public static TlsMaterial Peers => Certificates.Value.Peers;

    /// <summary>The certificate of a host in this role.</summary>
    public static IssuedCertificate CertificateOf(LinkRole role)
    {
        lock (Issued)
        {
            if (!Issued.TryGetValue(role, out var issued))
                Issued[role] = issued = Certificates.Value.Authority.Issue($"reference-{role.Spelling()}", role, role == LinkRole.Communicator ? [] : ["127.0.0.1"], SystemClock.Instance.Now);
            return issued;
        }
    }

    /// <summary>The native links of a role, protected where there is HTTP.</summary>
    public static NativeLinks LinksOf(Role role) => new(role, All(role).ToDictionary(static link => link, static link => new NativeLinkSettings { Protected = link != Link.Device }), Peers);

    private static IReadOnlyList<Link> All(Role role) => role switch
    {
        Role.DeviceCore => [Link.Device],
        Role.Communicator => [Link.Device, Link.Tracker],
        Role.StatusTracker => [Link.Tracker, Link.Operator, Link.Server],
        _ => [Link.Server, Link.Author],
    };

    private static (TrialAuthority Authority, TlsMaterial Peers) Make()
    {
        var folder = Directory.CreateTempSubdirectory("secup-reference-").FullName;
        var authority = TrialAuthority.Create(folder, SystemClock.Instance.Now);
        var peers = TlsMaterial.Open(new TlsSettings.Authority(folder));
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            peers.Dispose();
            authority.Dispose();
            Directory.Delete(folder, recursive: true);
        };
        return (authority, peers);
    }
}
