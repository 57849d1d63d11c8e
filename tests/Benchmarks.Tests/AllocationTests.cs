using SecUpIoT.Benchmarks.Micro;

namespace SecUpIoT.Benchmarks.Tests;

/// <summary>
/// What a block costs the managed heap, after a warm-up. The bytes of a block are never among it: what is left are the messages, the steps of the machine and the tasks that wait,
/// and it does not grow with the block. The limits are about twice what is allocated now, so that a copy of the block that comes back is noticed.
/// </summary>
public sealed class AllocationTests
{
    private const int Blocks = 200;

    [Fact]
    public async Task A_device_takes_a_block_without_allocating_its_size()
    {
        var device = new DeviceLinkBenchmarks();
        device.Prepare();
        try
        {
            Assert.InRange(PerCall(device.DeviceTakesBlock), 1, 16 * 1024);
        }
        finally
        {
            await device.Clear();
        }
    }

    [Fact]
    public async Task A_server_gives_and_a_tracker_relays_a_block_without_allocating_its_size()
    {
        var server = new ServingBenchmarks();
        await server.Prepare();
        try
        {
            Assert.InRange(PerCall(server.ServerServesRange), 1, 16 * 1024);
            Assert.InRange(PerCall(server.TrackerRelaysRange), 1, 16 * 1024);
        }
        finally
        {
            await server.Clear();
        }
    }

    private static double PerCall(Action call)
    {
        for (var i = 0; i < Blocks; i++) call();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Blocks; i++) call();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Blocks;
    }
}
