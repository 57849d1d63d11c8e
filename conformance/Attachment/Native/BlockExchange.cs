using System.Globalization;
using Microsoft.AspNetCore.Http;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>
/// A ranged GET as an exchange of M-12 and M-13 with a peer that knows only those. A run that one block cannot hold, or whose end is open, is asked for in pieces.
/// </summary>
internal sealed class BlockExchange(HttpContext context, Digest payload, Func<Bytes, CancellationToken, Task<Bytes?>> ask)
{
    public async Task AnswerAsync()
    {
        var (first, last) = Range(context.Request.Headers.Range.ToString());
        if (last is { } end && end >= first && end - first < Limits.Block && !HttpMethods.IsHead(context.Request.Method)) await OneAsync(first, (uint)(end - first + 1)).ConfigureAwait(false);
        else await ManyAsync(first, last).ConfigureAwait(false);
    }

    private async Task OneAsync(ulong offset, uint length)
    {
        if (await GetAsync(offset, length).ConfigureAwait(false) is not { } block) return;
        Head(StatusCodes.Status206PartialContent, block.Offset, (ulong)block.Data.Length, block.TotalSize);
        await context.Response.Body.WriteAsync(block.Data.Memory, context.RequestAborted).ConfigureAwait(false);
    }

    // The first byte tells how large the payload is.
    private async Task ManyAsync(ulong first, ulong? last)
    {
        if (await GetAsync(first, 1).ConfigureAwait(false) is not { } block) return;
        var end = Math.Min(last ?? ulong.MaxValue, block.TotalSize - 1);
        Head(context.Request.Headers.Range.Count > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK, block.Offset, end - first + 1, block.TotalSize);
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.Body.WriteAsync(block.Data.Memory, context.RequestAborted).ConfigureAwait(false);
        for (var at = first + 1; at <= end;)
        {
            if (await GetAsync(at, (uint)Math.Min(Limits.Block, end - at + 1)).ConfigureAwait(false) is not { } next) return;
            await context.Response.Body.WriteAsync(next.Data.Memory, context.RequestAborted).ConfigureAwait(false);
            at += (ulong)Math.Max(1, next.Data.Length);
        }
    }

    // Null when the exchange has ended otherwise.
    private async Task<Block?> GetAsync(ulong offset, uint length)
    {
        var answer = await ask(MessageCodec.Encode(new BlockRequest(payload, offset, length)), context.RequestAborted).ConfigureAwait(false);
        var message = answer is { } bytes ? MessageCodec.Decode(bytes.Memory).Value : null;
        if (message is Block block) return block;
        if (answer is null || context.Response.HasStarted) context.Abort();
        else await HttpPeer.WriteAsync(context, message is Refusal refusal ? HttpBinding.StatusOf(refusal.Code) : StatusCodes.Status200OK, answer.Value).ConfigureAwait(false);
        return null;
    }

    private void Head(int status, ulong offset, ulong length, ulong total)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = (long)length;
        context.Response.Headers.ETag = $"\"sha256-{payload.ToHex()}\"";
        if (status == StatusCodes.Status206PartialContent)
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + Math.Max(1, length) - 1}/{total}");
    }

    private static (ulong First, ulong? Last) Range(string header)
    {
        if (!header.StartsWith("bytes=", StringComparison.Ordinal) || header["bytes=".Length..].Split('-') is not [var from, var to]) return (0, null);
        return (Number(from) ?? 0, Number(to));
    }

    private static ulong? Number(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
