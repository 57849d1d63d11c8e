using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Tests.Hosts;

/// <summary>A Communicator asks again whatever became of its last request (I-18, I-21).</summary>
public sealed class CommunicatorExchangeTests
{
    [Fact]
    public async Task A_request_that_ends_in_an_exception_nobody_foresaw_is_a_link_that_failed_and_the_next_is_made()
    {
        await using var device = new DeviceLinkServer(
            StreamAddress.OfTcp("127.0.0.1", 0), static (_, _) => Task.FromResult<Message?>(new StatusReport(new byte[] { 1 })), SystemClock.Instance, DeviceLinkTimeouts.Default);
        var served = new ServedDevice("one", device.Start());
        var configuration = new CommunicatorConfiguration { FirstBackOff = TimeSpan.FromMilliseconds(1), MostBackOff = TimeSpan.FromMilliseconds(1) };
        var setup = new CommunicatorSetup(configuration, new Uri("http://127.0.0.1:1"), null, [served], HttpClientLimits.Default, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        using var tracker = new Broken();
        await using var communicator = new CommunicatorAgent(setup, served, tracker, HostSurroundings.Silent, NullLogger.Instance);

        await communicator.StartAsync();

        await tracker.AskedAgain.Task.Soon();
    }

    private sealed class Broken : HttpMessageHandler
    {
        private int _asked;

        public TaskCompletionSource AskedAgain { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _asked) == 3) AskedAgain.TrySetResult();
            throw new InvalidOperationException("as none should");
        }
    }
}
