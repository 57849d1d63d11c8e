using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Reference.Hosted;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Gateways whose devices share what they should not, or not what they should.</summary>
internal static class GatewayMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Make("gateway-without-batches", "lets each check-in go alone", ["R-CM-20"], new() { Sharing = static sharing => sharing with { Gathering = null } }) with { Allows = ["R-CM-21", "R-CM-23", "R-CM-24"] },
        Make("gateway-alters-batches", "leaves something out of what the devices signed", ["R-CM-20"], new()
        {
            Batches = static tracker => (request, cancellation) => tracker(request is CheckInBatch batch ? new CheckInBatch(new(batch.CheckIns.Select(Shortened))) : request, cancellation),
        }) with { Allows = ["R-CM-21", "R-CM-22", "R-CM-23", "R-CM-24"] },
        Make("gateway-mixes-devices-up", "gives each device what is meant for another", ["R-CM-20"], new()
        {
            Batches = static tracker => async (request, cancellation) =>
            {
                var arrival = await tracker(request, cancellation).ConfigureAwait(false);
                return arrival.Message is CheckInBatchAnswer answer ? Arrival.Of(new CheckInBatchAnswer(new(answer.Answers.Reverse()))) : arrival;
            },
        }) with { Allows = ["R-CM-21", "R-CM-22", "R-CM-23", "R-CM-24"] },
        Make("gateway-counts-no-answers", "takes the answers to a batch as far as they go", ["R-CM-20"], new()
        {
            Batches = static tracker => async (request, cancellation) =>
            {
                var arrival = await tracker(request, cancellation).ConfigureAwait(false);
                return request is CheckInBatch batch && arrival.Message is CheckInBatchAnswer { Answers.Count: > 0 } answer && answer.Answers.Count != batch.CheckIns.Count
                    ? Arrival.Of(new CheckInBatchAnswer(new(Enumerable.Range(0, batch.CheckIns.Count).Select(number => answer.Answers[Math.Min(number, answer.Answers.Count - 1)]))))
                    : arrival;
            },
        }),
        Make("gateway-insists-on-batches", "takes the refusal of a batch for the refusal of each check-in", ["R-CM-21"], new()
        {
            Batches = static tracker => async (request, cancellation) =>
            {
                var arrival = await tracker(request, cancellation).ConfigureAwait(false);
                return request is CheckInBatch batch && arrival.Message is Refusal refusal ? Arrival.Of(new CheckInBatchAnswer(new(batch.CheckIns.Select(_ => BatchedAnswer.Of(refusal))))) : arrival;
            },
        }),
        Make("gateway-fetches-for-each", "fetches each block for each device", ["R-CM-22"], new() { Links = static (own, shared) => new GatewayLinks(own, shared with { Blocks = null }) }) with { Allows = ["R-CM-23"] },
        Make("gateway-keeps-what-is-wrong", "keeps each block for ever, right or wrong", ["R-CM-23"], Keeping()) with { Allows = ["R-CM-22"] },
        Make("gateway-cache-without-bound", "keeps whatever it is told to keep", ["R-CM-25"], new() { CacheSize = static _ => ulong.MaxValue }),
        Make("gateway-one-at-a-time", "asks one device at a time", ["R-CM-24"], OneAtATime()),
    ];

    private static Mutant Make(string id, string wrong, IReadOnlyList<string> violates, HostedDesign hosts) =>
        new($"communicator/{id}", Role.Communicator, wrong, violates, Design.Right with { Hosts = hosts });

    private static CheckIn Shortened(CheckIn checkIn) => checkIn with { SignedReport = checkIn.SignedReport.Memory[..^1].ToArray() };

    private static HostedDesign Keeping() => new()
    {
        Links = static (own, shared) => new Altered(own, shared) { Block = KeepingForever },
    };

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Shared, Dictionary<BlockRequest, Arrival>> Kept = [];

    private static async Task<Arrival> KeepingForever(ICommunicatorLinks own, Shared shared, BlockRequest wanted, CancellationToken cancellation)
    {
        var kept = Kept.GetOrCreateValue(shared);
        lock (kept)
        {
            if (kept.TryGetValue(wanted, out var held)) return held;
        }

        var arrival = await own.GetBlockAsync(wanted, cancellation).ConfigureAwait(false);
        if (arrival.Message is not Block) return arrival;
        lock (kept) return kept.TryAdd(wanted, arrival) ? arrival : kept[wanted];
    }

    private static HostedDesign OneAtATime() => new()
    {
        Links = static (own, shared) => new Altered(own, shared) { Device = Queueing },
    };

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Shared, SemaphoreSlim> Queues = [];

    private static async Task<Arrival> Queueing(ICommunicatorLinks own, Shared shared, Message request, CancellationToken cancellation)
    {
        var queue = Queues.GetValue(shared, static _ => new SemaphoreSlim(1));
        await queue.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await own.AskDeviceAsync(request, cancellation).ConfigureAwait(false);
        }
        finally
        {
            queue.Release();
        }
    }

    /// <summary>The right links with another way for one kind of question.</summary>
    private sealed class Altered(ICommunicatorLinks own, Shared shared) : ICommunicatorLinks
    {
        private readonly GatewayLinks _right = new(own, shared);

        public Func<ICommunicatorLinks, Shared, Message, CancellationToken, Task<Arrival>>? Device { get; init; }

        public Func<ICommunicatorLinks, Shared, BlockRequest, CancellationToken, Task<Arrival>>? Block { get; init; }

        public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation) => Device?.Invoke(own, shared, request, cancellation) ?? _right.AskDeviceAsync(request, cancellation);

        public Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation) => _right.AskTrackerAsync(request, cancellation);

        public Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation) => Block?.Invoke(own, shared, wanted, cancellation) ?? _right.GetBlockAsync(wanted, cancellation);

        public Task DisconnectDeviceAsync() => own.DisconnectDeviceAsync();

        public ValueTask DisposeAsync() => own.DisposeAsync();
    }
}
