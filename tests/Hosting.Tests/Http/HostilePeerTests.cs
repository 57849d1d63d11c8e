using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Tests.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Http;

/// <summary>The asking end against a server that answers with whatever bytes a test wants.</summary>
public sealed class HostilePeerTests(HttpFixture fixture) : IClassFixture<HttpFixture>, IDisposable
{
    private static readonly HttpClientLimits Limits = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), 100, TimeSpan.FromSeconds(10));
    private static readonly BlockRequest Wanted = new(HttpFixture.ImageDigest, 0, 1000);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource _leave = new();

    public void Dispose()
    {
        _leave.TrySetResult();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_peer_that_never_answers_times_out()
    {
        using var client = Serve("");
        var asking = client.GetBlockAsync(Wanted, default);
        await _clock.SomebodyWaits(Limits.Reply).Soon();

        _clock.Advance(Limits.Reply);

        Assert.Equal(ResultCode.TimedOut, (await asking.Soon()).Fault!.Code);
    }

    [Fact]
    public async Task A_peer_that_drips_is_too_slow()
    {
        using var client = Serve(Head("bytes 0-999/100000", 1000) + "drip");
        var asking = client.GetBlockAsync(Wanted, default);
        await _clock.SomebodyWaits(Limits.FloorWindow).Soon();

        _clock.Advance(Limits.FloorWindow);

        Assert.Equal(ResultCode.TooSlow, (await asking.Soon()).Fault!.Code);
    }

    [Fact]
    public async Task A_peer_that_sends_without_end_is_cut_off()
    {
        using var client = Serve("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-999/100000\r\n\r\n" + new string('x', 5000));

        Assert.Equal(ResultCode.TooMuchData, (await client.GetBlockAsync(Wanted, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task An_endless_message_is_cut_off()
    {
        using var client = Serve($"HTTP/1.1 200 OK\r\nContent-Type: {HttpBinding.ContentType}\r\n\r\n" + new string('x', Protocol.Limits.Message + 1));

        Assert.Equal(ResultCode.TooMuchData, (await client.AskAsync(HttpBinding.CataloguePath, new CatalogueRequest(), default).Soon()).Fault!.Code);
    }

    [Theory]
    [InlineData("bytes 0-998/100000", 999)]
    [InlineData("bytes 1-1000/100000", 1000)]
    [InlineData("bytes 0-999/*", 1000)]
    [InlineData("bytes 0-1999/100000", 2000)]
    public async Task Another_block_than_the_wanted_one_is_refused(string range, int length)
    {
        using var client = Serve(Head(range, length) + new string('x', length));

        Assert.Equal(ResultCode.UnexpectedBlock, (await client.GetBlockAsync(Wanted, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task A_block_that_is_cut_is_a_lost_connection()
    {
        using var client = Serve(Head("bytes 0-999/100000", 1000) + "short", close: true);

        Assert.Equal(ResultCode.ConnectionLost, (await client.GetBlockAsync(Wanted, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var client = Serve("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(ResultCode.MalformedMessage, (await client.GetBlockAsync(Wanted, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task What_is_not_HTTP_is_malformed()
    {
        using var client = Serve("SSH-2.0-OpenSSH\r\n\r\n");

        Assert.Equal(ResultCode.MalformedMessage, (await client.GetBlockAsync(Wanted, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task A_head_without_end_is_cut_off()
    {
        using var client = Serve("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"X-{i}: aaaaaaaaaaaaaaaa\r\n")));

        Assert.Equal(ResultCode.TooMuchData, (await client.GetBlockAsync(Wanted, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        _listener.Start();
        var address = new Uri($"http://{_listener.LocalEndpoint}");
        _listener.Stop();
        using var client = fixture.Client(address, null, _clock, Limits);

        Assert.Equal(ResultCode.Unreachable, (await client.GetBlockAsync(Wanted, default).Soon()).Fault!.Code);
    }

    private static string Head(string range, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 206 Partial Content\r\nContent-Range: {range}\r\nContent-Length: {length}\r\n\r\n");

    private HttpLinkClient Serve(string answer, bool close = false)
    {
        _listener.Start();
        _ = AnswerAsync(answer, close);
        return fixture.Client(new Uri($"http://{_listener.LocalEndpoint}"), null, _clock, Limits);
    }

    private async Task AnswerAsync(string answer, bool close)
    {
        using var socket = await _listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[8192]);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
            if (close) socket.Shutdown(SocketShutdown.Both);
            await _leave.Task;
        }
        catch (SocketException)
        {
            // The client has had enough.
        }
    }
}
