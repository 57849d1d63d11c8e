using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Conformance.Reference.Hosted;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Hands HTTP requests on: stands before a host as its door, or behind it as its way out. What it demands of either side is its own.</summary>
internal sealed class ProtectionRelay : IDisposable
{
    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _client;

    private ProtectionRelay(Action<ListenOptions> listen, HttpMessageHandler handler, Uri target, Func<HttpContext, bool> may)
    {
        _client = new HttpMessageInvoker(handler);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(new IPEndPoint(IPAddress.Loopback, 0), listen));
        _application = builder.Build();
        _application.Run(context => HandOnAsync(context, target, may));
        _application.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where.</summary>
    public Uri Address { get; }

    /// <summary>Takes requests over TLS, for a host without.</summary>
    public static ProtectionRelay Before(Uri host, LinkIdentity identity, SslProtocols protocols, ClientCertificateMode mode, Func<X509Certificate2, bool> believes, Func<X509Certificate2?, string, bool> may) => new(
        listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(adapter =>
            {
                adapter.ServerCertificate = identity.Certificate;
                adapter.SslProtocols = protocols;
                adapter.ClientCertificateMode = mode;
                adapter.CheckCertificateRevocation = false;
                adapter.ClientCertificateValidation = (certificate, _, _) => believes(certificate);
                adapter.OnAuthenticate = static (_, tls) => tls.CertificateChainPolicy = new X509ChainPolicy
                {
                    DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust,
                };
            });
        },
        new SocketsHttpHandler { UseProxy = false },
        host,
        context => may(context.Connection.ClientCertificate, context.Request.Path.Value ?? ""));

    /// <summary>Takes requests of a host on this machine and hands them on over TLS.</summary>
    public static ProtectionRelay Behind(Uri peer, LinkIdentity? identity, SslProtocols protocols, Func<X509Certificate2, SslPolicyErrors, bool> believes)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust },
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is X509Certificate2 shown && believes(shown, errors),
        };
        if (identity is not null)
        {
            handler.SslOptions.ClientCertificates = [identity.Certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Certificate;
        }

        return new ProtectionRelay(static listen => listen.Protocols = HttpProtocols.Http1, handler, peer, static _ => true);
    }

    public void Dispose()
    {
        _application.StopAsync().GetAwaiter().GetResult();
        _application.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _client.Dispose();
    }

    private async Task HandOnAsync(HttpContext context, Uri target, Func<HttpContext, bool> may)
    {
        if (!may(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(target, context.Request.Path.Value));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (body.Length > 0) request.Content = new ByteArrayContent(body.ToArray());
        foreach (var name in (string[])["Range", "If-Range", "If-None-Match", "Content-Type"])
        {
            if (context.Request.Headers[name] is not { Count: > 0 } values) continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToString())) request.Content?.Headers.TryAddWithoutValidation(name, values.ToString());
        }

        try
        {
            using var response = await _client.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(static header => header.Key != "Transfer-Encoding")) context.Response.Headers[name] = values.ToArray();
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            context.Abort();
        }
    }
}
