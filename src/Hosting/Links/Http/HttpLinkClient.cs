using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>
/// The asking end of an HTTP link: a message goes out as a POST and one comes back; payload bytes come by ranged GET. What the peer or the
/// network does wrong
/// is a <see cref="LinkFault"/>, never an exception.
/// </summary>
public sealed class HttpLinkClient : IDisposable
{
    private readonly HttpClient _client;
    private readonly IClock _clock;
    private readonly HttpClientLimits _limits;

    /// <summary>Asks the peer at <paramref name="address"/> over connections that may be shared with other clients.</summary>
    public HttpLinkClient(Uri address, HttpMessageHandler handler, IClock clock, HttpClientLimits limits)
    {
        Address = address;
        _clock = clock;
        _limits = limits;
        _client = new HttpClient(handler, disposeHandler: false) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The peer.</summary>
    public Uri Address { get; }

    /// <summary>Sends <paramref name="message"/> and takes the answer; a refusal is an answer.</summary>
    public Task<Arrival> AskAsync(string path, Message message, CancellationToken cancellation) => GuardedAsync(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(MessageCodec.Encode(message)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(HttpBinding.ContentType);
        var (response, fault) = await SendAsync(request, cancellation).ConfigureAwait(false);
        using (response) return fault is null ? await ReadMessageAsync(response!, cancellation).ConfigureAwait(false) : new Arrival(null, fault);
    });

    /// <summary>Asks for a block; the answer is M-13 with exactly the bytes that were asked for, or M-09.</summary>
    public Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation) => GuardedAsync(async () =>
    {
        if (wanted.Length == 0) return Arrival.Failed(ResultCode.UnexpectedBlock, "a block has at least one byte");
        var (response, fault) = await GetAsync(wanted.Payload, wanted.Offset, wanted.Offset + wanted.Length - 1, cancellation).ConfigureAwait(false);
        using (response)
        {
            if (fault is not null) return new Arrival(null, fault);
            if (response!.StatusCode != HttpStatusCode.PartialContent) return await ReadMessageAsync(response, cancellation).ConfigureAwait(false);
            if (ContentRangeOf(response, wanted.Offset) is not { } range || range.Length != wanted.Length)
                return Arrival.Failed(ResultCode.UnexpectedBlock, $"asked for {wanted.Length} bytes from {wanted.Offset}, got {response.Content.Headers.ContentRange}");

            var data = new byte[wanted.Length];
            var at = 0;
            fault = await BodyOf(response, body => body.ReadExactlyAsync(wanted.Length, Keep, cancellation), cancellation).ConfigureAwait(false);
            return fault is null ? Arrival.Of(new Block(wanted.Payload, wanted.Offset, range.Total, data)) : new Arrival(null, fault);

            Task Keep(ReadOnlyMemory<byte> part)
            {
                part.CopyTo(data.AsMemory(at));
                at += part.Length;
                return Task.CompletedTask;
            }
        }
    });

