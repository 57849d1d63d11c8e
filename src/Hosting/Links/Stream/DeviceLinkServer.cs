using System.Net;
using System.Net.Sockets;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Links.Stream;

/// <summary>Answers one request; null closes the connection without an answer, as a restarting device does.</summary>
public delegate Task<Message?> RequestHandler(Message request, CancellationToken cancellation);

/// <summary>How long the answering end of a device link waits.</summary>
/// <param name="Frame">From the first byte of a frame to its last.</param>
/// <param name="Idle">Between two requests; a connection that is silent for longer is closed so that it does not keep others out.</param>
public sealed record DeviceLinkTimeouts(TimeSpan Frame, TimeSpan Idle)
{
    /// <summary>10 s and 5 min.</summary>
    public static DeviceLinkTimeouts Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
}

/// <summary>
/// The Device core's end of the device link: one connection is served at a time (a Device core has one Communicator), others get M-09 Busy.
/// </summary>
public sealed class DeviceLinkServer : IAsyncDisposable
{
    private readonly StreamAddress _address;
    private readonly Action<LinkFault>? _faulted;
    private readonly DeviceLinkSessions _sessions;
    private readonly CancellationTokenSource _stopping = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <summary>An end that does not listen yet.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="handler">Answers requests, one at a time.</param>
    /// <param name="clock">Bounds the waiting.</param>
    /// <param name="timeouts">How long it waits.</param>
    /// <param name="faulted">Told of every fault of a peer.</param>
    public DeviceLinkServer(StreamAddress address, RequestHandler handler, IClock clock, DeviceLinkTimeouts timeouts, Action<LinkFault>? faulted = null)
    {
        _address = address;
        _faulted = faulted;
        _sessions = new DeviceLinkSessions(handler, clock, timeouts, faulted);
    }

    /// <summary>Begins to listen and answers where: with the port that the system chose, where it was 0.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    public StreamAddress Start()
    {
        var listener = _address.CreateSocket();
        try
        {
            ClearSocketFile();
            listener.Bind(_address.EndPoint);
            listener.Listen(4);
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw new HostStartException($"Cannot listen on {_address}: {exception.Message}", exception);
        }

        _listener = listener;
        _accepting = Task.Run(() => AcceptAsync(listener));
        return listener.LocalEndPoint is IPEndPoint ip ? StreamAddress.OfTcp(ip.Address.ToString(), ip.Port) : _address;
    }

    /// <summary>Stops listening, closes all connections, and waits for the request under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        _listener?.Dispose();
        await _accepting.ConfigureAwait(false);
        await _sessions.StopAsync().ConfigureAwait(false);
        if (_address.EndPoint is UnixDomainSocketEndPoint && _listener is not null) File.Delete(_address.EndPoint.ToString()!);
    }

    // A socket file that nobody listens on any more stays behind after a crash and keeps the address occupied.
    private void ClearSocketFile()
    {
        if (_address.EndPoint is not UnixDomainSocketEndPoint || !File.Exists(_address.EndPoint.ToString())) return;
        using var probe = _address.CreateSocket();
        try
        {
            probe.Connect(_address.EndPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(_address.EndPoint.ToString()!);
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                if (_stopping.IsCancellationRequested) return;
                _faulted?.Invoke(new LinkFault(ResultCode.ConnectionLost, exception.Message));
                continue;
            }

            Begin(socket);
        }
    }

    private void Begin(Socket socket)
    {
        try
        {
            if (socket.ProtocolType == ProtocolType.Tcp) socket.NoDelay = true;
            if (!_sessions.Begin(new NetworkStream(socket, ownsSocket: true))) socket.Dispose();
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // The peer has gone already.
            socket.Dispose();
            _faulted?.Invoke(new LinkFault(ResultCode.ConnectionLost, exception.Message));
        }
    }
}
