using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines.Races;

/// <summary>The Communicators of a gateway share one cache of payloads.</summary>
internal static class SharedCache
{
    private const string Name = "three-communicators-share-a-cache";
    private const string Sentence = "Three Communicators of one gateway fill and read one cache while they update three devices to the same package.";
    private const string Eviction = "cache-eviction-during-transfer";
    private const string EvictionSentence = "A payload leaves the cache, for room or because another takes its place, while Communicators are reading it and filling it.";

    private static readonly string[] Judges = ["I-06", "I-18", "I-21"];

    private static readonly PlaySettings Settings = new(new ExplorationSettings(Name, Race.May((Budget.Loss, 1))) { Devices = 3, Blocks = 2 })
    {
        Communicators = [0, 1, 2],
        CachedBlocks = 4,
        Scripts = [[Deed.Publish(2)]],
        Ticks = 3,
    };

    private static readonly PlaySettings Evicting = new(new ExplorationSettings(Eviction, Race.May((Budget.Loss, 1))) { Devices = 2, Blocks = 3 })
    {
        Communicators = [0, 1],
        CachedBlocks = 3,
        Scripts = [[Deed.Publish(2), Deed.Publish(3, idle: 60)], [Deed.Evict().Within(1), Deed.Evict().Within(1)], [Deed.FireTimer().Within(2)]],
    };

    public static IReadOnlyList<Scenario> Sound { get; } = [Race.Of(Name, Sentence, Judges, Settings), Race.Of(Eviction, EvictionSentence, Judges, Evicting)];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("cache-counts-what-it-gets", "The cache counts the bytes that it gets and not where they stand: two that bring the first block fill it to the second.",
            Race.Of(Name, Sentence, Judges, Settings with { Components = new() { Cache = static _ => new CountingCache() } }), "I-06"),
        new("evicted-payload-filled-from-the-middle", "A payload that left the cache while it was filled goes on where it was: what stood before is taken for cached.",
            Race.Of(Eviction, EvictionSentence, Judges, Evicting with { Components = new() { Cache = static _ => new RefillingCache() } }), "I-06"),
    ];

    /// <summary>Adds up lengths.</summary>
    private sealed class CountingCache : IBlockCache
    {
        private readonly Dictionary<Digest, (byte[] Data, int Filled)> _payloads = [];

        public Block? Read(BlockRequest request) =>
            _payloads.TryGetValue(request.Payload, out var known) && (int)(request.Offset + request.Length) <= known.Filled
                ? new Block(request.Payload, request.Offset, (ulong)known.Data.Length, known.Data.AsSpan((int)request.Offset, (int)request.Length).ToArray())
                : null;

        public void Write(Block block)
        {
            if (!_payloads.TryGetValue(block.Payload, out var known)) known = (new byte[block.TotalSize], 0);
            if (known.Filled >= known.Data.Length) return;
            block.Data.Span.CopyTo(known.Data.AsSpan((int)block.Offset));
            _payloads[block.Payload] = (known.Data, known.Filled + block.Data.Length);
        }

        public void Evict() => _payloads.Clear();
    }

    /// <summary>Takes what it gets to follow on what it has.</summary>
    private sealed class RefillingCache : IBlockCache
    {
        private readonly Dictionary<Digest, (byte[] Data, ulong Filled)> _payloads = [];

        public Block? Read(BlockRequest request) =>
            _payloads.TryGetValue(request.Payload, out var known) && request.Offset + request.Length <= known.Filled
                ? new Block(request.Payload, request.Offset, (ulong)known.Data.Length, known.Data.AsSpan((int)request.Offset, (int)request.Length).ToArray())
                : null;

        public void Write(Block block)
        {
            var data = _payloads.TryGetValue(block.Payload, out var known) ? known.Data : new byte[block.TotalSize];
            block.Data.Span.CopyTo(data.AsSpan((int)block.Offset));
            _payloads[block.Payload] = (data, Math.Max(known.Filled, block.Offset + (ulong)block.Data.Length));
        }

        public void Evict() => _payloads.Clear();
    }
}
