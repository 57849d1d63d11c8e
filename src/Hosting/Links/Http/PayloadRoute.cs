using System.Globalization;
using Microsoft.AspNetCore.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>A payload that is ready to be served.</summary>
internal interface IServedPayload : IAsyncDisposable
{
    /// <summary>Bytes of the whole payload.</summary>
    ulong Size { get; }

    /// <summary>Makes sure that the run of bytes can be had, or says why not; called before the head of the answer goes out.</summary>
    Task<Refusal?> PrepareAsync(ByteRange range, CancellationToken cancellation);

    /// <summary>Copies a run of bytes that lies within the payload. A fault on the way is thrown; the connection is then cut.</summary>
    Task CopyToAsync(ByteRange range, System.IO.Stream destination, CancellationToken cancellation);
}

/// <summary>Finds the payload, or says why it is not served.</summary>
internal delegate Task<(IServedPayload? Payload, Refusal? Refusal)> PayloadFinder(Digest payload, CancellationToken cancellation);

/// <summary>
/// GET and HEAD of a payload (R-FS-07, R-ST-25). The address names the content, so an answer never changes: it may be cached for ever, and
/// its entity tag is its
/// digest.
/// </summary>
internal static class PayloadRoute
{
    public static HttpRoute Create(IReadOnlyList<LinkRole> roles, PayloadFinder find) =>
        new([HttpMethods.Get, HttpMethods.Head], HttpBinding.PayloadPrefix, roles, (context, hex) => AnswerAsync(context, hex, find));

    private static async Task AnswerAsync(HttpContext context, string hex, PayloadFinder find)
    {
        if (HttpBinding.ParsePayload(hex) is not { } digest)
        {
            await MessageBodies.RefuseAsync(context, ResultCode.NotAvailable, "a payload is named by 64 lower-case hexadecimal digits").ConfigureAwait(false);
            return;
        }

        var (payload, refusal) = await find(digest, context.RequestAborted).ConfigureAwait(false);
        if (payload is null)
        {
            await MessageBodies.RefuseAsync(context, refusal!.Code, refusal.Detail).ConfigureAwait(false);
            return;
        }

        try
        {
            await ServeAsync(context, digest, payload).ConfigureAwait(false);
        }
        finally
        {
            await payload.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task ServeAsync(HttpContext context, Digest digest, IServedPayload payload)
    {
        var request = context.Request.Headers;
        var response = context.Response;
        var tag = $"\"sha256-{digest.ToHex()}\"";
        response.Headers.ETag = tag;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        if (request.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        // If-Range with another tag asks for the whole of what is there now.
        var wanted = request.IfRange.Count > 0 && request.IfRange != tag ? null : request.Range.ToString();
        if (ByteRange.Parse(wanted, payload.Size) is not { } range)
        {
            response.Headers.ETag = default;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{payload.Size}");
            await MessageBodies.RefuseAsync(
                context, ResultCode.NotAvailable, "one range of bytes within the payload can be served", StatusCodes.Status416RangeNotSatisfiable).ConfigureAwait(false);
            return;
        }

        if (await payload.PrepareAsync(range, context.RequestAborted).ConfigureAwait(false) is { } refusal)
        {
            response.Headers.ETag = default;
            await MessageBodies.RefuseAsync(context, refusal.Code, refusal.Detail).ConfigureAwait(false);
            return;
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = (long)range.Length;
        if (!string.IsNullOrEmpty(wanted))
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.Offset}-{range.Offset + range.Length - 1}/{payload.Size}");
        }

        if (HttpMethods.IsHead(context.Request.Method) || range.Length == 0) return;
        await payload.CopyToAsync(range, response.Body, context.RequestAborted).ConfigureAwait(false);
        Signals.Carried("served", (long)range.Length);
    }
}
