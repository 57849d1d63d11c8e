using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts;

/// <summary>Asks for a block, upstream. What goes wrong on the link is an <see cref="Arrival"/>, not an exception.</summary>
internal delegate Task<Arrival> BlockSource(BlockRequest wanted, CancellationToken cancellation);

/// <summary>
/// Blocks of payloads for many who want them, each fetched once: from the cache, from a fetch that is under way, or by a fetch for all. A tracker relays through
/// it (R-ST-25), a gateway serves its devices through it (R-CM-22). What is fetched is what is missing of a piece of fixed size and place, so that devices with
/// other block sizes, or in the middle of a payload, find it there. A fetch is not bound to whoever began it: others may wait for it.
/// </summary>
internal sealed class SharedBlocks(PayloadCache cache, uint piece) : IAsyncDisposable
{
    private const int MostSizes = 256;

    // The place of the first fetch of a payload whose size is not known yet.
    private const ulong Unknown = ulong.MaxValue;

    private readonly object _gate = new();
    private readonly Dictionary<(Digest Payload, ulong Piece), Task<Arrival>> _underWay = [];
    private readonly Dictionary<Digest, ulong> _sizes = [];

    // Payloads that turned out wrong: they are cached again from their beginning on, and not from where those are who fetch the wrong one.
    private readonly HashSet<Digest> _damaged = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The block: M-13 with exactly the bytes that are wanted, or what the source said instead.</summary>
    /// <param name="wanted">The block.</param>
    /// <param name="source">Where to fetch what is missing.</param>
    /// <param name="cancellation">Ends the wait, and no fetch.</param>
    /// <param name="size">The size of the payload, where it is known.</param>
    public async Task<Arrival> GetAsync(BlockRequest wanted, BlockSource source, CancellationToken cancellation, ulong? size = null)
    {
        if (wanted.Length == 0) return await source(wanted, cancellation).ConfigureAwait(false);
        Block? whole = null;
        byte[]? assembled = null;
        for (var done = 0U; done < wanted.Length;)
        {
            var known = size ?? SizeOf(wanted.Payload);

            // What lies outside is for the source to refuse.
            if (known is { } total && wanted.Offset + wanted.Length > total) return await source(wanted, cancellation).ConfigureAwait(false);
            var (part, failure) = await PartAsync(wanted with { Offset = wanted.Offset + done, Length = wanted.Length - done }, source, size, cancellation).ConfigureAwait(false);
            if (part is null) return failure;
            if (part.Data.Length == (int)wanted.Length) return Arrival.Of(part);
            part.Data.Span.CopyTo((assembled ??= new byte[wanted.Length]).AsSpan((int)done));
            done += (uint)part.Data.Length;
            whole = part;
        }

        return Arrival.Of(whole! with { Offset = wanted.Offset, Data = assembled! });
    }

    /// <summary>What stands for a payload in the cache (<see cref="PayloadCache.Standing"/>).</summary>
    public object? Standing(Digest payload) => cache.Standing(payload);

    /// <summary>True when all of a payload is cached, so that its digest is right.</summary>
    public bool IsWhole(Digest payload) => cache.IsWhole(payload);

    /// <summary>
    /// The block from the source itself, for somebody whose bytes turned out wrong: what the cache has of it must be the same, or goes (R-CM-23). A payload that
    /// is whole was verified, and is not asked for again.
    /// </summary>
    public async Task<Arrival> GetAnewAsync(BlockRequest wanted, BlockSource source, CancellationToken cancellation)
    {
        if (IsWhole(wanted.Payload)) return await GetAsync(wanted, source, cancellation).ConfigureAwait(false);
        var arrival = await source(wanted, cancellation).ConfigureAwait(false);
        if (arrival.Message is Block block) await KeepAsync(block, CancellationToken.None).ConfigureAwait(false);
        return arrival;
    }

    /// <summary>Ends the fetches that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (_gate)
        {
            _stopping.Cancel();
            underWay = [.. _underWay.Values];
        }

