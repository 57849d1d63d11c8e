using System.Net;
using System.Net.Sockets;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// The floor of an exchange over a socket: somebody who takes as many bytes and sends as many back, and does nothing else. Both ends use the same buffers again.
/// </summary>
internal sealed class SocketPeer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _own = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _back;
    private readonly Task _answering;

    /// <summary>Connects to somebody who answers as many bytes with what <paramref name="fill"/> puts into the buffer.</summary>
    public SocketPeer(int takes, int gives, Action<byte[]> fill)
    {
        (_request, _back) = (new byte[takes], new byte[gives]);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        _answering = Task.Run(() => AnswerAsync(fill));
        _own.Connect(_listener.LocalEndPoint!);
    }

    /// <summary>One exchange.</summary>
    public void Exchange()
    {
        _own.Send(_request);
        for (var have = 0; have < _back.Length;) have += _own.Receive(_back.AsSpan(have)) is > 0 and var count ? count : throw new InvalidOperationException("The other end has closed.");
    }

    public void Dispose()
    {
        _own.Dispose();
        _listener.Dispose();
        _answering.GetAwaiter().GetResult();
    }

    private async Task AnswerAsync(Action<byte[]> fill)
    {
        using var peer = await _listener.AcceptAsync().ConfigureAwait(false);
        peer.NoDelay = true;
        var (request, answer) = (new byte[_request.Length], new byte[_back.Length]);
        while (true)
        {
            for (var have = 0; have < request.Length;)
            {
                var count = await peer.ReceiveAsync(request.AsMemory(have)).ConfigureAwait(false);
                if (count == 0) return;
                have += count;
            }

            fill(answer);
            for (var sent = 0; sent < answer.Length;) sent += await peer.SendAsync(answer.AsMemory(sent)).ConfigureAwait(false);
        }
    }
}
