using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>
/// The asking end of an HTTP link, played by the suite: any bytes as the body of a POST, blocks by ranged GET, uploads by PUT (docs/adr/0005-http-binding.md). What comes
/// back is handed on as it is.
/// </summary>
public sealed class HttpAsker : IDisposable
{
    private static readonly TimeSpan Continue = TimeSpan.FromMilliseconds(300);

    private const int Small = 64 * 1024;

    private readonly HttpClient _client;
    private readonly TlsMaterial? _tls;
    private readonly LinkRole _peer;

    /// <summary>Asks an implementation that plays <paramref name="peer"/>.</summary>
    public HttpAsker(Uri address, LinkRole peer, TlsMaterial? tls, Conduct conduct)
    {
        ArgumentNullException.ThrowIfNull(address);
        (_tls, _peer) = (tls, peer);
        _client = new HttpClient(Handler(conduct)) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where a message goes that is asked on a link.</summary>
    public static string PathOf(Link link, Bytes message) => link switch
    {
        Link.Tracker => HttpBinding.CheckInPath,
        Link.Operator => HttpBinding.OperatorPath,
        Link.Author => HttpBinding.AuthorPath,
        _ => MessageCodec.Decode(message.Memory).Value is EnvelopeRequest ? HttpBinding.EnvelopePath : HttpBinding.CataloguePath,
    };

    /// <summary>Asks.</summary>
    public Reply Ask(Link link, Bytes message, TimeSpan patience)
    {
        if (link is Link.Tracker or Link.Server && MessageCodec.Decode(message.Memory).Value is BlockRequest wanted) return GetBlock(wanted, patience);
        return Send(Post(PathOf(link, message), message), patience, static (response, body) => Body(response, body));
    }

    /// <summary>Uploads; silence means that it is taken.</summary>
    public Reply Upload(Digest digest, Bytes payload, TimeSpan patience)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, HttpBinding.PayloadPath(digest)) { Content = new ReadOnlyMemoryContent(payload.Memory) };
        request.Headers.ExpectContinue = true;
        var reply = Send(request, patience, static (response, body) => response.IsSuccessStatusCode ? Reply.None : Body(response, body), taken: true);
        return reply;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Post(string path, Bytes message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(message.Memory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(HttpBinding.ContentType);

        // What is refused for its length is refused before it is sent; otherwise the refusal is lost when the connection breaks under the rest.
        request.Headers.ExpectContinue = message.Length > Small;
        return request;
    }

    private Reply GetBlock(BlockRequest wanted, TimeSpan patience)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, HttpBinding.PayloadPath(wanted.Payload));
        var last = (decimal)wanted.Offset + wanted.Length - 1;
        request.Headers.TryAddWithoutValidation("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={wanted.Offset}-{last}"));
        return Send(request, patience, (response, body) =>
        {
            var range = response.Content.Headers.ContentRange;
            if (response.StatusCode == HttpStatusCode.PartialContent && range is { From: >= 0, Length: >= 0 }) return Block(wanted.Payload, (ulong)range.From, (ulong)range.Length, body);
            return response.StatusCode == HttpStatusCode.OK ? Block(wanted.Payload, 0, (ulong)body.Length, body) : Body(response, body);
        });
    }

    // What does not fit into M-13 is no block, and is handed on as it came.
    private static Reply.Answered Block(Digest payload, ulong offset, ulong total, Bytes body) =>
        new(body.Length <= Limits.Block && offset <= Limits.Payload && total <= Limits.Payload ? MessageCodec.Encode(new Block(payload, offset, total, body)) : body);

    // An error without a message is HTTP's way to break off.
    private static Reply Body(HttpResponseMessage response, Bytes body) =>
        response.IsSuccessStatusCode || MessageCodec.Decode(body.Memory).Value is not null ? new Reply.Answered(body) : Reply.BrokenOff;

    private Reply Send(HttpRequestMessage request, TimeSpan patience, Func<HttpResponseMessage, Bytes, Reply> read, bool taken = false)
    {
        using var ending = new CancellationTokenSource(patience);
        try
        {
            using (request)
            {
                using var response = _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token).GetAwaiter().GetResult();
                return read(response, ReadAsync(response, ending.Token).GetAwaiter().GetResult());
            }
        }
        catch (OperationCanceledException)
        {
            // Where silence is consent, an answer that does not come is none.
            return taken ? Reply.BrokenOff : Reply.None;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Reply.BrokenOff;
        }
    }

    private static async Task<Bytes> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (kept.Length <= Limits.Message && (read = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0) kept.Write(buffer, 0, read);
        return kept.ToArray();
    }

    private SocketsHttpHandler Handler(Conduct conduct)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            Expect100ContinueTimeout = Continue,
        };
        if (_tls is null) return handler;
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = conduct.Protocols,
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust },
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                certificate is X509Certificate2 shown && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && _tls.Believes(shown, _peer, isServer: true),
        };
        if (conduct.Identity is not { } identity) return handler;
        handler.SslOptions.ClientCertificates = [identity.Certificate];
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Certificate;
        return handler;
    }
}
