using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Payloads come into a cache that has no room for both of them.</summary>
internal static class CacheScenarios
{
    private const int Size = 64;
    private const ulong Most = 100;

    private static readonly byte[] One = [.. Enumerable.Range(0, Size).Select(static n => (byte)n)];
    private static readonly byte[] Other = [.. Enumerable.Range(0, Size).Select(static n => (byte)(n + 100))];
    private static readonly Digest NameOfOne = Digest.Of(One);
    private static readonly Digest NameOfOther = Digest.Of(Other);

    public static IReadOnlyList<Scenario> All { get; } = [Evicting(static cache => new Shipped(cache))];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "cache-reads-in-two-halves",
            "A block is read in two halves, and where the second is gone meanwhile, the block is taken as it is.",
            Evicting(static cache => new Halving(cache)),
            "R-ST-25"),
    ];

    private static Scenario Evicting(Func<PayloadCache, ICache> wrap) => new(
        "cache-eviction-during-transfer",
        Subject.Hosts,
        "Two payloads are filled and read at once in a cache that holds one of them.",
        ["R-ST-25", "I-21"],
        3_000,
        async _ =>
        {
            var folder = Directory.CreateTempSubdirectory("secup-cache-");
            try
            {
                using var files = PayloadCache.Open(folder.FullName, Most);
                var cache = wrap(files);
                var filling = Task.Run(() => FillAsync(cache, NameOfOne, One));
                var displacing = Task.Run(() => FillAsync(cache, NameOfOther, Other));
                var reading = Task.Run(() => ReadAsync(cache, NameOfOne, One));
                await filling;
                await displacing;
                await reading;

                var kept = folder.GetFiles().Where(static file => file.Name != ".lock").ToArray();
                Demand.That(kept.Sum(static file => file.Length) <= (long)Most, "R-ST-25", $"files of {kept.Sum(static file => file.Length)} bytes are left in a cache of {Most}");
                Demand.That(kept.Length <= 1, "R-ST-25", $"{kept.Length} files are left of one payload that fits");
                await FillAsync(cache, NameOfOne, One);
                Demand.That(await ReadAsync(cache, NameOfOne, One), "R-ST-25", "a payload that nobody displaces is not in the cache");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });

    private static async Task FillAsync(ICache cache, Digest name, byte[] payload)
    {
        for (var offset = 0; offset < Size; offset += Size / 2)
        {
            await cache.WriteAsync(name, (ulong)offset, payload[offset..(offset + Size / 2)]);
            Demand.That(cache.Size <= Most, "R-ST-25", $"a cache of {Most} bytes holds {cache.Size}");
        }
    }

    private static async Task<bool> ReadAsync(ICache cache, Digest name, byte[] payload)
    {
        var whole = true;
        for (var offset = 0; offset < Size; offset += Size / 2)
        {
            var block = await cache.ReadAsync(name, (ulong)offset, Size / 2);
            whole &= block is not null;
            if (block is { } bytes) Demand.That(bytes.Span.SequenceEqual(payload.AsSpan(offset, Size / 2)), "R-ST-25", "the cache gave out other bytes than the payload's");
        }

        return whole;
    }

    /// <summary>What the scenario needs of a cache.</summary>
    private interface ICache
    {
        ulong Size { get; }

        Task<Bytes?> ReadAsync(Digest payload, ulong offset, uint length);

        Task WriteAsync(Digest payload, ulong offset, Bytes data);
    }

    private sealed class Shipped(PayloadCache cache) : ICache
    {
        public ulong Size => cache.Size;

        public async Task<Bytes?> ReadAsync(Digest payload, ulong offset, uint length) => (await cache.Read(payload, offset, length))?.Data;

        public async Task WriteAsync(Digest payload, ulong offset, Bytes data) => await cache.Write(payload, CacheScenarios.Size, offset, data);
    }

    /// <summary>Reads twice and looks once.</summary>
    private sealed class Halving(PayloadCache cache) : ICache
    {
        private readonly Shipped _cache = new(cache);

        public ulong Size => _cache.Size;

        public async Task<Bytes?> ReadAsync(Digest payload, ulong offset, uint length)
        {
            if (await _cache.ReadAsync(payload, offset, length / 2) is not { } first) return null;
            var second = await _cache.ReadAsync(payload, offset + length / 2, length / 2);
            var whole = new byte[length];
            first.Span.CopyTo(whole);
            second?.Span.CopyTo(whole.AsSpan((int)length / 2));
            return whole;
        }

        public Task WriteAsync(Digest payload, ulong offset, Bytes data) => _cache.WriteAsync(payload, offset, data);
    }
}
