using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using SecUpIoT.Conformance.Reference.Hosted;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>The parts of a door that stands before a host. Each is right unless a mutant replaces it.</summary>
internal sealed record ProtectionDoorParts
{
    /// <summary>The versions of TLS that are spoken.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls13;

    /// <summary>Whether a certificate is wanted.</summary>
    public ClientCertificateMode Mode { get; init; } = ClientCertificateMode.RequireCertificate;

    /// <summary>Which certificates are believed.</summary>
    public Func<LinkIdentity, X509Certificate2, bool> Believes { get; init; } = static (identity, certificate) => identity.Trust.JudgeClient(certificate, SystemClock.Instance.Now) is null;

    /// <summary>Who may ask at an address.</summary>
    public Func<LinkRole, X509Certificate2?, string, bool> May { get; init; } = MayByRole;

    /// <summary>The roles of ADR 0005.</summary>
    public static bool MayByRole(LinkRole host, X509Certificate2? certificate, string path)
    {
        var role = path switch
        {
            HttpBinding.CheckInPath => LinkRole.Communicator,
            HttpBinding.OperatorPath => LinkRole.Operator,
            HttpBinding.AuthorPath => LinkRole.Author,
            _ when host == LinkRole.Tracker => LinkRole.Communicator,
            _ => LinkRole.Tracker,
        };
        return certificate is not null && LinkRoles.IsOf(certificate, role);
    }
}

/// <summary>A door that stands before a host without one.</summary>
internal sealed class ProtectionDoor(LinkIdentity identity, LinkRole role, ProtectionDoorParts parts) : IDoor
{
    private ProtectionRelay? _relay;

    public HttpListen Listen { get; } = HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Loopback, 0));

    public Uri Open(Uri host)
    {
        _relay = ProtectionRelay.Before(
            host, identity, parts.Protocols, parts.Mode, certificate => parts.Believes(identity, certificate), (certificate, path) => parts.May(role, certificate, path));
        return _relay.Address;
    }

    public void Dispose() => _relay?.Dispose();
}

/// <summary>The parts of a way out behind a host. Each is right unless a mutant replaces it.</summary>
internal sealed record ProtectionWayParts
{
    /// <summary>The versions of TLS that are spoken.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls13;

    /// <summary>What is shown.</summary>
    public Func<LinkIdentity, LinkIdentity?> Shows { get; init; } = static identity => identity;

    /// <summary>Whether the name is the one that was dialled.</summary>
    public Func<SslPolicyErrors, bool> Name { get; init; } = static errors => (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None;

    /// <summary>Which certificates are believed.</summary>
    public Func<LinkIdentity, X509Certificate2, bool> Believes { get; init; } = static (identity, certificate) => identity.Trust.JudgeServer(certificate, SystemClock.Instance.Now) is null;

    /// <summary>Whether the certificate is that of the role that is looked for.</summary>
    public Func<X509Certificate2, LinkRole, bool> IsOf { get; init; } = LinkRoles.IsOf;
}

/// <summary>A way out behind a host without one.</summary>
internal sealed class ProtectionWay(LinkIdentity identity, LinkRole role, ProtectionWayParts parts) : IWay
{
    private readonly List<ProtectionRelay> _relays = [];

    public LinkIdentity? Identity => null;

    public Uri To(Uri peer)
    {
        var relay = ProtectionRelay.Behind(
            peer, parts.Shows(identity), parts.Protocols,
            (certificate, errors) => parts.Name(errors) && parts.Believes(identity, certificate) && parts.IsOf(certificate, role));
        _relays.Add(relay);
        return relay.Address;
    }

    public void Dispose() => _relays.ForEach(static relay => relay.Dispose());
}
