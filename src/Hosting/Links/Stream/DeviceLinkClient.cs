using System.Net.Sockets;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Links.Stream;

/// <summary>
/// The Communicator's end of the device link: connects when it has something to ask, keeps the connection while it works, and connects anew after a fault.
/// One request at a time.
/// </summary>
public sealed class DeviceLinkClient : IAsyncDisposable
{
    private readonly StreamAddress _address;
    private readonly IClock _clock;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeSpan _frameTimeout;
    private readonly SemaphoreSlim _turn = new(1);
    private Socket? _socket;
    private FrameConnection? _connection;

    /// <summary>An end that connects to <paramref name="address"/> on the first request.</summary>
    public DeviceLinkClient(StreamAddress address, IClock clock, TimeSpan connectTimeout, TimeSpan frameTimeout)
    {
        _address = address;
        _clock = clock;
        _connectTimeout = connectTimeout;
        _frameTimeout = frameTimeout;
    }

    /// <summary>Sends <paramref name="request"/> and waits for the answer as long as <paramref name="within"/> (null: until cancelled).</summary>
    public async Task<Arrival> AskAsync(Message request, TimeSpan? within, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var fault = await ConnectAsync(cancellation).ConfigureAwait(false);
            if (fault is not null) return new Arrival(null, fault);
            fault = await _connection!.SendAsync(request, cancellation).ConfigureAwait(false);
            if (fault is not null)
            {
                await DropAsync().ConfigureAwait(false);
                return new Arrival(null, fault);
            }

            var arrival = await _connection.ReceiveAsync(within, cancellation).ConfigureAwait(false);
            if (arrival.Fault is not null) await DropAsync().ConfigureAwait(false);
            return arrival;
        }
        catch (OperationCanceledException)
        {
            // A late answer must not be taken for the answer to the next request.
            await DropAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the connection; the next request opens another.</summary>
    public async Task DisconnectAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await DropAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    private async Task<LinkFault?> ConnectAsync(CancellationToken cancellation)
    {
        // A readable socket between two requests has been closed by the peer, or carries bytes that nobody asked for.
        if (_connection is { Broken: false } && !_socket!.Poll(0, SelectMode.SelectRead)) return null;
        await DropAsync().ConfigureAwait(false);
        var socket = _address.CreateSocket();
        try
        {
            var (connected, _) = await _clock.Within(_connectTimeout, async c =>
            {
                await socket.ConnectAsync(_address.EndPoint, c).ConfigureAwait(false);
                return true;
            }, cancellation).ConfigureAwait(false);
            if (!connected)
            {
                socket.Dispose();
                return new LinkFault(ResultCode.TimedOut, $"{_address} did not accept in time");
            }
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            return new LinkFault(ResultCode.Unreachable, $"{_address}: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
        _connection = new FrameConnection(new NetworkStream(socket, ownsSocket: true), _clock, _frameTimeout);
        return null;
    }

    private async Task DropAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        _socket = null;
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
