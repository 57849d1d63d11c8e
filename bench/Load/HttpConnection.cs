using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Load;

/// <summary>
/// One connection of HTTP/1.1 over TLS 1.3 with a client certificate, one request at a time. A client that does little besides, so that the machine's
/// processors are left to the tracker.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly byte[] _head;
    private byte[] _out = new byte[2048];
    private byte[] _in = new byte[4096];

    private HttpConnection(Socket socket, SslStream stream, Uri address, string path)
    {
        (_socket, _stream) = (socket, stream);
        _head = Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {HttpBinding.ContentType}\r\nContent-Length: ");
    }

    /// <summary>Connects, shakes hands and judges the peer: it must be a Status tracker of the authority.</summary>
    public static async Task<HttpConnection> OpenAsync(Uri address, string path, LinkIdentity identity, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancel).ConfigureAwait(false);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = address.Host,
                    EnabledSslProtocols = SslProtocols.Tls13,
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Certificate,
                    CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust },
                    RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                        certificate is X509Certificate2 shown
                        && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
                        && identity.Trust.JudgeServer(shown, SystemClock.Instance.Now) is null
                        && LinkRoles.IsOf(shown, LinkRole.Tracker),
                },
                cancel).ConfigureAwait(false);
            return new HttpConnection(socket, stream, address, path);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Posts a message; the body of the answer is valid until the next request.</summary>
    /// <exception cref="LoadFailure">What came is no answer of HTTP/1.1 with a length.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var length = Fill(body.Span);
        await _stream.WriteAsync(_out.AsMemory(0, length), cancel).ConfigureAwait(false);
        var have = 0;
        while (true)
        {
            if (have == _in.Length) Array.Resize(ref _in, 2 * _in.Length);
            var read = await _stream.ReadAsync(_in.AsMemory(have), cancel).ConfigureAwait(false);
            if (read == 0) throw new IOException("The tracker closed the connection before its answer was whole.");
            have += read;
            if (Whole(_in.AsSpan(0, have)) is not { } whole) continue;
            var (status, start, size) = whole;
            while (have < start + size)
            {
                if (_in.Length < start + size) Array.Resize(ref _in, start + size);
                read = await _stream.ReadAsync(_in.AsMemory(have), cancel).ConfigureAwait(false);
                if (read == 0) throw new IOException("The tracker closed the connection before its answer was whole.");
                have += read;
            }

            return (status, _in.AsMemory(start, size));
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private int Fill(ReadOnlySpan<byte> body)
    {
        if (_out.Length < _head.Length + 16 + body.Length) _out = new byte[_head.Length + 16 + body.Length];
        _head.CopyTo(_out, 0);
        body.Length.TryFormat(_out.AsSpan(_head.Length), out var digits, provider: CultureInfo.InvariantCulture);
        var at = _head.Length + digits;
        "\r\n\r\n"u8.CopyTo(_out.AsSpan(at));
        body.CopyTo(_out.AsSpan(at + 4));
        return at + 4 + body.Length;
    }

    // Where the body begins and how long it is, once the head is whole.
    private static (int Status, int Start, int Size)? Whole(ReadOnlySpan<byte> have)
    {
        var end = have.IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        var head = Encoding.ASCII.GetString(have[..end]);
        const string Length = "\r\nContent-Length: ";
        var at = head.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        var stop = at < 0 ? -1 : head.IndexOf('\r', at + Length.Length);
        if (!head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || at < 0
            || !int.TryParse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || !int.TryParse(stop < 0 ? head.AsSpan(at + Length.Length) : head.AsSpan(at + Length.Length, stop - at - Length.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw new LoadFailure($"Expected an answer of HTTP/1.1 with a length, got: {head.Split('\r')[0]}");
        }

        return (status, end + 4, size);
    }
}
