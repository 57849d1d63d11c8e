using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>How many bytes an upload may have, the announced number if that is one that fits; or why it is not taken at all.</summary>
internal delegate Task<(ulong Size, Refusal? Refusal)> UploadJudge(Digest payload, ulong? announced, CancellationToken cancellation);

/// <summary>Stores an upload, of which it reads little more than the expected bytes; says why not when it could not.</summary>
internal delegate Task<Refusal?> UploadStore(Digest payload, ulong size, System.IO.Stream body, CancellationToken cancellation);

/// <summary>
/// PUT of a payload (R-FS-13). It is taken only while a staged package names it, with exactly the size that the package states; 201 when it
/// was stored, M-09
/// otherwise.
/// </summary>
internal static class UploadRoute
{
    public static HttpRoute Create(UploadJudge judge, UploadStore store) =>
        new([HttpMethods.Put], HttpBinding.PayloadPrefix, [LinkRole.Author], (context, hex) => AnswerAsync(context, hex, judge, store));

    private static async Task AnswerAsync(HttpContext context, string hex, UploadJudge judge, UploadStore store)
    {
        if (HttpBinding.ParsePayload(hex) is not { } digest)
        {
            await MessageBodies.RefuseAsync(context, ResultCode.NotAvailable, "a payload is named by 64 lower-case hexadecimal digits").ConfigureAwait(false);
            return;
        }

        var announced = (ulong?)context.Request.ContentLength;
        var (size, refusal) = await judge(digest, announced, context.RequestAborted).ConfigureAwait(false);
        refusal ??= JudgeLength(announced, size);
        if (refusal is null)
        {
            // Of an unknown length, pieces have heads of their own that would count; the store stops at the size.
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = announced is null ? null : (long)size;
            refusal = await StoreAsync(context, digest, size, store).ConfigureAwait(false);
        }

        if (refusal is not null)
        {
            await MessageBodies.RefuseAsync(context, refusal.Code, refusal.Detail).ConfigureAwait(false);
            return;
        }

        Signals.Carried("uploaded", (long)size);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private static Refusal? JudgeLength(ulong? announced, ulong size) => announced switch
    {
        null => null,
        { } length when length > size => new Refusal(ResultCode.TooMuchData, $"the package states {size} bytes, {length} are announced"),
        { } length when length < size => new Refusal(ResultCode.PayloadDigestMismatch, $"the package states {size} bytes, {length} are announced"),
        _ => null,
    };

    private static async Task<Refusal?> StoreAsync(HttpContext context, Digest digest, ulong size, UploadStore store)
    {
        try
        {
            return await store(digest, size, new RequestBody(context), context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadBodyException exception)
        {
            return new Refusal(exception.Code, $"the package states {size} bytes: {exception.Message}");
        }
    }
}
