using System.Net;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>Where an entity listens for HTTP, and as whom. Without an identity nothing is protected and only the loopback addresses are allowed.</summary>
public sealed record HttpListen
{
    private HttpListen(IPEndPoint endPoint, LinkIdentity? identity)
    {
        EndPoint = endPoint;
        Identity = identity;
    }

    /// <summary>Address and port; port 0 lets the system choose.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The own certificate and whom to believe; null means plaintext.</summary>
    public LinkIdentity? Identity { get; }

    /// <summary>TLS 1.3 with required client certificates (R-GEN-10).</summary>
    public static HttpListen Secure(IPEndPoint endPoint, LinkIdentity identity) => new(endPoint, identity);

    /// <summary>No protection: for trials on one machine, and for the health listener.</summary>
    /// <exception cref="ConfigurationException">The address is not a loopback address.</exception>
    public static HttpListen DangerousPlaintext(IPEndPoint endPoint) => IPAddress.IsLoopback(endPoint.Address)
        ? new HttpListen(endPoint, null)
        : throw new ConfigurationException($"Plaintext is allowed on a loopback address only, such as 127.0.0.1; found {endPoint.Address}.");
}
