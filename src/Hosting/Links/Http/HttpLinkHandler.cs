using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>
/// The connections of the asking end: no redirects, cookies, proxy or decompression, bounded answer heads, TLS 1.3 with the own certificate, and only peers
/// that the authority certified for the expected role under the name that was dialled. Several clients may share one.
/// </summary>
public static class HttpLinkHandler
{
    /// <summary>Connections to peers in <paramref name="peer"/>.</summary>
    /// <param name="identity">The own certificate and whom to believe; null only for plaintext.</param>
    /// <param name="peer">The role that the peer's certificate must carry.</param>
    /// <param name="clock">Says at which moment certificates must be valid.</param>
    /// <param name="limits">Gives the time for connecting.</param>
    public static SocketsHttpHandler Create(LinkIdentity? identity, LinkRole peer, IClock clock, HttpClientLimits limits)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            ConnectTimeout = limits.Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxConnectionsPerServer = 64,
        };
        if (identity is null) return handler;
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificates = [identity.Certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Certificate,
            CertificateChainPolicy = new X509ChainPolicy
            {
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
                TrustMode = X509ChainTrustMode.CustomRootTrust,
            },

            // The chain is judged here, the name by TLS.
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                certificate is X509Certificate2 shown
                && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
                && identity.Trust.JudgeServer(shown, clock.Now) is null
                && LinkRoles.IsOf(shown, peer),
        };
        return handler;
    }
}
