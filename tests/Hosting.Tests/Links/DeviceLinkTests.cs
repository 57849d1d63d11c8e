using System.Net;
using System.Net.Sockets;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Hosting.Tests.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Hosting.Tests.Links;

public sealed class DeviceLinkTests : IAsyncLifetime
{
    private static readonly DeviceLinkTimeouts Timeouts = new(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(99));
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource<LinkFault> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RequestHandler _handler = (_, _) => Task.FromResult<Message?>(new InstallAnswer(DevicePhase.Idle));
    private DeviceLinkServer _server = null!;
    private StreamAddress _address = null!;

    public Task InitializeAsync()
    {
        _server = new DeviceLinkServer(StreamAddress.OfTcp("127.0.0.1", 0), (m, c) => _handler(m, c), _clock, Timeouts, f => _fault.TrySetResult(f));
        _address = _server.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_request_is_answered_and_the_connection_is_kept()
    {
        await using var client = Client();

        for (var i = 0; i < 3; i++)
            Assert.Equal(new InstallAnswer(DevicePhase.Idle), (await client.AskAsync(new StatusRequest(), null, default).Soon()).Message);
    }

    [Fact]
    public async Task A_unix_socket_works_alike_and_its_file_is_removed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"secup-{Path.GetRandomFileName()}.sock");
        await using (var server = new DeviceLinkServer(StreamAddress.OfPath(path), _handler, _clock, Timeouts))
        {
            await using var client = new DeviceLinkClient(server.Start(), _clock, TimeSpan.FromSeconds(3), Timeouts.Frame);
            Assert.NotNull((await client.AskAsync(new StatusRequest(), null, default).Soon()).Message);
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_second_connection_is_refused_as_busy()
    {
        await using var first = Client();
        await using var second = Client();
        await first.AskAsync(new StatusRequest(), null, default).Soon();

        var arrival = await second.AskAsync(new StatusRequest(), null, default).Soon();

        Assert.Equal(ResultCode.Busy, Assert.IsType<Refusal>(arrival.Message).Code);
    }

    [Fact]
    public async Task A_handler_without_an_answer_closes_the_connection_and_the_client_connects_anew()
    {
        await using var client = Client();
        _handler = (_, _) => Task.FromResult<Message?>(null);
        var arrival = await client.AskAsync(new StatusRequest(), null, default).Soon();
        Assert.Equal(ResultCode.ConnectionLost, arrival.Fault!.Code);

        _handler = (_, _) => Task.FromResult<Message?>(new InstallAnswer(DevicePhase.Trial));
        Message? answer = null;
        for (var i = 0; i < 1000 && answer is not InstallAnswer; i++) answer = (await client.AskAsync(new StatusRequest(), null, default).Soon()).Message;

        Assert.Equal(new InstallAnswer(DevicePhase.Trial), answer);
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("00080001")]
    [InlineData("ffffffff")]
    public async Task A_bad_length_is_named_and_closes_the_connection(string prefix)
    {
        using var peer = await ConnectAsync();

        await peer.SendAsync(Convert.FromHexString(prefix));

        Assert.Equal(ResultCode.MalformedMessage, Assert.IsType<Refusal>(await ReceiveAsync(peer)).Code);
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1]).Soon());
        Assert.Equal(ResultCode.MalformedMessage, (await _fault.Task.Soon()).Code);
    }

    [Fact]
    public async Task Garbage_in_a_whole_frame_is_refused_and_the_next_request_is_answered()
    {
        using var peer = await ConnectAsync();

        await peer.SendAsync(Framing.Wrap([0xC1, 0x00, 0x13]));
        Assert.Equal(ResultCode.MalformedMessage, Assert.IsType<Refusal>(await ReceiveAsync(peer)).Code);

        await peer.SendAsync(Framing.Wrap(MessageCodec.Encode(new StatusRequest())));
        Assert.IsType<InstallAnswer>(await ReceiveAsync(peer));
    }

    [Fact]
    public async Task Half_a_frame_and_then_silence_times_out()
    {
        using var peer = await ConnectAsync();
        await peer.SendAsync(Convert.FromHexString("0000000501"));
        await _clock.SomebodyWaits(Timeouts.Frame).Soon();

        _clock.Advance(Timeouts.Frame);

        Assert.Equal(ResultCode.TimedOut, (await _fault.Task.Soon()).Code);
        Assert.Equal(0, await peer.ReceiveAsync(new byte[1]).Soon());
    }

    [Fact]
    public async Task A_silent_connection_is_closed_so_that_it_keeps_nobody_out()
    {
        using var peer = await ConnectAsync();
        await _clock.SomebodyWaits(Timeouts.Idle).Soon();

        _clock.Advance(Timeouts.Idle);

        Assert.Equal(0, await peer.ReceiveAsync(new byte[1]).Soon());
    }

    [Fact]
    public async Task A_frame_cut_in_the_middle_is_a_lost_connection()
    {
        using var peer = await ConnectAsync();
        await peer.SendAsync(Convert.FromHexString("0000000501"));

        peer.Shutdown(SocketShutdown.Send);

        Assert.Equal(ResultCode.ConnectionLost, (await _fault.Task.Soon()).Code);
    }

    [Fact]
    public async Task An_unanswered_request_times_out_and_a_late_answer_is_not_taken_for_the_next_one()
    {
        var late = new TaskCompletionSource<Message?>();
        _handler = (_, _) => late.Task;
        await using var client = Client();
        var asking = client.AskAsync(new StatusRequest(), TimeSpan.FromSeconds(5), default);
        await _clock.SomebodyWaits(TimeSpan.FromSeconds(5)).Soon();

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ResultCode.TimedOut, (await asking.Soon()).Fault!.Code);
        late.SetResult(new InstallAnswer(DevicePhase.Off));
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        await _server.DisposeAsync();
        await using var client = Client();

        Assert.Equal(ResultCode.Unreachable, (await client.AskAsync(new StatusRequest(), null, default).Soon()).Fault!.Code);
        await InitializeAsync();
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var other = new DeviceLinkServer(_address, _handler, _clock, Timeouts);

        Assert.Contains(_address.ToString(), Assert.Throws<HostStartException>(other.Start).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:4711", "tcp://127.0.0.1:4711")]
    [InlineData("tcp://[::1]:0", "tcp://[::1]:0")]
    [InlineData("tcp://device.example:99", "tcp://device.example:99")]
    [InlineData("unix:///run/secup.sock", "unix:///run/secup.sock")]
    [InlineData("http://127.0.0.1", null)]
    [InlineData("127.0.0.1:4711", null)]
    [InlineData("tcp://127.0.0.1", null)]
    [InlineData("unix://", null)]
    public void Addresses_are_read_strictly(string text, string? expected) => Assert.Equal(expected, StreamAddress.Parse(text)?.ToString());

    private DeviceLinkClient Client() => new(_address, _clock, TimeSpan.FromSeconds(3), Timeouts.Frame);

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((IPEndPoint)_address.EndPoint);
        return socket;
    }

    private static async Task<Message> ReceiveAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        var prefix = new byte[Framing.PrefixSize];
        await stream.ReadExactlyAsync(prefix).AsTask().Soon();
        Framing.Peek(prefix, out var length);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body).AsTask().Soon();
        return MessageCodec.Decode(body).Value!;
    }
}
