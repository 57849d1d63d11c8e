using Microsoft.Extensions.Logging;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>Asks a Firmware server for a block. What goes wrong on the link is an <see cref="Arrival"/>, not an exception.</summary>
internal delegate Task<Arrival> BlockSource(BlockRequest wanted, CancellationToken cancellation);

/// <summary>
/// Hands payload bytes of published packages through from the Firmware servers (R-ST-25): from the cache, or from the first server that
/// gives them (R-ST-22).
/// Requests for one block that overlap in time become one request to the server.
/// </summary>
internal sealed class PayloadRelay(PublishedPackages packages, PayloadCache cache, IReadOnlyDictionary<string, BlockSource> servers, ILogger log)
{
    private readonly object _gate = new();
    private readonly Dictionary<BlockRequest, Task<(Bytes Data, Refusal? Refusal)>> _underWay = [];

    public Task<(IServedPayload? Payload, Refusal? Refusal)> FindAsync(Digest payload, CancellationToken cancellation) =>
        Task.FromResult<(IServedPayload?, Refusal?)>(packages.Find(payload) is { } found
            ? (new Relayed(this, new PayloadName(payload, found.Size)), null)
            : (null, new Refusal(ResultCode.NotAvailable, "no published package has this payload")));

    private async Task<(Bytes Data, Refusal? Refusal)> BlockAsync(PayloadName payload, BlockRequest wanted, CancellationToken cancellation)
    {
        if (await CachedAsync(wanted, cancellation).ConfigureAwait(false) is { } held) return (held, null);
        Task<(Bytes, Refusal?)> fetching;
        lock (_gate)
        {
            // Not bound to one requester: others may wait for the same block.
            if (!_underWay.TryGetValue(wanted, out fetching!)) _underWay[wanted] = fetching = Task.Run(() => FetchAsync(payload, wanted));
        }

        return await fetching.ConfigureAwait(false);
    }

    private async Task<Bytes?> CachedAsync(BlockRequest wanted, CancellationToken cancellation)
    {
        var held = await cache.Read(wanted.Payload, wanted.Offset, wanted.Length, cancellation).ConfigureAwait(false);
        return held is { } found && found.Data.Length == (int)wanted.Length ? found.Data : (Bytes?)null;
    }

    private async Task<(Bytes Data, Refusal? Refusal)> FetchAsync(PayloadName payload, BlockRequest wanted)
    {
        try
        {
            // Whoever had it under way may have cached it since it was looked for.
            if (await CachedAsync(wanted, CancellationToken.None).ConfigureAwait(false) is { } held) return (held, null);
            var refusal = new Refusal(ResultCode.NotAvailable, "no Firmware server has this payload now");
            foreach (var server in packages.Find(wanted.Payload)?.Servers ?? [])
            {
                var arrival = await servers[server](wanted, CancellationToken.None).ConfigureAwait(false);
                if (arrival.Message is Block block && block.TotalSize == payload.Size)
                {
                    Signals.Carried("fetched", block.Data.Length);
                    await cache.Write(wanted.Payload, payload.Size, wanted.Offset, block.Data).ConfigureAwait(false);
                    return (block.Data, null);
                }

                refusal = arrival switch
                {
                    { Message: Refusal given } => given,
                    { Fault: { } fault } => new Refusal(fault.Code, fault.Detail),
                    _ => new Refusal(ResultCode.PayloadDigestMismatch, "the server has another size than its catalogue says"),
                };
                Log.RelayFailed(log, wanted.Payload.ToHex(), refusal.Code, refusal.Detail);
            }

            return (default, refusal);
        }
        finally
        {
            lock (_gate) _underWay.Remove(wanted);
        }
    }

    private sealed class Relayed(PayloadRelay relay, PayloadName payload) : IServedPayload
    {
        public ulong Size => payload.Size;

        // The first block is fetched before the head of the answer goes out, so that a payload which is not to be had is an answer and not
        // a cut connection.
        private Bytes? _first;

        public async Task<Refusal?> PrepareAsync(ByteRange range, CancellationToken cancellation)
        {
            if (range.Length == 0) return null;
            var (data, refusal) = await relay.BlockAsync(payload, Next(range), cancellation).ConfigureAwait(false);
            _first = data;
            return refusal;
        }

        public async Task CopyToAsync(ByteRange range, Stream destination, CancellationToken cancellation)
        {
            while (range.Length > 0)
            {
                var data = _first ?? default;
                if (_first is null)
                {
                    (data, var refusal) = await relay.BlockAsync(payload, Next(range), cancellation).ConfigureAwait(false);
                    if (refusal is not null) throw new IOException($"the relay ended with {refusal.Code}: {refusal.Detail}");
                }

                _first = null;
                await destination.WriteAsync(data.Memory, cancellation).ConfigureAwait(false);
                range = new ByteRange(range.Offset + (ulong)data.Length, range.Length - (ulong)data.Length);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private BlockRequest Next(ByteRange range) => new(payload.Digest, range.Offset, (uint)Math.Min(range.Length, Limits.Block));
    }
}
