using System.Net;
using System.Net.Sockets;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Gateway;

/// <summary>A device as a gateway meets it: it listens, takes an image block by block, and holds it against its digest; or does something else.</summary>
internal class PlayedDevice : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _installed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _received = new();
    private readonly uint _block;
    private Task _serving = Task.CompletedTask;

    public PlayedDevice(int number, Digest payload, uint size, uint block = 16_384)
    {
        (Number, Payload, Size, _block) = (number, payload, size, block);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Number { get; }

    public Digest Payload { get; }

    public uint Size { get; }

    public ServedDevice Served => new($"device-{Number}", StreamAddress.OfTcp("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port));

    /// <summary>Completes when the right image was to be installed; fails when something was told it that is another's.</summary>
    public Task Installed => _installed.Task;

    /// <summary>What this device signs: its number, so that a tracker that is played knows it again.</summary>
    public byte[] Report => BitConverter.GetBytes(Number);

    public async ValueTask DisposeAsync()
    {
        _ending.Cancel();
        _listener.Stop();
        await _serving;
        _ending.Dispose();
    }

    /// <summary>What it answers; null to say nothing and keep the connection.</summary>
    protected virtual Message? Answer(Message request) => request switch
    {
        StatusRequest => new StatusReport(Report),
        DirectiveDelivery delivery => Take(delivery),
        ImageBlock block => Take(block),
        InstallRequest => Install(),
        _ => new Refusal(ResultCode.NotNow, "not that"),
    };

    /// <summary>What it does with a connection.</summary>
    protected virtual async Task ServeAsync(NetworkStream stream, CancellationToken ending)
    {
        await using var connection = new FrameConnection(stream, SystemClock.Instance, TimeSpan.FromSeconds(10));
        while (await connection.ReceiveAsync(null, ending) is { Message: { } request })
        {
            if (Answer(request) is not { } answer) await Task.Delay(Timeout.Infinite, ending);
            else if (await connection.SendAsync(answer, ending) is not null) return;
        }
    }

    protected BlockWant Want => new(Payload, (ulong)_received.Length, Math.Min(_block, Size - (uint)_received.Length));

    private DirectiveAnswer Take(DirectiveDelivery delivery)
    {
        if (!delivery.Directive.Span.SequenceEqual(Report)) _installed.TrySetException(new InvalidOperationException($"device {Number} was given the directive of another"));
        return _received.Length < Size ? new(DevicePhase.Receiving, Want) : new(DevicePhase.Verified, null);
    }

    private BlockAnswer Take(ImageBlock block)
    {
        _received.Write(block.Data.Span);
        if (_received.Length < Size) return new(DevicePhase.Receiving, Want);
        if (Digest.Of(_received.ToArray()) == Payload) return new(DevicePhase.Verified, null);
        _received.SetLength(0);
        return new(DevicePhase.Idle, null);
    }

    private InstallAnswer Install()
    {
        _installed.TrySetResult();
        return new(DevicePhase.AwaitingBoot);
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream(), _ending.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The gateway or the test has gone.
            }
        }
    }
}

/// <summary>Never answers.</summary>
internal sealed class SilentDevice(int number, Digest payload, uint size) : PlayedDevice(number, payload, size)
{
    protected override Message? Answer(Message request) => null;
}

/// <summary>Takes blocks without end, always from the beginning, and never has enough.</summary>
internal sealed class GreedyDevice(int number, Digest payload, uint size) : PlayedDevice(number, payload, size)
{
    protected override Message? Answer(Message request) => request switch
    {
        DirectiveDelivery => new DirectiveAnswer(DevicePhase.Receiving, Want),
        ImageBlock => new BlockAnswer(DevicePhase.Receiving, Want),
        _ => base.Answer(request),
    };
}

/// <summary>Wants a payload that there is not.</summary>
internal sealed class ConfusedDevice(int number, Digest payload, uint size) : PlayedDevice(number, payload, size)
{
    protected override Message? Answer(Message request) => request is DirectiveDelivery
        ? new DirectiveAnswer(DevicePhase.Receiving, new BlockWant(Digest.Of(Report), 0, 4_096))
        : base.Answer(request);
}

/// <summary>Says other bytes than messages on each connection.</summary>
internal sealed class NoisyDevice(int number, Digest payload, uint size, byte[] noise, bool stays) : PlayedDevice(number, payload, size)
{
    protected override async Task ServeAsync(NetworkStream stream, CancellationToken ending)
    {
        await stream.WriteAsync(noise, ending);
        if (stays) await Task.Delay(Timeout.Infinite, ending);
    }
}
