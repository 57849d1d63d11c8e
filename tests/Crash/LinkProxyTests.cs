using System.Net;
using System.Net.Sockets;
using SecUpIoT.Crash.Faults;

namespace SecUpIoT.Crash;

/// <summary>The proxy does to the bytes what it says.</summary>
public sealed class LinkProxyTests : IAsyncLifetime
{
    private static readonly byte[] Sent = [.. Enumerable.Range(0, 5000).Select(static number => (byte)(number % 251))];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpListener _answering = new(IPAddress.Loopback, 0);
    private readonly Socket _asking = new(SocketType.Stream, ProtocolType.Tcp);
    private LinkProxy _proxy = null!;
    private Socket _answerer = null!;

    public async Task InitializeAsync()
    {
        _answering.Start();
        _proxy = new LinkProxy(_answering.LocalEndpoint, seed: 1);
        await _asking.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        _answerer = await _answering.AcceptSocketAsync().WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _asking.Dispose();
        _answerer.Dispose();
        _answering.Dispose();
    }

    [Fact]
    public async Task Undisturbed_bytes_pass_unchanged_in_both_directions_and_so_does_the_end()
    {
        await _asking.SendAsync(Sent);
        _asking.Shutdown(SocketShutdown.Send);
        var there = await ReadToEndAsync(_answerer);
        await _answerer.SendAsync(there);
        _answerer.Shutdown(SocketShutdown.Send);

        Assert.Equal(Sent, there);
        Assert.Equal(Sent, await ReadToEndAsync(_asking));
        Assert.All(Enum.GetValues<Harm>(), harm => Assert.Equal(0, _proxy.Harmed(harm)));
    }

    [Fact]
    public async Task A_corrupted_piece_has_one_bit_that_is_another_one()
    {
        _proxy.Disturb(new Disturbance(Harm.Corrupt, 1, default));
        await _asking.SendAsync(Sent.AsMemory(0, 1));
        var first = new byte[1];
        Assert.Equal(1, await _answerer.ReceiveAsync(first).WaitAsync(Patience));
        _proxy.Disturb(null);
        await _asking.SendAsync(Sent.AsMemory(1));
        _asking.Shutdown(SocketShutdown.Send);

        Assert.Equal(1, int.PopCount(first[0] ^ Sent[0]));
        Assert.Equal(Sent[1..], await ReadToEndAsync(_answerer));
        Assert.Equal(1, _proxy.Harmed(Harm.Corrupt));
    }

    [Fact]
    public async Task A_cut_connection_breaks_in_the_middle_for_both_ends()
    {
        _proxy.Disturb(new Disturbance(Harm.Cut, 1, default));
        await _asking.SendAsync(Sent);

        Assert.True((await ReadToEndAsync(_answerer)).Length < Sent.Length);
        await Assert.ThrowsAsync<SocketException>(() => _asking.ReceiveAsync(new byte[1]).WaitAsync(Patience));
        Assert.Equal(1, _proxy.Harmed(Harm.Cut));
    }

    [Fact]
    public async Task A_half_closed_connection_ends_in_one_direction_and_goes_on_in_the_other()
    {
        _proxy.Disturb(new Disturbance(Harm.HalfClose, 1, default));
        await _asking.SendAsync(Sent);
        var arrived = await ReadToEndAsync(_answerer);
        _proxy.Disturb(null);
        await _answerer.SendAsync(Sent);
        _answerer.Shutdown(SocketShutdown.Send);

        Assert.True(arrived.Length < Sent.Length);
        Assert.Equal(Sent, await ReadToEndAsync(_asking));
        Assert.Equal(1, _proxy.Harmed(Harm.HalfClose));
    }

    [Fact]
    public async Task A_delayed_piece_is_held_back()
    {
        _proxy.Disturb(new Disturbance(Harm.Delay, 1, TimeSpan.FromHours(1)));
        await _asking.SendAsync(Sent);
        using var patience = new CancellationTokenSource(Patience);
        while (_proxy.Harmed(Harm.Delay) == 0) await Task.Delay(10, patience.Token);

        Assert.Equal(0, _answerer.Available);
    }

    [Fact]
    public async Task Where_nobody_listens_the_connection_ends()
    {
        var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var target = nobody.LocalEndpoint;
        nobody.Dispose();
        await using var proxy = new LinkProxy(target, seed: 1);
        using var asking = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await asking.ConnectAsync(IPAddress.Loopback, proxy.Port);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The proxy may be quicker than the report that the connection stands.
            return;
        }

        Assert.Empty(await ReadToEndAsync(asking));
    }

    /// <summary>What comes until the end, orderly or not.</summary>
    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        var all = new MemoryStream();
        var piece = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(piece).WaitAsync(Patience) is var size and > 0) all.Write(piece, 0, size);
        }
        catch (SocketException)
        {
            // Reset by the proxy.
        }

        return all.ToArray();
    }
}
