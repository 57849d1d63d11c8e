using System.Net.Sockets;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Http;

/// <summary>What the handler of connections lets through when a peer resets one as soon as it stands is a fault of the link like any other.</summary>
public sealed class ResetConnectionTests
{
    [Fact]
    public async Task A_socket_that_is_gone_before_it_is_used_makes_the_peer_unreachable()
    {
        using var handler = new Resetting();
        using var client = new HttpLinkClient(new Uri("http://127.0.0.1:1"), handler, SystemClock.Instance, HttpClientLimits.Default);

        var arrival = await client.AskAsync(HttpBinding.CheckInPath, new CheckIn(Bytes.Empty, null, ResultCode.None), CancellationToken.None);

        Assert.Equal(ResultCode.Unreachable, arrival.Fault?.Code);
    }

    private sealed class Resetting : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new SocketException((int)SocketError.NotConnected);
    }
}
