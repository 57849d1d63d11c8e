using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Three Communicators fetch one payload through the tracker.</summary>
internal static class RelayScenarios
{
    private const ulong Part = 75;

    private static readonly Bytes Payload = TrackerPlay.Update.Payload;
    private static readonly PayloadName Name = new(Digest.Of(Payload.Span), (ulong)Payload.Length);

    public static IReadOnlyList<Scenario> All { get; } = [Sharing(Shipped), Withdrawing(Shipped)];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "relay-fetches-for-each",
            "Whoever finds nothing in the cache fetches the block, whoever else does so at that moment.",
            Sharing(static (_, cache, server) => new EachForItself(cache, server).FindAsync),
            "R-ST-25"),
        new(
            "relay-forgets-to-ask-what-is-published",
            "What was published when the tracker began is relayed for ever.",
            Withdrawing(static (_, cache, server) => new EachForItself(cache, server).FindAsync),
            "R-ST-20"),
    ];

    private static PayloadFinder Shipped(PublishedPackages packages, PayloadCache cache, BlockSource server) =>
        new PayloadRelay(packages, cache, new Dictionary<string, BlockSource> { ["F1"] = server }, NullLogger.Instance, (uint)Part).FindAsync;

    private static Scenario Sharing(Func<PublishedPackages, PayloadCache, BlockSource, PayloadFinder> make) => new(
        "three-communicators-share-a-cache",
        Subject.Hosts,
        "Three Communicators fetch the two blocks of one payload at once; the Firmware server may damage one.",
        ["R-ST-25", "I-21"],
        3_000,
        runtime => WithCacheAsync(async (packages, cache) =>
        {
            var server = new Server(damages: runtime.RandomBoolean());
            var find = make(packages, cache, server.GetBlockAsync);
            var fetching = Enumerable.Range(0, 3).Select(_ => Task.Run(() => FetchAsync(find))).ToArray();
            var fetched = await Task.WhenAll(fetching);
            Demand.That(fetched.All(static bytes => bytes is not null), "R-ST-25", "a payload that is published was not relayed");
            if (!server.Damages)
            {
                Demand.That(server.Fetched == 2, "R-ST-25", $"two blocks were fetched {server.Fetched} times");
                Demand.That(fetched.All(static bytes => bytes.AsSpan().SequenceEqual(Payload.Span)), "R-ST-25", "other bytes than the payload's were relayed");
            }

            // What was damaged does not stay: a payload that was still filling is found out when it is whole, and whoever comes then gets what the
            // server gives now.
            server.Damages = false;
            await FetchAsync(find);
            var again = await FetchAsync(find);
            Demand.That(again.AsSpan().SequenceEqual(Payload.Span), "R-ST-25", "damaged bytes stayed in the cache");
        }));

    private static Scenario Withdrawing(Func<PublishedPackages, PayloadCache, BlockSource, PayloadFinder> make) => new(
        "withdrawn-during-download",
        Subject.Hosts,
        "A package is withdrawn, and published again, while two Communicators download it.",
        ["R-ST-20", "R-ST-25", "I-21"],
        3_000,
        _ => WithCacheAsync(async (packages, cache) =>
        {
            var server = new Server(damages: false);
            var find = make(packages, cache, server.GetBlockAsync);
            var fetching = Enumerable.Range(0, 2).Select(_ => Task.Run(() => FetchAsync(find))).ToArray();
            await packages.TakeAsync("F1", TrackerPlay.Catalogue());
            Demand.That(await FetchAsync(find) is null, "R-ST-20", "a payload was relayed after its package had been withdrawn");
            await packages.TakeAsync("F1", TrackerPlay.Catalogue(TrackerPlay.Update));

            // Who joins a request that met the withdrawal is told the same: only what is asked afterwards must be there.
            var fetched = await Task.WhenAll(fetching);
            var again = await FetchAsync(find);
            foreach (var bytes in fetched.Append(again))
                Demand.That(bytes is null || bytes.AsSpan().SequenceEqual(Payload.Span), "R-ST-25", "other bytes than the payload's were relayed");
            Demand.That(again is not null, "R-ST-25", "a payload that is published was not relayed");
        }));

    private static async Task WithCacheAsync(Func<PublishedPackages, PayloadCache, Task> act)
    {
        var folder = Directory.CreateTempSubdirectory("secup-relay-");
        try
        {
            using var cache = PayloadCache.Open(folder.FullName, 1_000);
            var packages = TrackerPlay.Packages(new HuntedTrackStore(TrackerPlay.NewDisk()));
            await packages.TakeAsync("F1", TrackerPlay.Catalogue(TrackerPlay.Update));
            await act(packages, cache);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // As a Communicator does, block after block; null when there is nothing to be had, or no longer.
    private static async Task<byte[]?> FetchAsync(PayloadFinder find)
    {
        using var into = new MemoryStream();
        while ((ulong)into.Length < Name.Size)
        {
            var (payload, _) = await find(Name.Digest, CancellationToken.None);
            if (payload is null) return null;
            var range = new ByteRange((ulong)into.Length, Math.Min(Part, Name.Size - (ulong)into.Length));
            if (await payload.PrepareAsync(range, CancellationToken.None) is not null) return null;
            await payload.CopyToAsync(range, into, CancellationToken.None);
        }

        return into.ToArray();
    }

    /// <summary>A Firmware server.</summary>
    private sealed class Server(bool damages)
    {
        public bool Damages { get; set; } = damages;

        public int Fetched { get; private set; }

        public async Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation)
        {
            Fetched++;
            var data = Payload.Span.Slice((int)wanted.Offset, (int)wanted.Length).ToArray();
            if (Damages) data[0] ^= 1;
            await Task.Yield();
            return Arrival.Of(new Block(wanted.Payload, wanted.Offset, Name.Size, data));
        }
    }

    /// <summary>A relay without an eye for others.</summary>
    private sealed class EachForItself(PayloadCache cache, BlockSource server)
    {
        public Task<(IServedPayload? Payload, Refusal? Refusal)> FindAsync(Digest payload, CancellationToken cancellation) =>
            Task.FromResult<(IServedPayload?, Refusal?)>((new Served(cache, server), null));

        private sealed class Served(PayloadCache cache, BlockSource server) : IServedPayload
        {
            public ulong Size => Name.Size;

            public Task<Refusal?> PrepareAsync(ByteRange range, CancellationToken cancellation) => Task.FromResult<Refusal?>(null);

            public async Task CopyToAsync(ByteRange range, Stream destination, CancellationToken cancellation)
            {
                var held = await cache.Read(Name.Digest, range.Offset, (uint)range.Length, cancellation);
                var data = held?.Data;
                if (data is null)
                {
                    var arrival = await server(new BlockRequest(Name.Digest, range.Offset, (uint)range.Length), cancellation);
                    data = ((Block)arrival.Message!).Data;
                    await cache.Write(Name.Digest, Name.Size, range.Offset, data.Value, cancellation);
                }

                await destination.WriteAsync(data.Value.Memory, cancellation);
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
