using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>What a client showed in the handshake of a connection.</summary>
/// <param name="Certificate">Its certificate; null for none.</param>
/// <param name="Protocol">The version of TLS; null without TLS.</param>
public sealed record Shown(X509Certificate2? Certificate, SslProtocols? Protocol);

/// <summary>
/// The answering end of an HTTP link, played by the suite: as Status tracker towards a Communicator, as Firmware server towards a Status tracker
/// (docs/adr/0005-http-binding.md). What a peer replies goes out as it is.
/// </summary>
public sealed class HttpPeer : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly WebApplication _application;
    private readonly Link _link;
    private readonly string _name;
    private readonly TlsMaterial? _tls;
    private readonly LinkRole _client;
    private readonly Func<IOutside?> _outside;
    private readonly Func<long> _number;
    private readonly Dictionary<long, TaskCompletionSource<Bytes?>> _held = [];
    private readonly List<ConnectionContext> _connections = [];
    private readonly object _gate = new();
    private Conduct _conduct;
    private int _ended;

    /// <summary>Begins to listen.</summary>
    /// <param name="endPoint">Where; port 0 for one of the system's choice.</param>
    /// <param name="link">The link that is answered.</param>
    /// <param name="name">The peer that the suite plays.</param>
    /// <param name="tls">Protects the link; null for plaintext.</param>
    /// <param name="conduct">How it behaves on a protected link.</param>
    /// <param name="outside">Who answers.</param>
    /// <param name="number">Numbers what is asked.</param>
    public HttpPeer(IPEndPoint endPoint, Link link, string name, TlsMaterial? tls, Conduct conduct, Func<IOutside?> outside, Func<long> number)
    {
        (_link, _name, _tls, _conduct, _outside, _number) = (link, name, tls, conduct, outside, number);
        _client = link == Link.Tracker ? LinkRole.Communicator : LinkRole.Tracker;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            options.Listen(endPoint, Configure);
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
        try
        {
            _application.StartAsync().GetAwaiter().GetResult();
        }
        catch (IOException exception)
        {
            throw new AttachmentException(AttachmentFault.Missing, $"Expected to listen at {endPoint}, but: {exception.Message}; choose another address in the IXIT.");
        }

        Address = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where.</summary>
    public Uri Address { get; }

    /// <summary>Connections that were accepted and have ended, with or without a handshake.</summary>
    public int Ended
    {
        get
        {
            lock (_gate) return _ended;
        }
    }

    /// <summary>Requests that came, each with what the client showed in the handshake.</summary>
    public IReadOnlyList<Shown> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    private readonly List<Shown> _requests = [];

    /// <summary>From now on it behaves like this; connections that there are break off.</summary>
    public void Behave(Conduct conduct)
    {
        ConnectionContext[] connections;
        lock (_gate)
        {
            _conduct = conduct;
            connections = [.. _connections];
        }

        foreach (var connection in connections) connection.Abort();
        foreach (var connection in connections) WaitUntilGone(connection);
    }

    /// <summary>Answers what was held; nothing happens when the asker has gone.</summary>
    public void AnswerLate(long number, Bytes message)
    {
        lock (_gate)
        {
            if (_held.Remove(number, out var held)) held.TrySetResult(message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var held in _held.Values) held.TrySetResult(null);
            _held.Clear();
            foreach (var connection in _connections) connection.Abort();
        }

        _application.StopAsync().GetAwaiter().GetResult();
        _application.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void Configure(ListenOptions listen)
    {
        listen.Protocols = _tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        listen.Use(next => async connection =>
        {
            lock (_gate) _connections.Add(connection);
            try
            {
                await next(connection).ConfigureAwait(false);
            }
            finally
            {
                lock (_gate)
                {
                    _connections.Remove(connection);
                    _ended++;
                    Monitor.PulseAll(_gate);
                }
            }
        });
        if (_tls is not { } tls) return;
        listen.UseHttps(adapter =>
        {
            adapter.ServerCertificate = tls.Of(Credential.Right, _link == Link.Tracker ? LinkRole.Tracker : LinkRole.Server)!.Certificate;
            adapter.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            adapter.CheckCertificateRevocation = false;
            adapter.ClientCertificateValidation = static (_, _, _) => true;
            adapter.OnAuthenticate = (_, options) =>
            {
                Conduct conduct;
                lock (_gate) conduct = _conduct;
                if (conduct.Identity is { } identity) options.ServerCertificateContext = SslStreamCertificateContext.Create(identity.Certificate, [], offline: true);
                options.EnabledSslProtocols = conduct.Protocols;
                options.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
            };
        });
    }

    private void WaitUntilGone(ConnectionContext connection)
    {
        var watch = Stopwatch.StartNew();
        lock (_gate)
        {
            while (_connections.Contains(connection) && Farewell - watch.Elapsed is { Ticks: > 0 } left) Monitor.Wait(_gate, left);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var certificate = context.Connection.ClientCertificate;
        lock (_gate) _requests.Add(new Shown(certificate, context.Features.Get<ITlsHandshakeFeature>()?.Protocol));

        // An ordinary peer refuses who shows no right certificate. Who looks for that looks at Requests.
        if (_tls is not null && (certificate is null || !_tls.Believes(certificate, _client, isServer: false)))
        {
            await WriteAsync(context, StatusCodes.Status403Forbidden, MessageCodec.Encode(new Refusal(ResultCode.PeerNotTrusted, "the client certificate is not believed"))).ConfigureAwait(false);
            return;
        }

        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith(HttpBinding.PayloadPrefix, StringComparison.Ordinal) && HttpBinding.ParsePayload(path[HttpBinding.PayloadPrefix.Length..]) is { } payload)
        {
            await new BlockExchange(context, payload, Ask).AnswerAsync().ConfigureAwait(false);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (await Ask(body.ToArray(), context.RequestAborted).ConfigureAwait(false) is { } answer) await WriteAsync(context, StatusCodes.Status200OK, answer).ConfigureAwait(false);
        else context.Abort();
    }

    internal static async Task WriteAsync(HttpContext context, int status, Bytes body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = HttpBinding.ContentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body.Memory, context.RequestAborted).ConfigureAwait(false);
    }

    // The bytes that answer; null when the peer breaks off.
    private async Task<Bytes?> Ask(Bytes message, CancellationToken cancellation)
    {
        var number = _number();
        var held = new TaskCompletionSource<Bytes?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _held[number] = held;

        // Who has gone is not kept waiting for: the connection could not end before the scenario waits for something.
        var reply = await Task.Run(() => _outside()?.Ask(number, _link, _name, message) ?? Reply.BrokenOff, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        if (reply is Reply.Silent)
        {
            using var gone = cancellation.Register(() => held.TrySetResult(null));
            return await held.Task.ConfigureAwait(false);
        }

        lock (_gate) _held.Remove(number);
        return reply is Reply.Answered answered ? answered.Message : default(Bytes?);
    }
}
