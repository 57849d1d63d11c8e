using System.Net;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Conformance.Reference.Hosted;

/// <summary>The host's own.</summary>
internal sealed class RightDoor(LinkIdentity identity) : IDoor
{
    public HttpListen Listen { get; } = HttpListen.Secure(new IPEndPoint(IPAddress.Loopback, 0), identity);

    public Uri Open(Uri host) => host;

    public void Dispose()
    {
        // The host closes it.
    }
}

/// <summary>The host's own.</summary>
internal sealed class RightWay(LinkIdentity identity) : IWay
{
    public LinkIdentity? Identity { get; } = identity;

    public Uri To(Uri peer) => peer;

    public void Dispose()
    {
        // Nothing is held.
    }
}
