using System.Net;
using System.Net.Sockets;

namespace SecUpIoT.Crash.Faults;

/// <summary>
/// One link of the site: listens on a port of its own and hands bytes on to where the answering end listens, until it is told to disturb them. What
/// happens to which piece comes from a seed and from the order in which the pieces pass.
/// </summary>
internal sealed class LinkProxy : IAsyncDisposable
{
    private const int PieceSize = 16 * 1024;

    private readonly EndPoint _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _connections = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly int[] _harmed = new int[Enum.GetValues<Harm>().Length];
    private readonly Task _accepting;
    private volatile Disturbance? _disturbance;

    public LinkProxy(EndPoint target, int seed)
    {
        _target = target;
        _random = new Random(seed);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where the asking end connects to.</summary>
    public int Port { get; }

    /// <summary>From now on this happens; null: nothing does.</summary>
    public void Disturb(Disturbance? disturbance) => _disturbance = disturbance;

    /// <summary>Connections that this has happened to.</summary>
    public int Harmed(Harm harm) => Volatile.Read(ref _harmed[(int)harm]);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Task[] open;
        lock (_gate) open = [.. _connections];
        await Task.WhenAll(open).ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_ending.Token).ConfigureAwait(false);
                var serving = Task.Run(() => new Connection(this, near).ServeAsync());
                lock (_gate)
                {
                    _connections.RemoveWhere(static connection => connection.IsCompleted);
                    _connections.Add(serving);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private (Disturbance? Disturbance, int At) Decide(int size)
    {
        if (_disturbance is not { } disturbance) return (null, 0);
        lock (_gate) return _random.NextDouble() < disturbance.Share ? (disturbance, _random.Next(size)) : (null, 0);
    }

    private sealed class Connection(LinkProxy proxy, Socket near)
    {
        private readonly int[] _told = new int[Enum.GetValues<Harm>().Length];
        private readonly Socket _far = proxy._target is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(proxy._target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public async Task ServeAsync()
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(proxy._ending.Token);
            try
            {
                near.NoDelay = true;
                await _far.ConnectAsync(proxy._target, cut.Token).ConfigureAwait(false);
                await Task.WhenAll(CarryAsync(near, _far, cut), CarryAsync(_far, near, cut)).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsOfTheLink(exception))
            {
                // Nobody listens there, an end has gone, or the connection was cut: both ends hear of it below.
                near.LingerState = new LingerOption(true, 0); // a reset, not an orderly end
            }
            finally
            {
                near.Dispose();
                _far.Dispose();
            }
        }

        private async Task CarryAsync(Socket from, Socket to, CancellationTokenSource cut)
        {
            var piece = new byte[PieceSize];
            try
            {
                while (await from.ReceiveAsync(piece, cut.Token).ConfigureAwait(false) is var size and > 0)
                {
                    var (disturbance, at) = proxy.Decide(size);
                    if (disturbance is not null) Count(disturbance.Harm);
                    switch (disturbance?.Harm)
                    {
                        case Harm.Delay:
                            await Task.Delay(disturbance.Lateness, cut.Token).ConfigureAwait(false);
                            break;
                        case Harm.Corrupt:
                            piece[at] ^= (byte)(1 << (at & 7));
                            break;
                        case Harm.Cut:
                            await SendAsync(to, piece.AsMemory(0, at), cut.Token).ConfigureAwait(false);
                            throw new SocketException((int)SocketError.ConnectionAborted);
                        case Harm.HalfClose:
                            await SendAsync(to, piece.AsMemory(0, at), cut.Token).ConfigureAwait(false);
                            to.Shutdown(SocketShutdown.Send);
                            await DrainAsync(from, piece, cut.Token).ConfigureAwait(false);
                            return;
                    }

                    await SendAsync(to, piece.AsMemory(0, size), cut.Token).ConfigureAwait(false);
                }

                to.Shutdown(SocketShutdown.Send);
            }
            catch (Exception exception) when (IsOfTheLink(exception))
            {
                await cut.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        private void Count(Harm harm)
        {
            if (Interlocked.Exchange(ref _told[(int)harm], 1) == 0) Interlocked.Increment(ref proxy._harmed[(int)harm]);
        }

        private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            while (!bytes.IsEmpty) bytes = bytes[await to.SendAsync(bytes, cancel).ConfigureAwait(false)..];
        }

        private static async Task DrainAsync(Socket from, byte[] piece, CancellationToken cancel)
        {
            while (await from.ReceiveAsync(piece, cancel).ConfigureAwait(false) > 0)
            {
                // What comes after the end of this direction goes nowhere.
            }
        }

        private static bool IsOfTheLink(Exception exception) => exception is SocketException or OperationCanceledException or ObjectDisposedException;
    }
}
