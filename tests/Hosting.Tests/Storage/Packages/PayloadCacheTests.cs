using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Tests.Storage.Packages;

[Trait("requirement", "R-ST-25")]
public sealed class PayloadCacheTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private PayloadCache Opened(ulong most = 10_000) => PayloadCache.Open(_scratch.Path, most);

    private static async Task<CacheFill> Fill(PayloadCache cache, byte[] payload) =>
        await cache.Write(Digest.Of(payload), (ulong)payload.Length, 0, payload);

    private static async Task<bool> Holds(PayloadCache cache, byte[] payload) =>
        (await cache.Read(Digest.Of(payload), 0, (uint)payload.Length))?.Data == payload;

    [Fact]
    public async Task A_payload_is_filled_in_any_order_and_read_where_it_is_there()
    {
        using var cache = Opened();
        var payload = Samples.Data(1_000);
        var name = Digest.Of(payload);

        Assert.Null(await cache.Read(name, 0, 10));
        Assert.Equal(CacheFill.Cached, await cache.Write(name, 1_000, 500, payload[500..700]));
        Assert.Equal(CacheFill.Cached, await cache.Write(name, 1_000, 0, payload[..400]));
        Assert.Equal(CacheFill.NotCached, await cache.Write(name, 1_000, 400, new byte[601]));
        Assert.Equal(new CachedBlock(1_000, payload[100..400]), await cache.Read(name, 100, 300));
        Assert.Equal(new CachedBlock(1_000, payload[500..700]), await cache.Read(name, 500, 200));
        Assert.Null(await cache.Read(name, 100, 301));
        Assert.Null(await cache.Read(name, 400, 1));
        Assert.Equal((300UL, 0UL), cache.Look(name, 100, 900));
        Assert.Equal((0UL, 100UL), cache.Look(name, 400, 900));
        Assert.Equal((0UL, 200UL), cache.Look(name, 700, 900));
        Assert.False(cache.IsWhole(name));
        Assert.Equal(CacheFill.Cached, await cache.Write(name, 1_000, 300, payload[300..600]));
        Assert.Equal(CacheFill.Completed, await cache.Write(name, 1_000, 600, payload[600..]));
        Assert.True(cache.IsWhole(name));
        Assert.Equal(1_000UL, cache.SizeOf(name));
        Assert.Equal(CacheFill.Cached, await cache.Write(name, 1_000, 0, payload));
        Assert.Equal(new CachedBlock(1_000, payload[900..]), await cache.Read(name, 900, 5_000));
        Assert.Null(await cache.Read(name, 1_001, 1));
        Assert.Equal(1_000UL, cache.Size);
    }

    /// <summary>Others may be reading it just then, and know which bytes it held.</summary>
    [Fact]
    public void A_payload_that_is_removed_while_it_fills_does_not_come_back_with_holes()
    {
        var filling = CachedPayload.Begun(Samples.Digest(1), _scratch["payload.part"], 100);
        Assert.True(filling.Add(0, new byte[50]));
        File.Delete(filling.File);

        Assert.Throws<FileNotFoundException>(() => filling.Add(50, new byte[50]));

        Assert.False(File.Exists(filling.File));
    }

    [Fact]
    public async Task A_payload_with_another_digest_is_removed()
    {
        using var cache = Opened();
        var name = Samples.Digest(1);

        Assert.Equal(CacheFill.Cached, await cache.Write(name, 100, 0, new byte[50]));
        Assert.Equal(CacheFill.Damaged, await cache.Write(name, 100, 50, new byte[50]));

        Assert.Null(await cache.Read(name, 0, 10));
        Assert.Equal(0UL, cache.Size);
        Assert.Equal([".lock"], Directory.GetFiles(_scratch.Path).Select(Path.GetFileName));
    }

    /// <summary>One of two answers to the same question is wrong, and nobody can say which: both go (R-CM-23).</summary>
    [Theory]
    [InlineData(1_000, 1)]
    [InlineData(999, 0)]
    [InlineData(1_001, 0)]
    public async Task Bytes_or_a_size_that_contradict_what_is_still_filling_remove_it(int size, int change)
    {
        using var cache = Opened();
        var payload = Samples.Data(1_000);
        var name = Digest.Of(payload);
        await cache.Write(name, 1_000, 100, payload[100..300]);
        var other = payload[..200].ToArray();
        other[150] ^= (byte)change;

        Assert.Equal(CacheFill.Damaged, await cache.Write(name, (ulong)size, 0, other));

        Assert.Null(await cache.Read(name, 200, 10));
        Assert.Equal(0UL, cache.Size);
    }

    [Fact]
    public async Task What_contradicts_a_verified_payload_changes_nothing()
    {
        using var cache = Opened();
        await Fill(cache, Samples.Data(500));

        await cache.Write(Digest.Of(Samples.Data(500)), 500, 0, new byte[500]);
        await cache.Write(Digest.Of(Samples.Data(500)), 600, 0, new byte[600]);

        Assert.True(await Holds(cache, Samples.Data(500)));
    }

    [Fact]
    public void Ranges_grow_together_and_scattered_ones_are_bounded()
    {
        var ranges = new HeldRanges(0);
        Assert.True(ranges.Add(10, 5));
        Assert.True(ranges.Add(20, 5));
        Assert.Equal((0UL, 10UL), (ranges.From(0), ranges.Gap(0, 100)));
        Assert.Equal((0UL, 5UL), (ranges.From(15), ranges.Gap(15, 100)));
        Assert.True(ranges.Add(15, 5));
        Assert.Equal((15UL, 75UL), (ranges.From(10), ranges.Gap(25, 100)));
        Assert.True(ranges.Add(0, 100));
        Assert.Equal(100UL, ranges.From(0));

        Assert.Equal(1_023, Enumerable.Range(0, 2_000).Count(number => ranges.Add(200 + (2 * (ulong)number), 1)));
    }

    [Fact]
    public async Task What_was_used_longest_ago_goes_first()
    {
        using var cache = Opened(most: 1_000);
        var payloads = Enumerable.Range(1, 4).Select(seed => Samples.Data(300, seed)).ToArray();
        for (var i = 0; i < 3; i++) Assert.Equal(CacheFill.Completed, await Fill(cache, payloads[i]));
        Assert.True(await Holds(cache, payloads[0]));

        Assert.Equal(CacheFill.Completed, await Fill(cache, payloads[3]));

        Assert.True(await Holds(cache, payloads[0]));
        Assert.False(await Holds(cache, payloads[1]));
        Assert.True(await Holds(cache, payloads[2]));
        Assert.True(await Holds(cache, payloads[3]));
        Assert.Equal(900UL, cache.Size);
        Assert.Equal(4, Directory.GetFiles(_scratch.Path).Length);
    }

    [Fact]
    public async Task A_payload_larger_than_the_cache_is_not_cached_and_displaces_nothing()
    {
        using var cache = Opened(most: 1_000);
        await Fill(cache, Samples.Data(900));

        Assert.Equal(CacheFill.NotCached, await Fill(cache, Samples.Data(1_001)));

        Assert.True(await Holds(cache, Samples.Data(900)));
    }

    [Fact]
    public async Task Whole_payloads_outlive_the_process_and_parts_do_not()
    {
        using (var cache = Opened())
        {
            await Fill(cache, Samples.Data(500));
            await cache.Write(Samples.Digest(1), 100, 0, new byte[50]);
        }

        using var reopened = Opened();
        Assert.True(await Holds(reopened, Samples.Data(500)));
        Assert.Null(await reopened.Read(Samples.Digest(1), 0, 10));
        Assert.Equal(500UL, reopened.Size);
        Assert.Empty(Directory.GetFiles(_scratch.Path, "*.part"));
    }

    [Fact]
    public async Task A_buffer_is_filled_whole_or_not_at_all()
    {
        using var cache = Opened();
        var payload = Samples.Data(1_000);
        var name = Digest.Of(payload);
        var buffer = new byte[300];

        Assert.False(await cache.Read(name, 0, buffer));
        await cache.Write(name, 1_000, 100, payload[100..400]);
        Assert.False(await cache.Read(name, 101, buffer));
        Assert.False(await cache.Read(name, 99, buffer));
        Assert.True(await cache.Read(name, 100, buffer));
        Assert.Equal(payload[100..400], buffer);
        Assert.False(await cache.Read(name, 1_001, buffer));
    }

    [Fact]
    public async Task A_payload_damaged_while_the_process_was_down_is_not_given_out()
    {
        using (var cache = Opened()) await Fill(cache, Samples.Data(500));
        var file = _scratch[Digest.Of(Samples.Data(500)).ToHex()];
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[7] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        using var reopened = Opened();

        Assert.False(await Holds(reopened, Samples.Data(500)));
        Assert.False(File.Exists(file));
        Assert.Equal(CacheFill.Completed, await Fill(reopened, Samples.Data(500)));
    }

    [Fact]
    public async Task A_smaller_bound_is_kept_from_the_start()
    {
        using (var cache = Opened())
        {
            await Fill(cache, Samples.Data(500, 1));
            await Fill(cache, Samples.Data(500, 2));
        }

        using var reopened = Opened(most: 600);
        Assert.Equal(500UL, reopened.Size);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_a_miss()
    {
        using var cache = Opened();
        await Fill(cache, Samples.Data(500));
        File.Delete(_scratch[Digest.Of(Samples.Data(500)).ToHex()]);

        Assert.False(await Holds(cache, Samples.Data(500)));
        Assert.Equal(0UL, cache.Size);
    }

    [Fact]
    public async Task Many_readers_and_writers_see_right_bytes_or_none()
    {
        using var cache = Opened(most: 2_500);
        var payloads = Enumerable.Range(1, 5).Select(seed => Samples.Data(1_000, seed)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 300; i++)
            {
                var payload = payloads[random.Next(payloads.Length)];
                var offset = random.Next(10) * 100;
                if (random.Next(3) == 0)
                {
                    var block = await cache.Read(Digest.Of(payload), (ulong)offset, 100);
                    Assert.True(block is null || block.Data == payload[offset..(offset + 100)]);
                }
                else
                {
                    for (var start = 0; start < 1_000; start += 100)
                        Assert.NotEqual(CacheFill.Damaged, await cache.Write(Digest.Of(payload), 1_000, (ulong)start, payload[start..(start + 100)]));
                }
            }
        })));

        Assert.True(cache.Size <= 2_500);
        Assert.True(Directory.GetFiles(_scratch.Path).Length <= 3);
    }

    [Fact]
    public void A_second_process_is_refused()
    {
        using var cache = Opened();

        Assert.Equal(ResultCode.Busy, Assert.Throws<StorageException>(() => Opened()).Code);
    }
}