    /// <summary>
    /// Streams a payload from <paramref name="offset"/> to its end. The peer must name the size that is expected.
    /// </summary>
    /// <returns>Null when all bytes went to <paramref name="sink"/>; what the sink throws is not caught.</returns>
    public async Task<LinkFault?> GetPayloadAsync(PayloadName payload, ulong offset, Func<ReadOnlyMemory<byte>, Task> sink, CancellationToken cancellation)
    {
        var arrival = await GuardedAsync(async () =>
        {
            var (response, fault) = await GetAsync(payload.Digest, offset, null, cancellation).ConfigureAwait(false);
            using (response)
            {
                if (fault is not null) return new Arrival(null, fault);
                if (response!.StatusCode != HttpStatusCode.PartialContent) return await ReadMessageAsync(response, cancellation).ConfigureAwait(false);
                if (ContentRangeOf(response, offset) is not { } range || range.Total != payload.Size || range.Length != payload.Size - offset)
                    return Arrival.Failed(ResultCode.PayloadDigestMismatch, $"expected {payload.Size} bytes, got {response.Content.Headers.ContentRange}");
                return new Arrival(null, await BodyOf(response, body => body.ReadExactlyAsync(payload.Size - offset, sink, cancellation), cancellation).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
        return arrival.Message switch
        {
            null => arrival.Fault,
            Refusal refusal => new LinkFault(refusal.Code, refusal.Detail),
            var other => new LinkFault(ResultCode.MalformedMessage, $"M-{other.Tag:00} came for a payload"),
        };
    }

    /// <summary>Uploads a payload; null when the Firmware server took it, otherwise its refusal or what went wrong on the way.</summary>
    public async Task<LinkFault?> UploadAsync(PayloadName payload, System.IO.Stream content, CancellationToken cancellation)
    {
        var arrival = await GuardedAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, HttpBinding.PayloadPath(payload.Digest)) { Content = new StreamContent(content) };
            request.Content.Headers.ContentLength = (long)payload.Size;

            // The head of the answer comes after the last byte of the body, so that the time for a reply does not apply.
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.Created ? default : await ReadMessageAsync(response, cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return arrival.Message is Refusal refusal ? new LinkFault(refusal.Code, refusal.Detail) : arrival.Fault;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<(HttpResponseMessage? Response, LinkFault? Fault)> GetAsync(Digest payload, ulong first, ulong? last, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, HttpBinding.PayloadPath(payload));
        request.Headers.Range = new RangeHeaderValue((long)first, (long?)last);
        return SendAsync(request, cancellation);
    }

    private async Task<(HttpResponseMessage? Response, LinkFault? Fault)> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var (answered, response) = await _clock.Within(
            _limits.Reply, c => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, c), cancellation).ConfigureAwait(false);
        return answered ? (response, null) : (null, new LinkFault(ResultCode.TimedOut, $"{Address} did not answer in time"));
    }

    private async Task<Arrival> ReadMessageAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.ToString() != HttpBinding.ContentType)
            return Arrival.Failed(ResultCode.MalformedMessage, $"{Address} answered {(int)response.StatusCode} without a message");
        if (response.Content.Headers.ContentLength > Limits.Message)
            return Arrival.Failed(ResultCode.TooMuchData, $"{Address} announced {response.Content.Headers.ContentLength} bytes");

        byte[]? bytes = null;
        var fault = await BodyOf(response, async body =>
        {
            (bytes, var failed) = await body.ReadAtMostAsync(Limits.Message, cancellation).ConfigureAwait(false);
            return failed;
        }, cancellation).ConfigureAwait(false);
        if (fault is not null) return new Arrival(null, fault);
        var decoded = MessageCodec.Decode(bytes);
        if (decoded.Value is not { } message) return Arrival.Failed(ResultCode.MalformedMessage, decoded.Error!.ToString());
        return response.IsSuccessStatusCode || message is Refusal
            ? Arrival.Of(message)
            : Arrival.Failed(ResultCode.MalformedMessage, $"{Address} answered {(int)response.StatusCode} with M-{message.Tag:00}");
    }

    private async Task<LinkFault?> BodyOf(HttpResponseMessage response, Func<BoundedBody, Task<LinkFault?>> read, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await read(new BoundedBody(stream, _clock, _limits)).ConfigureAwait(false);
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static (ulong Length, ulong Total)? ContentRangeOf(HttpResponseMessage response, ulong offset)
    {
        if (response.Content.Headers.ContentRange is not { Unit: "bytes", From: { } from, To: { } to, Length: { } total }) return null;
        return (ulong)from == offset && to >= from && total > to ? ((ulong)(to - from + 1), (ulong)total) : null;
    }

    private async Task<Arrival> GuardedAsync(Func<Task<Arrival>> exchange)
    {
        try
        {
            return await exchange().ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            return Arrival.Failed(CodeOf(exception.HttpRequestError, exception), $"{Address}: {exception.InnerException?.Message ?? exception.Message}");
        }
        catch (SocketException exception)
        {
            // A peer that resets a connection as soon as it stands: the handler asks the socket for the other end and does not translate the answer.
            return Arrival.Failed(ResultCode.Unreachable, $"{Address}: {exception.Message}");
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            return Arrival.Failed(ResultCode.TimedOut, $"{Address} did not accept in time");
        }
    }

    internal static ResultCode CodeOf(HttpRequestError error, Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is AuthenticationException) return ResultCode.PeerNotTrusted;
        return error switch
        {
            HttpRequestError.SecureConnectionError => ResultCode.PeerNotTrusted,
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => ResultCode.Unreachable,
            HttpRequestError.InvalidResponse => ResultCode.MalformedMessage,
            HttpRequestError.ConfigurationLimitExceeded => ResultCode.TooMuchData,
            _ => ResultCode.ConnectionLost,
        };
    }
}
