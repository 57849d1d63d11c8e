using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Tests.Storage;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>Each block of a payload is fetched once, however many want it, wherever they begin and in whatever blocks (R-CM-22); what is wrong does not stay (R-CM-23).</summary>
public sealed class SharedBlocksTests : IAsyncDisposable
{
    private const int Size = 10_000;
    private const uint Piece = 1_000;

    private static readonly byte[] Payload = Samples.Data(Size);
    private static readonly Digest Name = Digest.Of(Payload);

    private readonly Scratch _scratch = new();
    private readonly PayloadCache _cache;
    private readonly SharedBlocks _blocks;
    private readonly List<(ulong Offset, uint Length)> _fetched = [];
    private Func<BlockRequest, Arrival>? _otherwise;
    private Task _held = Task.CompletedTask;

    public SharedBlocksTests()
    {
        _cache = PayloadCache.Open(_scratch.Path, 100_000);
        _blocks = new SharedBlocks(_cache, Piece);
    }

    public async ValueTask DisposeAsync()
    {
        await _blocks.DisposeAsync();
        _cache.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Many_devices_with_other_block_sizes_and_places_fetch_every_byte_once()
    {
        uint[] blocks = [64, 100, 333, 999, 1_000, 1_001, 4_096, 7_000];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(device => Task.Run(async () =>
        {
            // Some begin in the middle, as after a loss of power.
            var (at, block) = (device % 5 == 4 ? 5_123U : 0U, blocks[device % blocks.Length]);
            while (at < Size)
            {
                var wanted = new BlockRequest(Name, at, Math.Min(block, Size - at));
                Assert.Equal(Payload[(int)at..(int)(at + wanted.Length)], Data(await _blocks.GetAsync(wanted, FetchAsync, default)));
                at += wanted.Length;
            }
        }))).Soon();

        Assert.Equal(Size, _fetched.Sum(static fetch => fetch.Length));
        Assert.Equal(_fetched.Count, _fetched.DistinctBy(static fetch => fetch.Offset).Count());
        Assert.True(_cache.IsWhole(Name));
    }

    [Fact]
    public async Task Who_leaves_ends_no_fetch_that_another_waits_for()
    {
        var arrives = new TaskCompletionSource();
        _held = arrives.Task;
        using var leaves = new CancellationTokenSource();
        var first = _blocks.GetAsync(new BlockRequest(Name, 0, 100), FetchAsync, leaves.Token);
        var second = _blocks.GetAsync(new BlockRequest(Name, 0, 100), FetchAsync, default);
        leaves.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first).Soon();
        arrives.SetResult();

