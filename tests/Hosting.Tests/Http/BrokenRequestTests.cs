using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Http;

/// <summary>A client whose connection ends in the middle of its request: the server lets go, and blames neither itself nor its storage.</summary>
public sealed class BrokenRequestTests(HttpFixture fixture) : IClassFixture<HttpFixture>
{
    private const string Upload = HttpBinding.PayloadPrefix + "0000000000000000000000000000000000000000000000000000000000000000";

    // TLS 1.3: a record of application data with 256 bytes, of which three come.
    private static readonly byte[] HalfRecord = [0x17, 0x03, 0x03, 0x01, 0x00, 1, 2, 3];

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<BadBodyException> _bad = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(LinkRole.Communicator, "POST", HttpBinding.CheckInPath)]
    [InlineData(LinkRole.Author, "PUT", Upload)]
    public async Task A_connection_that_ends_within_a_request_is_no_fault(LinkRole role, string method, string path)
    {
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        using var log = new NdjsonLog(written, SystemClock.Instance, LogLevel.Warning);
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        await using var server = new HttpLinkServer(
            HttpListen.Secure(new IPEndPoint(IPAddress.Loopback, 0), fixture.Identity(LinkRole.Tracker, "127.0.0.1")), [Watched(Checking()), Watched(Uploading())], SystemClock.Instance, logging);

        await SendHalfAsync(await server.StartAsync(default), fixture.Identity(role), method, path);

        // Kestrel may have noticed first.
        Assert.IsAssignableFrom<OperationCanceledException>(await _ended.Task.Soon());
        await server.StopAsync().Soon();
        Assert.Equal("", written.ToString());
    }

    /// <summary>Not what a storage calls a failure either.</summary>
    [Fact]
    public async Task An_upload_in_pieces_that_are_none_is_a_lost_connection()
    {
        await using var server = new HttpLinkServer(HttpListen.DangerousPlaintext(new IPEndPoint(IPAddress.Loopback, 0)), [Uploading()], SystemClock.Instance, NullLoggerFactory.Instance);
        var address = await server.StartAsync(default);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", address.Port);

        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT {Upload} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n"));

        Assert.Equal(ResultCode.ConnectionLost, (await _bad.Task.Soon()).Code);
    }

    private static HttpRoute Checking() => MessageBodies.Route(HttpBinding.CheckInPath, [LinkRole.Communicator], static message => message is CheckIn, static (_, _, _) => throw new InvalidOperationException("nothing whole came"));

    private HttpRoute Uploading() => UploadRoute.Create(
        static (_, _, _) => Task.FromResult<(ulong, Refusal?)>((1000, null)),
        async (_, _, body, cancellation) =>
        {
            try
            {
                await body.CopyToAsync(Stream.Null, cancellation);
                throw new InvalidOperationException("nothing whole came");
            }
            catch (BadBodyException exception)
            {
                _bad.SetResult(exception);
                throw;
            }
        });

    private HttpRoute Watched(HttpRoute route) => route with
    {
        Answer = async (context, tail) =>
        {
            _begun.SetResult();
            var failure = await Record.ExceptionAsync(() => route.Answer(context, tail));
            _ended.SetResult(failure);
            if (failure is not null) throw failure;
        },
    };

    private async Task SendHalfAsync(Uri address, LinkIdentity identity, string method, string path)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", address.Port);
        // Not disposed: that would say goodbye.
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ClientCertificates = [identity.Certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Certificate,
            RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null,
        }).Soon();
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {HttpBinding.ContentType}\r\nContent-Length: 1000\r\n\r\nhalf"));
        await _begun.Task.Soon();
        await tcp.GetStream().WriteAsync(HalfRecord);
    }
}
