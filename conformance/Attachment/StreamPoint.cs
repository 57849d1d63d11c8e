using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>One end of a byte stream: <c>tcp:host:port</c> or <c>unix:/path</c>.</summary>
public sealed record StreamPoint
{
    private StreamPoint(EndPoint end) => End = end;

    /// <summary>As sockets take it.</summary>
    public EndPoint End { get; }

    /// <summary>Port of the system's choice, on this machine only.</summary>
    public static StreamPoint AnyPort { get; } = new(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>The point that is spelled like this.</summary>
    /// <exception cref="AttachmentException">It is spelled otherwise.</exception>
    public static StreamPoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5) return new(new UnixDomainSocketEndPoint(text[5..]));
        if (text.StartsWith("tcp:", StringComparison.Ordinal))
        {
            var colon = text.LastIndexOf(':');
            var host = text[4..Math.Max(4, colon)].Trim('[', ']');
            if (host.Length > 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                return new(IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port));
        }

        throw new AttachmentException(AttachmentFault.Missing, $"Expected tcp:host:port or unix:/path, got '{text}'; correct the address.");
    }

    /// <summary>The point where a socket is bound.</summary>
    public static StreamPoint Of(EndPoint end) => new(end);

    /// <summary>A socket for it.</summary>
    public Socket Create() => End switch
    {
        UnixDomainSocketEndPoint => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
        IPEndPoint ip => new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
        _ => new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
    };

    /// <summary>A connected socket.</summary>
    /// <param name="within">How long is waited.</param>
    /// <exception cref="AttachmentException">Nobody listens there.</exception>
    public Socket Connect(TimeSpan within)
    {
        var socket = Create();
        try
        {
            using var patience = new CancellationTokenSource(within);
            socket.ConnectAsync(End, patience.Token).AsTask().GetAwaiter().GetResult();
            return socket;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            var why = exception is SocketException ? exception.Message : $"it did not answer within {within.TotalSeconds:0.###} s";
            throw new AttachmentException(AttachmentFault.Missing, $"Expected somebody who listens at {this}, but: {why}; start the implementation, or correct the address.");
        }
    }

    /// <summary>A socket that listens there.</summary>
    /// <exception cref="AttachmentException">It is not possible to listen there.</exception>
    public Socket Listen()
    {
        var socket = Create();
        try
        {
            if (End is UnixDomainSocketEndPoint) File.Delete(End.ToString()!);
            socket.Bind(End);
            socket.Listen(8);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new AttachmentException(AttachmentFault.Missing, $"Expected to listen at {this}, but: {exception.Message}; choose another address in the IXIT.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => End switch
    {
        DnsEndPoint dns => string.Create(CultureInfo.InvariantCulture, $"tcp:{dns.Host}:{dns.Port}"),
        UnixDomainSocketEndPoint => $"unix:{End}",
        _ => $"tcp:{End}",
    };
}
