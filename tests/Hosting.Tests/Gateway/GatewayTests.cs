using SecUpIoT.Entities.Communicator;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Hosting.Tests.Storage;
using SecUpIoT.Protocol;
using Xunit.Abstractions;

namespace SecUpIoT.Hosting.Tests.Gateway;

/// <summary>One Communicator host before many devices, over real sockets: what they share, and that none of them takes anything from the others.</summary>
public sealed class GatewayTests(ITestOutputHelper output) : IDisposable
{
    private const int Size = 200_000;

    private static readonly byte[] Image = Samples.Data(Size);

    private static readonly CommunicatorConfiguration Hasty = new()
    {
        LeastPoll = TimeSpan.FromMilliseconds(50),
        ActivePoll = TimeSpan.FromMilliseconds(50),
        FirstBackOff = TimeSpan.FromMilliseconds(50),
        MostBackOff = TimeSpan.FromSeconds(1),
    };

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>R-CM-18, R-CM-20, R-CM-22, R-CM-24: a thousand devices, twenty-four of them hostile.</summary>
    [Fact]
    public async Task A_thousand_devices_are_served_though_some_are_hostile_and_every_byte_is_fetched_once()
    {
        await using var tracker = new PlayedTracker(Image);
        var address = await tracker.StartAsync();
        var good = Enumerable.Range(0, 976).Select(number => new PlayedDevice(number, tracker.Payload, Size, (uint)(8_192 + (number % 7 * 4_096)))).ToArray();
        var hostile = Hostile(tracker.Payload, 976).ToArray();
        var host = new CommunicatorHost(Setup(address, [.. hostile, .. good], PayloadCache.Open(_scratch.Path, 1_000_000)), HostSurroundings.Silent);
        var begun = SystemClock.Instance.Now.UnixMilliseconds;
        try
        {
            await host.StartAsync();
            await Task.WhenAll(good.Select(static device => device.Installed)).WaitAsync(TimeSpan.FromSeconds(100));
            output.WriteLine($"{good.Length} devices beside {hostile.Length} hostile ones: {SystemClock.Instance.Now.UnixMilliseconds - begun} ms, {tracker.Requests.Count} requests with {tracker.Requests.Sum()} check-ins, {tracker.Fetched} bytes fetched");

            // The greedy ones take what is cached.
            Assert.Equal(Size, tracker.Fetched);
            Assert.Contains(tracker.Requests, static count => count > 1);
            Assert.InRange(tracker.Requests.Max(), 2, Limits.CheckIns);
        }
        finally
        {
            await host.StopAsync().Soon();
            await host.DisposeAsync().AsTask().Soon();
            foreach (var device in (PlayedDevice[])[.. good, .. hostile]) await device.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_damaged_payload_is_found_out_and_fetched_anew()
    {
        await using var tracker = new PlayedTracker(Image) { Damaged = 2 };
        await ServeAsync(tracker, 5, PayloadCache.Open(_scratch.Path, 1_000_000));

        Assert.InRange(tracker.Fetched, Size + 1, 6L * Size);
    }

    [Fact]
    public async Task What_is_whole_in_the_cache_outlives_the_gateway()
    {
        await using var first = new PlayedTracker(Image);
        await ServeAsync(first, 2, PayloadCache.Open(_scratch.Path, 1_000_000));
        await using var second = new PlayedTracker(Image);
        await ServeAsync(second, 3, PayloadCache.Open(_scratch.Path, 1_000_000));

        Assert.Equal((Size, 0L), (first.Fetched, second.Fetched));
    }

    [Fact]
    public async Task A_tracker_without_batches_serves_every_device_all_the_same()
    {
        await using var tracker = new PlayedTracker(Image, takesBatches: false);
        await ServeAsync(tracker, 5, PayloadCache.Open(_scratch.Path, 1_000_000));

        Assert.All(tracker.Requests, static count => Assert.Equal(1, count));
    }

    /// <summary>R-CM-26: spread by their names, and the same at each start.</summary>
    [Fact]
    public void The_first_checks_of_a_thousand_devices_are_spread()
    {
        var begins = Enumerable.Range(0, 1_000).Select(static number => Sharing.Default.Begins($"device-{number}")).ToArray();

        Assert.All(begins, static after => Assert.InRange(after, TimeSpan.Zero, Sharing.Default.Spread));
        Assert.InRange(begins.GroupBy(static after => (int)after.TotalSeconds).Max(static second => second.Count()), 80, 140);
        Assert.Equal(begins, Enumerable.Range(0, 1_000).Select(static number => Sharing.Default.Begins($"device-{number}")));
    }

    private static IEnumerable<PlayedDevice> Hostile(Digest payload, int first)
    {
        var number = first;
        for (var round = 0; round < 4; round++)
        {
            yield return new SilentDevice(number++, payload, Size);
            yield return new GreedyDevice(number++, payload, Size);
            yield return new ConfusedDevice(number++, payload, Size);
            yield return new NoisyDevice(number++, payload, Size, [0, 0, 0, 3, 1, 2, 3], stays: true);
            yield return new NoisyDevice(number++, payload, Size, [0xff, 0xff, 0xff, 0xff, 0], stays: false);
            yield return new NoisyDevice(number++, payload, Size, [0, 0, 1], stays: true);
        }
    }

    private static CommunicatorSetup Setup(Uri tracker, IReadOnlyList<PlayedDevice> devices, PayloadCache cache) => new(
        Hasty, tracker, null, [.. devices.Select(static device => device.Served)], HttpClientLimits.Default, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), cache,
        Sharing.Default with { Spread = TimeSpan.FromSeconds(2), Gathering = Gathering.Default with { Window = TimeSpan.FromMilliseconds(100) } });

    private static async Task ServeAsync(PlayedTracker tracker, int count, PayloadCache cache)
    {
        var address = await tracker.StartAsync();
        var devices = Enumerable.Range(0, count).Select(number => new PlayedDevice(number, tracker.Payload, Size)).ToArray();
        var host = new CommunicatorHost(Setup(address, devices, cache) with { Sharing = Sharing.Default with { Spread = TimeSpan.FromMilliseconds(50) } }, HostSurroundings.Silent);
        try
        {
            await host.StartAsync();
            await Task.WhenAll(devices.Select(static device => device.Installed)).Soon();
        }
        finally
        {
            await host.StopAsync().Soon();
            await host.DisposeAsync().AsTask().Soon();
            foreach (var device in devices) await device.DisposeAsync();
        }
    }
}