        Assert.Equal(Payload[..100], Data(await second.Soon()));
        Assert.Single(_fetched);
    }

    [Fact]
    public async Task A_failure_is_told_to_everybody_who_waits_and_the_next_one_asks_again()
    {
        var arrives = new TaskCompletionSource();
        (_held, _otherwise) = (arrives.Task, static _ => Arrival.Failed(ResultCode.Unreachable, "away"));
        var waiting = Enumerable.Range(0, 3).Select(_ => _blocks.GetAsync(new BlockRequest(Name, 0, 100), FetchAsync, default)).ToArray();
        arrives.SetResult();

        Assert.All(await Task.WhenAll(waiting).Soon(), static arrival => Assert.Equal(ResultCode.Unreachable, arrival.Fault?.Code));
        _otherwise = null;
        Assert.Equal(Payload[..100], Data(await _blocks.GetAsync(new BlockRequest(Name, 0, 100), FetchAsync, default).Soon()));
    }

    [Fact]
    public async Task What_lies_outside_of_a_payload_is_refused_by_the_source()
    {
        await _blocks.GetAsync(new BlockRequest(Name, 0, 100), FetchAsync, default);
        _otherwise = static _ => Arrival.Of(new Refusal(ResultCode.NotAvailable, "no such bytes"));

        Assert.IsType<Refusal>((await _blocks.GetAsync(new BlockRequest(Name, Size - 10, 11), FetchAsync, default)).Message);
        Assert.Equal((Size - 10UL, 11U), _fetched[^1]);
    }

    [Fact]
    public async Task Who_refuses_a_piece_is_asked_for_the_block_alone()
    {
        await _blocks.GetAsync(new BlockRequest(Name, 0, 100), FetchAsync, default);
        _otherwise = static wanted => wanted.Length > 100 ? Arrival.Of(new Refusal(ResultCode.LimitExceeded, "too much")) : Right(wanted);

        Assert.Equal(Payload[100..200], Data(await _blocks.GetAsync(new BlockRequest(Name, 100, 100), FetchAsync, default)));
    }

    [Fact]
    [Trait("requirement", "R-CM-25")]
    public async Task A_payload_that_does_not_fit_is_handed_through()
    {
        using var scratch = new Scratch();
        using var small = PayloadCache.Open(scratch.Path, 100);
        await using var blocks = new SharedBlocks(small, Piece);

        for (var at = 0; at < Size; at += 500)
            Assert.Equal(Payload[at..(at + 500)], Data(await blocks.GetAsync(new BlockRequest(Name, (ulong)at, 500), FetchAsync, default)));

        Assert.Equal(0UL, small.Size);
        Assert.Equal(Size, _fetched.Sum(static fetch => fetch.Length));
    }

    [Fact]
    public async Task A_payload_whose_digest_is_wrong_is_fetched_anew()
    {
        _otherwise = static wanted => Changed(Right(wanted));
        await PassAsync(LinksOf(), expectSound: false);
        Assert.Null(_cache.SizeOf(Name));
        _otherwise = null;

        await PassAsync(LinksOf(), expectSound: true);
        Assert.True(_cache.IsWhole(Name));
    }

    /// <summary>Somebody who still fetches the wrong one has begun it anew in the very moment in which it turns out wrong.</summary>
    [Fact]
    [Trait("requirement", "R-CM-23")]
    public async Task A_payload_that_was_begun_anew_with_wrong_bytes_is_found_out_when_it_is_whole()
    {
        _otherwise = static wanted => Changed(Right(wanted));
        await PassAsync(LinksOf(), expectSound: false);
        await _cache.Write(Name, Size, 0, ((Block)Changed(Right(new BlockRequest(Name, 0, 100))).Message!).Data);
        _otherwise = null;

        await PassAsync(LinksOf(), expectSound: false);
        await PassAsync(LinksOf(), expectSound: true);

        Assert.True(_cache.IsWhole(Name));
    }

    /// <summary>The payload never becomes whole in the cache, because its size was lied about once; devices find out that it is wrong.</summary>
    [Fact]
    public async Task A_device_that_begins_anew_gets_the_bytes_from_the_source_and_what_contradicts_them_goes()
    {
        _otherwise = static wanted => wanted.Offset + wanted.Length <= Size && Changed(Right(wanted)).Message is Block wrong
            ? Arrival.Of(wrong with { TotalSize = Size * 2 })
            : Arrival.Of(new Refusal(ResultCode.NotAvailable, "no such bytes"));
        var device = LinksOf();
        await PassAsync(device, expectSound: false);
        _otherwise = null;

        await PassAsync(device, expectSound: true);
        await PassAsync(LinksOf(), expectSound: true);
    }

    [Fact]
    public async Task The_end_is_not_held_up_by_a_fetch()
    {
        var never = new TaskCompletionSource();
        var waiting = _blocks.GetAsync(new BlockRequest(Name, 0, 100), async (_, stopping) =>
        {
            using var ends = stopping.Register(() => never.TrySetCanceled(stopping));
            await never.Task;
            return default;
        }, default);

        await _blocks.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting).Soon();
        Assert.NotNull((await _blocks.GetAsync(new BlockRequest(Name, 0, 100), FetchAsync, default).Soon()).Fault);
    }

    private static byte[] Data(Arrival arrival) => Assert.IsType<Block>(arrival.Message).Data.ToArray();

    private static Arrival Right(BlockRequest wanted) =>
        Arrival.Of(new Block(wanted.Payload, wanted.Offset, Size, Payload.AsSpan((int)wanted.Offset, (int)wanted.Length).ToArray()));

    private static Arrival Changed(Arrival arrival)
    {
        var block = (Block)arrival.Message!;
        var data = block.Data.ToArray();
        data[0] ^= 1;
        return Arrival.Of(block with { Data = data });
    }

    private static async Task PassAsync(GatewayLinks device, bool expectSound)
    {
        using var got = new MemoryStream();
        while (got.Length < Size) got.Write(Data(await device.GetBlockAsync(new BlockRequest(Name, (ulong)got.Length, 500), default)));
        Assert.Equal(expectSound, Digest.Of(got.ToArray()) == Name);
    }

    private GatewayLinks LinksOf() => new(new Source(this), new Shared(null, _blocks, null));

    private async Task<Arrival> FetchAsync(BlockRequest wanted, CancellationToken cancellation)
    {
        lock (_fetched) _fetched.Add((wanted.Offset, wanted.Length));
        await _held;
        await Task.Yield();
        return (_otherwise ?? Right)(wanted);
    }

    private sealed class Source(SharedBlocksTests tests) : ICommunicatorLinks
    {
        public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation) => throw new InvalidOperationException("nobody asks the device here");

        public Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation) => throw new InvalidOperationException("nobody checks in here");

        public Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation) => tests.FetchAsync(wanted, cancellation);

        public Task DisconnectDeviceAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
