using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecUpIoT.Hosting.Links.Stream;

/// <summary>Where a device link listens or connects: <c>tcp://host:port</c> or <c>unix:///path</c>. The path of a Unix socket must be
/// absolute.</summary>
public sealed record StreamAddress
{
    private StreamAddress(EndPoint endPoint) => EndPoint = endPoint;

    /// <summary>The address in the form the sockets take.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>The address that <paramref name="text"/> spells, or null when it spells none.</summary>
    public static StreamAddress? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Query.Length > 0 || uri.Fragment.Length > 0) return null;
        try
        {
            return uri switch
            {
                { Scheme: "tcp", Port: >= 0, AbsolutePath: "" or "/", UserInfo: "" } => OfTcp(uri.IdnHost, uri.Port),
                { Scheme: "unix", Host: "", AbsolutePath.Length: > 1 } => OfPath(uri.LocalPath),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or PlatformNotSupportedException)
        {
            // A host that is no name, or a path that is too long for a socket.
            return null;
        }
    }

    /// <summary>TCP; port 0 lets the system choose when listening. A name other than an address literal is resolved when
    /// connecting.</summary>
    public static StreamAddress OfTcp(string host, int port) =>
        new(IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port));

    /// <summary>A Unix socket at <paramref name="path"/>.</summary>
    public static StreamAddress OfPath(string path) => new(new UnixDomainSocketEndPoint(path));

    /// <summary>The text that <see cref="Parse"/> takes.</summary>
    public override string ToString() => EndPoint switch
    {
        IPEndPoint ip => $"tcp://{ip}",
        DnsEndPoint dns => string.Create(CultureInfo.InvariantCulture, $"tcp://{dns.Host}:{dns.Port}"),
        _ => $"unix://{EndPoint}",
    };

    internal Socket CreateSocket() => EndPoint is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : EndPoint is IPEndPoint ip
            ? new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
