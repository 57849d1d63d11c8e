using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>A Communicator asks again whatever became of its last request (I-18, I-21).</summary>
public sealed class CommunicatorExchangeTests
{
    [Fact]
    public async Task A_request_that_ends_in_an_exception_nobody_foresaw_is_a_link_that_failed_and_the_next_is_made()
    {
        var configuration = new CommunicatorConfiguration { FirstBackOff = TimeSpan.FromMilliseconds(1), MostBackOff = TimeSpan.FromMilliseconds(1) };
        var links = new BrokenLinks();
        await using var communicator = new CommunicatorAgent("one", configuration, links, HostSurroundings.Silent, NullLogger.Instance);

        await communicator.StartAsync();

        await links.AskedAgain.Task.Soon();
    }

    private sealed class BrokenLinks : ICommunicatorLinks
    {
        private int _asked;

        public TaskCompletionSource AskedAgain { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref _asked) == 3) AskedAgain.TrySetResult();
            throw new InvalidOperationException("as none should");
        }

        public Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation) => throw new InvalidOperationException("nothing came from the device");

        public Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation) => throw new InvalidOperationException("nothing came from the device");

        public Task DisconnectDeviceAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
