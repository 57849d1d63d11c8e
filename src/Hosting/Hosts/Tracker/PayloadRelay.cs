using System.Buffers;
using Microsoft.Extensions.Logging;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Telemetry;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>
/// Hands payload bytes of published packages through from the Firmware servers (R-ST-25): from the cache, or from the first server that
/// gives them (R-ST-22).
/// </summary>
internal sealed class PayloadRelay(PublishedPackages packages, PayloadCache cache, IReadOnlyDictionary<string, BlockSource> servers, ILogger log, uint piece = Limits.Block)
    : IAsyncDisposable
{
    private readonly SharedBlocks _blocks = new(cache, piece);

    public Task<(IServedPayload? Payload, Refusal? Refusal)> FindAsync(Digest payload, CancellationToken cancellation) =>
        Task.FromResult<(IServedPayload?, Refusal?)>(packages.Find(payload) is { } found
            ? (new Relayed(this, new PayloadName(payload, found.Size)), null)
            : (null, new Refusal(ResultCode.NotAvailable, "no published package has this payload")));

    public ValueTask DisposeAsync() => _blocks.DisposeAsync();

    private ValueTask<bool> ReadAsync(Digest payload, ulong offset, Memory<byte> buffer, CancellationToken cancellation) => cache.Read(payload, offset, buffer, cancellation);

    private async Task<(Bytes Data, Refusal? Refusal)> BlockAsync(PayloadName payload, BlockRequest wanted, CancellationToken cancellation)
    {
        var arrival = await _blocks.GetAsync(wanted, (request, fetching) => FetchAsync(payload, request, fetching), cancellation, payload.Size).ConfigureAwait(false);
        return arrival switch
        {
            { Message: Block block } => (block.Data, null),
            { Message: Refusal refusal } => (default, refusal),
            _ => (default, new Refusal(arrival.Fault!.Code, arrival.Fault.Detail)),
        };
    }

    private async Task<Arrival> FetchAsync(PayloadName payload, BlockRequest wanted, CancellationToken cancellation)
    {
        var refusal = new Refusal(ResultCode.NotAvailable, "no Firmware server has this payload now");
        foreach (var server in packages.Find(wanted.Payload)?.Servers ?? [])
        {
            var arrival = await servers[server](wanted, cancellation).ConfigureAwait(false);
            if (arrival.Message is Block block && block.TotalSize == payload.Size)
            {
                Signals.Carried("fetched", block.Data.Length);
                return arrival;
            }

            refusal = arrival switch
            {
                { Message: Refusal given } => given,
                { Fault: { } fault } => new Refusal(fault.Code, fault.Detail),
                _ => new Refusal(ResultCode.PayloadDigestMismatch, "the server has another size than its catalogue says"),
            };
            Log.RelayFailed(log, wanted.Payload.ToHex(), refusal.Code, refusal.Detail);
        }

        return Arrival.Of(refusal);
    }

    private sealed class Relayed(PayloadRelay relay, PayloadName payload) : IServedPayload
    {
        public ulong Size => payload.Size;

        // The first block is fetched before the head of the answer goes out, so that a payload which is not to be had is an answer and not
        // a cut connection.
        private ReadOnlyMemory<byte>? _first;

        // What is cached goes through one buffer, which is used again: a block is as large as all else that a request allocates, twenty times over.
        private byte[]? _buffer;
        private bool _copying;

        public async Task<Refusal?> PrepareAsync(ByteRange range, CancellationToken cancellation)
        {
            if (range.Length == 0) return null;
            var (data, refusal) = await NextAsync(range, cancellation).ConfigureAwait(false);
            _first = data;
            return refusal;
        }

        public async Task CopyToAsync(ByteRange range, Stream destination, CancellationToken cancellation)
        {
            _copying = true;
            while (range.Length > 0)
            {
                var data = _first ?? default;
                if (_first is null)
                {
                    (data, var refusal) = await NextAsync(range, cancellation).ConfigureAwait(false);
                    if (refusal is not null) throw new IOException($"the relay ended with {refusal.Code}: {refusal.Detail}");
                }

                _first = null;
                await destination.WriteAsync(data, cancellation).ConfigureAwait(false);
                range = new ByteRange(range.Offset + (ulong)data.Length, range.Length - (ulong)data.Length);
            }

            _copying = false;
        }

        public ValueTask DisposeAsync()
        {
            // Not after a fault: a stream that was left in the middle of a write may still read from it.
            if (_buffer is not null && !_copying) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
            return ValueTask.CompletedTask;
        }

        private async ValueTask<(ReadOnlyMemory<byte> Data, Refusal? Refusal)> NextAsync(ByteRange range, CancellationToken cancellation)
        {
            var length = (int)Math.Min(range.Length, Limits.Block);
            var cached = (_buffer ??= ArrayPool<byte>.Shared.Rent(length)).AsMemory(0, length);
            if (await relay.ReadAsync(payload.Digest, range.Offset, cached, cancellation).ConfigureAwait(false)) return (cached, null);
            var (data, refusal) = await relay.BlockAsync(payload, new BlockRequest(payload.Digest, range.Offset, (uint)length), cancellation).ConfigureAwait(false);
            return (data.Memory, refusal);
        }
    }
}
