using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>Messages as bodies of HTTP requests and answers, at the answering end.</summary>
internal static class MessageBodies
{
    private const int FirstPart = 16 * 1024;

    /// <summary>The message in the request's body, or why there is none. At most <see cref="Limits.Message"/> bytes are read.</summary>
    /// <exception cref="ClientGoneException">The connection ended.</exception>
    public static async Task<Arrival> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType != HttpBinding.ContentType)
            return Arrival.Failed(ResultCode.MalformedMessage, $"the content type must be {HttpBinding.ContentType}");
        if (context.Request.ContentLength > Limits.Message) return Arrival.Failed(ResultCode.LimitExceeded, $"a message has at most {Limits.Message} bytes");
        try
        {
            // One byte more than was announced, so that the end shows; but no more than has come is taken on trust.
            var body = new byte[(int)Math.Min(context.Request.ContentLength ?? FirstPart, FirstPart) + 1];
            var (have, read) = (0, 0);
            var source = new RequestBody(context);
            while ((read = await source.ReadAsync(body.AsMemory(have), context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                have += read;
                if (have > Limits.Message) return Arrival.Failed(ResultCode.LimitExceeded, $"a message has at most {Limits.Message} bytes");
                if (have == body.Length) Array.Resize(ref body, Math.Min(2 * have, Limits.Message + 1));
            }

            var decoded = MessageCodec.Decode(body.AsMemory(0, have));
            return decoded.Value is { } message ? Arrival.Of(message) : Arrival.Failed(ResultCode.MalformedMessage, decoded.Error!.ToString());
        }
        catch (BadBodyException exception)
        {
            return Arrival.Failed(exception.Code == ResultCode.TooMuchData ? ResultCode.LimitExceeded : ResultCode.MalformedMessage, exception.Message);
        }
    }

    /// <summary>Answers with a message.</summary>
    public static async Task WriteAsync(HttpContext context, Message message, int status = StatusCodes.Status200OK)
    {
        var body = MessageCodec.Encode(message);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = HttpBinding.ContentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Answers with M-09 and the status that goes with the code.</summary>
    public static Task RefuseAsync(HttpContext context, ResultCode code, string detail, int? status = null) =>
        WriteAsync(context, new Refusal(code, RefusalText.Clean(detail)), status ?? HttpBinding.StatusOf(code));

    /// <summary>An answer to POST: takes the named kinds of message to <paramref name="handler"/> and answers with what it says.</summary>
    /// <param name="path">The path.</param>
    /// <param name="roles">Who may ask.</param>
    /// <param name="takes">True for messages that belong here.</param>
    /// <param name="handler">Answers.</param>
    public static HttpRoute Route(string path, IReadOnlyList<Pki.LinkRole> roles, Func<Message, bool> takes, HttpRequestHandler handler) =>
        new([HttpMethods.Post], path, roles, async (context, _) =>
        {
            var arrival = await ReadAsync(context).ConfigureAwait(false);
            if (arrival.Fault is { } fault)
            {
                await RefuseAsync(context, fault.Code, fault.Detail).ConfigureAwait(false);
                return;
            }

            if (!takes(arrival.Message!))
            {
                await RefuseAsync(context, ResultCode.MalformedMessage, $"M-{arrival.Message!.Tag:00} does not belong to {path}").ConfigureAwait(false);
                return;
            }

            var answer = await handler(arrival.Message!, () => NameOf(context), context.RequestAborted).ConfigureAwait(false);
            if (answer is null) await RefuseAsync(context, ResultCode.NotNow, "the entity stops").ConfigureAwait(false);
            else await WriteAsync(context, answer).ConfigureAwait(false);
        });

    /// <summary>The client: subject and thumbprint of its certificate, or its address where links are in plaintext.</summary>
    private static string NameOf(HttpContext context) => context.Connection.ClientCertificate is { } certificate
        ? $"{certificate.Subject}, sha256 {certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}"
        : $"{context.Connection.RemoteIpAddress}, without a certificate";
}

/// <summary>Answers a request; null when the entity stops.</summary>
/// <param name="request">The message.</param>
/// <param name="client">Says who asks, for an audit trail.</param>
/// <param name="cancellation">The client is gone.</param>
internal delegate Task<Message?> HttpRequestHandler(Message request, Func<string> client, CancellationToken cancellation);
