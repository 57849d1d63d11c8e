using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>A tracker asks a Firmware server again whatever became of its last request, and goes on (I-21, R-ST-22).</summary>
public sealed class ServerExchangeTests
{
    [Fact]
    public async Task A_request_that_ends_in_an_exception_nobody_foresaw_is_a_link_that_failed_and_the_next_is_made()
    {
        using var folder = new TemporaryFolder();
        await using var store = await SqliteTrackStore.Open(folder["tracker.db"]);
        var moment = TimeSpan.FromMilliseconds(1);
        var configuration = new ServerLinkConfiguration([]) { RefreshInterval = moment, MostBackOff = moment };
        var packages = new PublishedPackages(store, configuration, HostSurroundings.Silent, NullLogger.Instance);
        var askedAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        await using var agent = new ServerAgent(
            "one",
            (_, _) =>
            {
                if (Interlocked.Increment(ref asked) == 3) askedAgain.TrySetResult();
                throw new InvalidOperationException("as none should");
            },
            configuration,
            store,
            packages,
            Sequence<CatalogueEntry>.Empty,
            HostSurroundings.Silent,
            NullLogger.Instance);

        await agent.StartAsync();

        await askedAgain.Task.Soon();
        Assert.False(agent.Completion.IsFaulted);
    }
}
