using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Http;

public sealed class MutualTlsTests(HttpFixture fixture) : IClassFixture<HttpFixture>, IAsyncLifetime
{
    private static readonly CheckIn Question = new(new byte[] { 1 }, null, ResultCode.None);
    private HttpLinkServer _server = null!;
    private Uri _address = null!;

    public async Task InitializeAsync()
    {
        _server = HttpFixture.Server(fixture.Identity(LinkRole.Tracker, "127.0.0.1"));
        _address = await _server.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    [Trait("requirement", "R-GEN-10")]
    [Trait("requirement", "R-CM-14")]
    [Fact]
    public async Task A_communicator_of_the_authority_is_answered()
    {
        using var client = fixture.Client(_address, fixture.Identity(LinkRole.Communicator));

        Assert.IsType<CheckInAnswer>((await client.AskAsync(HttpBinding.CheckInPath, Question, default).Soon()).Message);
    }

    [Trait("requirement", "R-ST-30")]
    [Theory]
    [InlineData(LinkRole.Communicator, HttpBinding.OperatorPath)]
    [InlineData(LinkRole.Operator, HttpBinding.CheckInPath)]
    [InlineData(LinkRole.Author, HttpBinding.OperatorPath)]
    public async Task Another_role_is_refused(LinkRole role, string path)
    {
        using var client = fixture.Client(_address, fixture.Identity(role));

        var arrival = await client.AskAsync(path, path == HttpBinding.OperatorPath ? new TrackQuery(null, null) : Question, default).Soon();

        Assert.Equal(ResultCode.NotAllowed, Assert.IsType<Refusal>(arrival.Message).Code);
    }

    [Fact]
    public async Task A_client_of_another_authority_gets_no_answer()
    {
        // It believes the server, so that only the server's judgement is left.
        var stranger = fixture.Stranger(LinkRole.Communicator);
        using var tls = await HandshakeAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ClientCertificates = [stranger.Certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => stranger.Certificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        });

        await AssertSilentAsync(tls);
    }

    [Fact]
    public async Task A_client_without_a_certificate_gets_no_answer()
    {
        using var tls = await HandshakeAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null });

        await AssertSilentAsync(tls);
    }

    [Fact]
    public async Task An_older_TLS_is_refused()
    {
        var identity = fixture.Identity(LinkRole.Communicator);
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ClientCertificates = [identity.Certificate],
#pragma warning disable CA5398 // An old version is asked for on purpose.
            EnabledSslProtocols = SslProtocols.Tls12,
#pragma warning restore CA5398
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        }).Soon());
    }

    [Trait("requirement", "R-CM-14")]
    [Trait("requirement", "R-GEN-10")]
    [Fact]
    public async Task A_server_of_another_authority_is_not_trusted()
    {
        using var client = fixture.Client(_address, fixture.Stranger(LinkRole.Communicator));

        Assert.Equal(ResultCode.PeerNotTrusted, (await client.AskAsync(HttpBinding.CheckInPath, Question, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task A_server_under_another_name_is_not_trusted()
    {
        using var client = fixture.Client(new Uri($"https://localhost:{_address.Port}"), fixture.Identity(LinkRole.Communicator));

        Assert.Equal(ResultCode.PeerNotTrusted, (await client.AskAsync(HttpBinding.CheckInPath, Question, default).Soon()).Fault!.Code);
    }

    [Fact]
    public async Task A_server_of_another_role_is_not_trusted()
    {
        await using var impostor = HttpFixture.Server(fixture.Identity(LinkRole.Server, "127.0.0.1"));
        using var client = fixture.Client(await impostor.StartAsync(default), fixture.Identity(LinkRole.Communicator));

        Assert.Equal(ResultCode.PeerNotTrusted, (await client.AskAsync(HttpBinding.CheckInPath, Question, default).Soon()).Fault!.Code);
    }

    [Fact]
    public void Plaintext_is_for_loopback_only() =>
        Assert.Throws<ConfigurationException>(() => HttpListen.DangerousPlaintext(new(System.Net.IPAddress.Any, 0)));

    private async Task<SslStream> HandshakeAsync(SslClientAuthenticationOptions options)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", _address.Port);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(options).Soon();
        return tls;
    }

    // In TLS 1.3 the client's handshake ends before the server has judged the client's certificate.
    private static async Task AssertSilentAsync(SslStream tls)
    {
        try
        {
            await tls.WriteAsync("GET /payloads/sha256/00 HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).AsTask().Soon();
            Assert.Equal(0, await tls.ReadAsync(new byte[1]).AsTask().Soon());
        }
        catch (IOException)
        {
            // Closed with an alert or a reset.
        }
    }
}