        foreach (var fetching in underWay) await Task.WhenAny(fetching, fetching).ConfigureAwait(false);
    }

    private ulong? SizeOf(Digest payload)
    {
        if (cache.SizeOf(payload) is { } cached) return cached;
        lock (_gate) return _sizes.TryGetValue(payload, out var size) ? size : null;
    }

    // Bytes from the wanted offset on: all, or as many as are together.
    private async Task<(Block? Part, Arrival Failure)> PartAsync(BlockRequest wanted, BlockSource source, ulong? size, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await HeldAsync(wanted, cancellation).ConfigureAwait(false) is { } held) return (held, default);
            Task<Arrival>? fetching;
            lock (_gate)
            {
                if (_stopping.IsCancellationRequested) return (null, Arrival.Failed(ResultCode.ConnectionLost, "the host stops"));
                fetching = Join(wanted, source, size);
            }

            var arrival = await UnlessCancelledAsync(fetching, cancellation).ConfigureAwait(false);
            if (arrival.Message is not Block block) return (null, arrival);
            if (Cut(block, wanted) is { } part) return (part, default);

            // Somebody else's piece, which did not begin where this one does: look again.
        }
    }

    // Called inside the gate: whoever fetches the same bytes is waited for. While the size is not known, nobody can tell which bytes that are.
    private Task<Arrival> Join(BlockRequest wanted, BlockSource source, ulong? given)
    {
        if (_underWay.TryGetValue((wanted.Payload, Unknown), out var fetching)) return fetching;
        var size = given ?? SizeOf(wanted.Payload);
        if (size is null && _underWay.FirstOrDefault(fetch => fetch.Key.Payload == wanted.Payload).Value is { } any) return any;
        var key = (wanted.Payload, size is null ? Unknown : wanted.Offset / piece);
        if (_underWay.TryGetValue(key, out fetching)) return fetching;
        return _underWay[key] = Task.Run(() => FetchAsync(key, wanted, source, size), CancellationToken.None);
    }

    private async Task<Arrival> FetchAsync((Digest Payload, ulong Piece) key, BlockRequest wanted, BlockSource source, ulong? size)
    {
        try
        {
            // Whoever had it under way may have cached it since it was looked for.
            if (await HeldAsync(wanted, _stopping.Token).ConfigureAwait(false) is { } held) return Arrival.Of(held);
            // More than is wanted only where it is kept for the next one.
            var request = size is { } total && cache.Takes(total) ? wanted with { Length = Missing(wanted, total) } : wanted;
            var arrival = await source(request, _stopping.Token).ConfigureAwait(false);

            // Who refuses more than somebody wants is asked for that alone.
            if (arrival.Message is Refusal && request.Length > wanted.Length) arrival = await source(wanted, _stopping.Token).ConfigureAwait(false);
            if (arrival.Message is Block block && block.Payload == wanted.Payload && block.Offset == wanted.Offset && block.Data.Length > 0)
            {
                await KeepAsync(block, CancellationToken.None).ConfigureAwait(false);
                return arrival;
            }

            lock (_gate) _sizes.Remove(wanted.Payload);
            return arrival.Message is Block ? Arrival.Failed(ResultCode.UnexpectedBlock, "another block came than was asked for") : arrival;
        }
        finally
        {
            lock (_gate) _underWay.Remove(key);
        }
    }

    // To the end of the piece, or to where something is held again.
    private uint Missing(BlockRequest wanted, ulong total)
    {
        var end = Math.Min(total, ((wanted.Offset / piece) + 1) * piece);
        var (held, missing) = cache.Look(wanted.Payload, wanted.Offset, end);
        return held > 0 ? wanted.Length : (uint)missing;
    }

    private async Task<Block?> HeldAsync(BlockRequest wanted, CancellationToken cancellation)
    {
        var (held, _) = cache.Look(wanted.Payload, wanted.Offset, wanted.Offset + wanted.Length);
        if (held == 0) return null;
        var read = await cache.Read(wanted.Payload, wanted.Offset, (uint)held, cancellation).ConfigureAwait(false);
        return read is { Data.Length: > 0 } ? new Block(wanted.Payload, wanted.Offset, read.TotalSize, read.Data) : null;
    }

    private async Task KeepAsync(Block block, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_sizes.Count >= MostSizes) _sizes.Clear();
            _sizes[block.Payload] = block.TotalSize;
            if (block.Offset == 0) _damaged.Remove(block.Payload);
            // What is filling was begun anew, and perhaps while it turned out wrong: only what becomes whole is verified.
            else if (_damaged.Contains(block.Payload) && cache.Standing(block.Payload) is null) return;
        }

        if (await cache.Write(block.Payload, block.TotalSize, block.Offset, block.Data, cancellation).ConfigureAwait(false) != CacheFill.Damaged) return;
        lock (_gate)
        {
            if (_damaged.Count >= MostSizes) _damaged.Clear();
            _damaged.Add(block.Payload);
        }
    }

    private static Block? Cut(Block block, BlockRequest wanted)
    {
        if (wanted.Offset < block.Offset || wanted.Offset >= block.Offset + (ulong)block.Data.Length) return null;
        var from = (int)(wanted.Offset - block.Offset);
        var length = Math.Min((int)wanted.Length, block.Data.Length - from);
        return block with { Offset = wanted.Offset, Data = new Bytes(block.Data.Memory.Slice(from, length)) };
    }

    private static async Task<Arrival> UnlessCancelledAsync(Task<Arrival> fetching, CancellationToken cancellation)
    {
        if (!fetching.IsCompleted)
        {
            var left = new Signal();
            var leaving = cancellation.Register(left.Set);
            await Task.WhenAny(fetching, left.Happened).ConfigureAwait(false);
            leaving.Unregister();
            cancellation.ThrowIfCancellationRequested();
        }

        return await fetching.ConfigureAwait(false);
    }
}
