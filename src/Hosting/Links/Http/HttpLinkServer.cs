using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>
/// The answering end of an HTTP link: Kestrel with TLS 1.3 and required client certificates of the configured authority (R-GEN-10), bounded
/// in everything
/// that a peer can make grow, and a fixed list of routes.
/// </summary>
internal sealed partial class HttpLinkServer : IAsyncDisposable
{
    private readonly HttpListen _listen;
    private readonly IReadOnlyList<HttpRoute> _routes;
    private readonly IClock _clock;
    private readonly ILogger _log;
    private readonly WebApplication _application;
    private volatile bool _stopping;

    public HttpLinkServer(HttpListen listen, IReadOnlyList<HttpRoute> routes, IClock clock, ILoggerFactory logging)
    {
        _listen = listen;
        _routes = routes;
        _clock = clock;
        _log = logging.CreateLogger("SecUpIoT.Http");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Configure);
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Begins to listen and answers at which address, with the port that the system chose where it was 0.</summary>
    /// <exception cref="HostStartException">The address cannot be listened on.</exception>
    public async Task<Uri> StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new HostStartException($"Cannot listen on {_listen.EndPoint}: {exception.Message}", exception);
        }

        var bound = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Uri(bound);
    }

    /// <summary>Refuses new requests with 503, waits a bounded time for those under way, and closes.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        await _application.StopAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = Limits.Message;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.MaxRequestHeaderCount = 64;
        options.Limits.MaxRequestLineSize = 4 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.MaxConcurrentConnections = 4096;
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        options.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        options.Listen(_listen.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            if (_listen.Identity is { } identity) listen.UseHttps(adapter => Protect(adapter, identity));
            else listen.Protocols = HttpProtocols.Http1;
        });
    }

    private void Protect(HttpsConnectionAdapterOptions adapter, LinkIdentity identity)
    {
        adapter.SslProtocols = SslProtocols.Tls13;
        adapter.ServerCertificate = identity.Certificate;
        adapter.HandshakeTimeout = TimeSpan.FromSeconds(10);
        adapter.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        adapter.CheckCertificateRevocation = false;
        adapter.ClientCertificateValidation = (certificate, _, _) =>
        {
            var reason = identity.Trust.JudgeClient(certificate, _clock.Now);
            if (reason is not null) LogClientRefused(reason);
            return reason is null;
        };
        adapter.OnAuthenticate = static (_, tls) => tls.CertificateChainPolicy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
        };
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (route, tail, status) = Find(context);
        var name = route?.Path ?? "none";
        using var activity = Signals.Activities.StartActivity(name, ActivityKind.Server);
        try
        {
            if (route is not null) await route.Answer(context, tail).ConfigureAwait(false);
            else await RefuseAsync(context, status).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClientGoneException or ConnectionResetException or ConnectionAbortedException
            || (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // The client is gone.
        }
        catch (Exception exception)
        {
            LogFault(exception, name);
            if (context.Response.HasStarted) context.Abort();
            else await MessageBodies.RefuseAsync(context, ResultCode.InternalFault, "a fault of the entity's own").ConfigureAwait(false);
        }

        Signals.Answered(name, context.Response.StatusCode);
    }

    private (HttpRoute? Route, string Tail, int Status) Find(HttpContext context)
    {
        if (_stopping) return (null, "", StatusCodes.Status503ServiceUnavailable);
        var path = context.Request.Path.Value ?? "";
        var status = StatusCodes.Status404NotFound;
        foreach (var route in _routes)
        {
            if (route.Match(path) is not { } tail) continue;
            if (!route.Methods.Contains(context.Request.Method))
            {
                status = StatusCodes.Status405MethodNotAllowed;
                continue;
            }

            return MayUse(context, route) ? (route, tail, 0) : (null, "", StatusCodes.Status403Forbidden);
        }

        return (null, "", status);
    }

    // Without TLS there are no roles; HttpListen allows that on loopback only.
    private bool MayUse(HttpContext context, HttpRoute route) =>
        _listen.Identity is null || (context.Connection.ClientCertificate is { } certificate
            && (route.Roles.Count == 0 || route.Roles.Any(role => LinkRoles.IsOf(certificate, role))));

    private static Task RefuseAsync(HttpContext context, int status) => status switch
    {
        StatusCodes.Status503ServiceUnavailable => MessageBodies.RefuseAsync(context, ResultCode.NotNow, "the entity stops", status),
        StatusCodes.Status403Forbidden => MessageBodies.RefuseAsync(context, ResultCode.NotAllowed, "the role in the client certificate does not allow this", status),
        StatusCodes.Status405MethodNotAllowed => MessageBodies.RefuseAsync(context, ResultCode.NotAvailable, "the method does not fit the address", status),
        _ => MessageBodies.RefuseAsync(context, ResultCode.NotAvailable, "there is nothing at this address", status),
    };

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "client certificate refused: {Reason}")]
    private partial void LogClientRefused(string reason);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "fault while answering {Route}")]
    private partial void LogFault(Exception exception, string route);
}
