using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Several devices behind one gateway share what is fetched, who asks, and whose turn it is.</summary>
internal static class GatewayScenarios
{
    private const uint Piece = 50;

    private static readonly Bytes Payload = TrackerPlay.Update.Payload;
    private static readonly Digest Name = Digest.Of(Payload.Span);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Fetching(static (cache, upstream) => new Shipped(cache, upstream)),
        CheckingIn(static (tracker, clock) => new Gathered(tracker, clock)),
        Taking(static () => new Fair()),
    ];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "gateway-looks-once",
            "Whoever finds nothing in the cache and nobody who fetches it fetches it, though it may have come in between.",
            Fetching(static (cache, upstream) => new LooksOnce(cache, upstream)),
            "R-CM-22"),
        new(
            "gathering-answers-by-place",
            "Who leaves is taken off the list of a batch that has gone, and the answers are handed out by the places that are left.",
            CheckingIn(static (tracker, clock) => new ByPlace(tracker, clock)),
            "R-CM-20"),
        new(
            "turn-lost-by-leaving",
            "Who leaves in the moment in which it is given the turn takes the turn along.",
            Taking(static () => new Losing()),
            "Deadlock"),
    ];

    private interface IBlocks : IAsyncDisposable
    {
        Task<Arrival> GetAsync(BlockRequest wanted, CancellationToken cancellation);
    }

    private interface IGathering : IAsyncDisposable
    {
        Task<Arrival> AskAsync(CheckIn checkIn, CancellationToken cancellation);
    }

    private interface ITurns
    {
        Task<bool> TakeAsync(Func<Task> act, CancellationToken cancellation);
    }

    private static Scenario Fetching(Func<PayloadCache, Upstream, IBlocks> make) => new(
        "devices-behind-a-gateway-share-fetches",
        Subject.Hosts,
        "Three devices with blocks of different sizes fetch one payload through a gateway, while another one leaves in the middle.",
        ["R-CM-22", "R-CM-24", "I-21"],
        3_000,
        async runtime =>
        {
            var folder = Directory.CreateTempSubdirectory("secup-gateway-");
            try
            {
                using var cache = PayloadCache.Open(folder.FullName, 1_000);
                var upstream = new Upstream(failures: runtime.RandomBoolean() ? 1 : 0);
                await using (var blocks = make(cache, upstream))
                {
                    using var leaves = new CancellationTokenSource();
                    var leaving = Task.Run(() => LeaveAsync(blocks, leaves.Token));
                    var fetching = ((uint[])[30, 50, 75]).Select(size => Task.Run(() => FetchAsync(blocks, size))).ToArray();
                    leaves.Cancel();
                    var fetched = await Task.WhenAll(fetching);
                    await leaving;
                    Demand.That(fetched.All(static bytes => bytes.AsSpan().SequenceEqual(Payload.Span)), "R-CM-22", "other bytes than the payload's came");
                    Demand.That(upstream.Given == Payload.Length, "R-CM-22", $"{upstream.Given} bytes were fetched of a payload of {Payload.Length}");
                }

                Demand.That(upstream.UnderWay == 0, "I-21", "a fetch is under way after the end");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });

    private static Scenario CheckingIn(Func<TrackerLink, PatientClock, IGathering> make) => new(
        "check-ins-gathered-while-one-leaves",
        Subject.Hosts,
        "Three devices check in through a gateway, one of them gives up, and the tracker may refuse the batch.",
        ["R-CM-20", "R-CM-21", "I-21"],
        2_000,
        async runtime =>
        {
            var (refuses, clock) = (runtime.RandomBoolean(), new PatientClock(TimeSpan.FromSeconds(1)));
            await using var gathering = make(TrackAsync, clock);
            using var leaves = new CancellationTokenSource();
            var asking = Enumerable.Range(0, 3).Select(number => Task.Run(() => CheckInAsync(gathering, (byte)number, number == 0 ? leaves.Token : CancellationToken.None))).ToArray();
            leaves.Cancel();
            await Task.WhenAll(asking);

            async Task<Arrival> TrackAsync(Message request, CancellationToken cancellation)
            {
                await Task.Yield();
                return Arrival.Of(request switch
                {
                    CheckInBatch when refuses => new Refusal(ResultCode.Busy, "not now"),
                    CheckInBatch batch => new CheckInBatchAnswer(new(batch.CheckIns.Select(static checkIn => BatchedAnswer.Of(Answer(checkIn))))),
                    _ => Answer((CheckIn)request),
                });
            }
        });

    private static Scenario Taking(Func<ITurns> make) => new(
        "turn-given-to-who-leaves",
        Subject.Hosts,
        "Three devices take turns at one fetch at a time, while another one that waits gives up.",
        ["R-CM-24", "I-21"],
        2_000,
        async _ =>
        {
            var turns = make();
            var under = 0;
            using var leaves = new CancellationTokenSource();
            var taking = Enumerable.Range(0, 3).Select(number => Task.Run(() => TakeAsync(number == 2 ? leaves.Token : CancellationToken.None))).ToArray();
            leaves.Cancel();
            await Task.WhenAll(taking);
            Demand.That(await turns.TakeAsync(static () => Task.CompletedTask, CancellationToken.None), "R-CM-24", "there is no turn left");

            async Task TakeAsync(CancellationToken cancellation)
            {
                try
                {
                    await turns.TakeAsync(
                        async () =>
                        {
                            Demand.That(++under == 1, "R-CM-24", "two have the one turn");
                            await Task.Yield();
                            under--;
                        },
                        cancellation);
                }
                catch (OperationCanceledException)
                {
                    Demand.That(cancellation.IsCancellationRequested, "I-21", "somebody who stays was sent away");
                }
            }
        });

    private static async Task CheckInAsync(IGathering gathering, byte number, CancellationToken cancellation)
    {
        try
        {
            var arrival = await gathering.AskAsync(new CheckIn(new[] { number }, null, ResultCode.None), cancellation);
            Demand.That(arrival.Message is CheckInAnswer answer && answer.PollAfter == number, "R-CM-20", $"device {number} was told {arrival}");
        }
        catch (OperationCanceledException)
        {
            Demand.That(cancellation.IsCancellationRequested, "I-21", "somebody who stays was sent away");
        }
    }

    private static CheckInAnswer Answer(CheckIn checkIn) => new(DirectiveKind.UpToDate, null, Bytes.Empty, Bytes.Empty, checkIn.SignedReport.Span[0]);

    private static async Task<byte[]> FetchAsync(IBlocks blocks, uint size)
    {
        using var into = new MemoryStream();
        while (into.Length < Payload.Length)
        {
            var wanted = new BlockRequest(Name, (ulong)into.Length, (uint)Math.Min(size, Payload.Length - into.Length));
            // A fetch that failed is made again, as a Communicator does.
            if ((await blocks.GetAsync(wanted, CancellationToken.None)).Message is Block block) await into.WriteAsync(block.Data.Memory);
        }

        return into.ToArray();
    }

    private static async Task LeaveAsync(IBlocks blocks, CancellationToken cancellation)
    {
        try
        {
            await blocks.GetAsync(new BlockRequest(Name, 60, 30), cancellation);
        }
        catch (OperationCanceledException)
        {
            // It left.
        }
    }

    /// <summary>The tracker. Coyote lets one operation run at a time, so nothing is locked here.</summary>
    private sealed class Upstream(int failures)
    {
        private int _failures = failures;

        public int Given { get; private set; }

        public int UnderWay { get; private set; }

        public async Task<Arrival> GetAsync(BlockRequest wanted, CancellationToken cancellation)
        {
            UnderWay++;
            await Task.Yield();
            UnderWay--;
            if (_failures-- > 0) return Arrival.Failed(ResultCode.ConnectionLost, "the link broke");
            Given += (int)wanted.Length;
            return Arrival.Of(new Block(wanted.Payload, wanted.Offset, (ulong)Payload.Length, Payload.Span.Slice((int)wanted.Offset, (int)wanted.Length).ToArray()));
        }
    }

    private sealed class Shipped(PayloadCache cache, Upstream upstream) : IBlocks
    {
        private readonly SharedBlocks _blocks = new(cache, Piece);

        public Task<Arrival> GetAsync(BlockRequest wanted, CancellationToken cancellation) => _blocks.GetAsync(wanted, upstream.GetAsync, cancellation);

        public ValueTask DisposeAsync() => _blocks.DisposeAsync();
    }

    /// <summary>Fetches under a lock on who fetches, and not on what has come.</summary>
    private sealed class LooksOnce(PayloadCache cache, Upstream upstream) : IBlocks
    {
        private readonly object _gate = new();
        private readonly Dictionary<ulong, Task<Arrival>> _underWay = [];

        public async Task<Arrival> GetAsync(BlockRequest wanted, CancellationToken cancellation)
        {
            var piece = new BlockRequest(Name, wanted.Offset / Piece * Piece, Piece);
            var length = (uint)Math.Min(wanted.Length, piece.Offset + Piece - wanted.Offset);
            if (await cache.Read(Name, wanted.Offset, length, cancellation) is { } held) return Arrival.Of(new Block(Name, wanted.Offset, held.TotalSize, held.Data));
            Task<Arrival>? fetching;
            lock (_gate)
            {
                if (!_underWay.TryGetValue(piece.Offset, out fetching)) _underWay[piece.Offset] = fetching = Task.Run(() => FetchAsync(piece));
            }

            return await fetching is { Message: Block block } ? Arrival.Of(block with { Offset = wanted.Offset, Data = block.Data.Memory.Slice((int)(wanted.Offset - piece.Offset), (int)length).ToArray() }) : await fetching;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<Arrival> FetchAsync(BlockRequest piece)
        {
            var arrival = await upstream.GetAsync(piece, CancellationToken.None);
            if (arrival.Message is Block block) await cache.Write(Name, block.TotalSize, block.Offset, block.Data);
            lock (_gate) _underWay.Remove(piece.Offset);
            return arrival;
        }
    }

    private sealed class Gathered(TrackerLink tracker, PatientClock clock) : IGathering
    {
        private readonly CheckInGathering _gathering = new(tracker, Gathering.Default, clock);

        public Task<Arrival> AskAsync(CheckIn checkIn, CancellationToken cancellation) => _gathering.AskAsync(checkIn, cancellation);

        public ValueTask DisposeAsync() => _gathering.DisposeAsync();
    }

    /// <summary>Has one list for who waits and for what has gone.</summary>
    private sealed class ByPlace(TrackerLink tracker, PatientClock clock) : IGathering
    {
        private readonly List<(CheckIn CheckIn, TaskCompletionSource<Arrival> Answered)> _waiting = [];
        private Task _round = Task.CompletedTask;
        private bool _gathers;

        public async Task<Arrival> AskAsync(CheckIn checkIn, CancellationToken cancellation)
        {
            var mine = (checkIn, new TaskCompletionSource<Arrival>(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiting.Add(mine);
            if (!_gathers)
            {
                _gathers = true;
                _round = SendAsync();
            }

            var leaving = cancellation.Register(() =>
            {
                _waiting.Remove(mine);
                mine.Item2.TrySetCanceled();
            });
            try
            {
                return await mine.Item2.Task;
            }
            finally
            {
                leaving.Unregister();
            }
        }

        public async ValueTask DisposeAsync() => await _round;

        private async Task SendAsync()
        {
            while (true)
            {
                await clock.Delay(Gathering.Default.Window, CancellationToken.None);
                if (_waiting.Count == 0)
                {
                    _gathers = false;
                    return;
                }

                var arrival = await tracker(new CheckInBatch(new(_waiting.Select(static waiting => waiting.CheckIn))), CancellationToken.None);
                var answers = (arrival.Message as CheckInBatchAnswer)?.Answers;
                var told = _waiting.ToArray();
                _waiting.Clear();
                for (var place = 0; place < told.Length; place++)
                    told[place].Answered.TrySetResult(answers is null || place >= answers.Count ? await tracker(told[place].CheckIn, CancellationToken.None) : Arrival.Of(answers[place].Single()!));
            }
        }
    }

    private sealed class Fair : ITurns
    {
        private readonly FairTurns _turns = new(1);

        public Task<bool> TakeAsync(Func<Task> act, CancellationToken cancellation) => _turns.TakeAsync(
            async _ =>
            {
                await act();
                return true;
            },
            cancellation);
    }

    /// <summary>Does not look whether the turn has been given already.</summary>
    private sealed class Losing : ITurns
    {
        private readonly object _gate = new();
        private readonly Queue<TaskCompletionSource> _waiting = new();
        private bool _taken;

        public async Task<bool> TakeAsync(Func<Task> act, CancellationToken cancellation)
        {
            await EnterAsync(cancellation);
            await act();
            Leave();
            return true;
        }

        private async Task EnterAsync(CancellationToken cancellation)
        {
            TaskCompletionSource place;
            lock (_gate)
            {
                if (!_taken)
                {
                    _taken = true;
                    return;
                }

                place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(place);
            }

            var leaving = cancellation.Register(() => place.TrySetCanceled(cancellation));
            try
            {
                await place.Task;
            }
            finally
            {
                leaving.Unregister();
            }

            cancellation.ThrowIfCancellationRequested();
        }

        private void Leave()
        {
            lock (_gate)
            {
                while (_waiting.TryDequeue(out var next))
                    if (next.TrySetResult()) return;
                _taken = false;
            }
        }
    }
}
