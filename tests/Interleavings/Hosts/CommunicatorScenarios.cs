using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Communicators;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Communicators whose peers answer late, or not at all.</summary>
internal static class CommunicatorScenarios
{
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<Scenario> All { get; } = [Late(static (policy, peers, clock) => new Shipped(policy, peers, clock)), Retrying(static links => links)];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "agent-takes-late-answers",
            "An answer that was queued before the next request went out is taken for the answer to that one.",
            Late(static (policy, peers, clock) => new HastyAgent<CommunicatorState>(
                new CommunicatorMachine(policy),
                CommunicatorState.Initial,
                clock,
                (link, message, cancellation) => link == Link.Device ? peers.AskDeviceAsync(message, cancellation) : peers.AskTrackerAsync(message, cancellation),
                static _ => Task.CompletedTask,
                heedsCancellation: true)),
            "R-CM-09"),
        new(
            "link-repeats-by-itself",
            "A link that failed asks again on its own account.",
            Retrying(static links => new RepeatingLinks(links)),
            "R-CM-07"),
    ];

    private static Scenario Late(Func<CommunicatorConfiguration, ICommunicatorLinks, IClock, IAgent> make) => new(
        "answer-late-against-timer-and-stop",
        Subject.Hosts,
        "Answers come late, while the time for them ends, another check is asked for, and the Communicator is stopped.",
        ["R-CM-09", "R-CM-15", "I-21"],
        2_000,
        async runtime =>
        {
            // Time for an answer may end; a check comes only from outside.
            var clock = new PatientClock(TimeSpan.FromSeconds(1));
            var peers = new Peers(runtime.RandomBoolean);
            var policy = new CommunicatorConfiguration { ReplyTimeout = TimeSpan.FromSeconds(1), FirstBackOff = TimeSpan.FromHours(1), DefaultPoll = TimeSpan.FromHours(1) };
            var agent = make(policy, peers, clock);
            await agent.StartAsync();
            for (var check = 0; check < 3; check++)
            {
                await Task.Yield();
                await agent.CheckAsync();
            }

            await agent.StopAsync();
            Demand.That(peers.UnderWay == 0, "I-21", "a request is under way after the end");
        });

    private static Scenario Retrying(Func<ICommunicatorLinks, ICommunicatorLinks> wrap) => new(
        "two-trackers-worth-of-retries",
        Subject.Hosts,
        "Two Communicators try again and again with a tracker that is away at first, and slow.",
        ["R-CM-07", "R-CM-18", "I-21"],
        3_000,
        async runtime =>
        {
            var one = Task.Run(() => TryAsync("one"));
            var other = Task.Run(() => TryAsync("other"));
            await one;
            await other;

            async Task TryAsync(string name)
            {
                List<TimeSpan> pauses = [];
                var clock = new PatientClock(MostPause, span =>
                {
                    if (span <= MostPause) pauses.Add(span);
                });
                var peers = new Peers(static () => false) { TrackerFailures = runtime.RandomBoolean() ? 1 : 2 };
                var policy = new CommunicatorConfiguration
                {
                    ReplyTimeout = TimeSpan.FromSeconds(30),
                    FirstBackOff = TimeSpan.FromSeconds(1),
                    MostBackOff = MostPause,
                    DefaultPoll = TimeSpan.FromHours(1),
                };
                var agent = new CommunicatorAgent(name, policy, wrap(peers), new HostSurroundings(clock, NullLoggerFactory.Instance), NullLogger.Instance);
                await agent.StartAsync();
                await peers.CheckedIn;
                await agent.StopAsync();
                await agent.DisposeAsync();
                Demand.That(pauses.SequenceEqual(pauses.Select(static (_, failures) => TimeSpan.FromSeconds(Math.Min(1 << failures, 2)))), "R-CM-07", $"the pauses were {string.Join(", ", pauses)}");
                Demand.That(peers.Asked <= pauses.Count + 1, "R-CM-07", $"the tracker was asked {peers.Asked} times in {pauses.Count} pauses");
            }
        });

    /// <summary>A Device core and a Status tracker that take their time. Coyote lets one operation run at a time, so nothing is locked here.</summary>
    private sealed class Peers(Func<bool> finishesAnyway) : ICommunicatorLinks
    {
        private readonly TaskCompletionSource _checkedIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private byte _reports;

        /// <summary>So many questions fail at the tracker first.</summary>
        public int TrackerFailures { get; init; }

        public int UnderWay { get; private set; }

        public int Asked { get; private set; }

        public Task CheckedIn => _checkedIn.Task;

        public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation)
        {
            // Each report tells which question it answers.
            var number = ++_reports;
            return AnswerAsync(() => Arrival.Of(new StatusReport(new byte[] { number })), cancellation);
        }

        public Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation)
        {
            Asked++;
            Demand.That(((CheckIn)request).SignedReport.Span[0] == _reports, "R-CM-09", "an answer to a question that was given up was taken for the answer to the next");
            if (Asked <= TrackerFailures) return AnswerAsync(static () => Arrival.Failed(ResultCode.Unreachable, "the tracker is away"), cancellation);
            return AnswerAsync(
                () =>
                {
                    _checkedIn.TrySetResult();
                    return Arrival.Of(new CheckInAnswer(DirectiveKind.UpToDate, null, Bytes.Empty, Bytes.Empty, 0));
                },
                cancellation);
        }

        public Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation) =>
            throw new InvalidOperationException("Nobody asks for a block here.");

        public Task DisconnectDeviceAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<Arrival> AnswerAsync(Func<Arrival> answer, CancellationToken cancellation)
        {
            UnderWay++;
            Demand.That(UnderWay == 1, "R-CM-07", "two requests of one Communicator are under way at once");
            try
            {
                await Task.Delay(1, CancellationToken.None);

                // What has come in the last moment is handed out, although it was given up.
                if (cancellation.IsCancellationRequested && !finishesAnyway()) throw new OperationCanceledException(cancellation);
                return answer();
            }
            finally
            {
                UnderWay--;
            }
        }
    }

    private sealed class Shipped(CommunicatorConfiguration policy, ICommunicatorLinks links, IClock clock) : IAgent
    {
        private readonly CommunicatorAgent _agent = new("one", policy, links, new HostSurroundings(clock, NullLoggerFactory.Instance), NullLogger.Instance);

        public Task StartAsync() => _agent.StartAsync();

        public Task CheckAsync() => _agent.CheckAsync();

        public async Task StopAsync()
        {
            await _agent.StopAsync();
            await _agent.DisposeAsync();
            Demand.That(_agent.Completion.IsCompletedSuccessfully, "I-21", "the Communicator ended because of a fault of its own");
        }
    }

    /// <summary>Means well.</summary>
    private sealed class RepeatingLinks(ICommunicatorLinks links) : ICommunicatorLinks
    {
        public Task<Arrival> AskDeviceAsync(Message request, CancellationToken cancellation) => links.AskDeviceAsync(request, cancellation);

        public async Task<Arrival> AskTrackerAsync(Message request, CancellationToken cancellation)
        {
            var answer = await links.AskTrackerAsync(request, cancellation);
            if (answer.Fault is not null) _ = links.AskTrackerAsync(request, CancellationToken.None);
            return answer;
        }

        public Task<Arrival> GetBlockAsync(BlockRequest wanted, CancellationToken cancellation) => links.GetBlockAsync(wanted, cancellation);

        public Task DisconnectDeviceAsync() => links.DisconnectDeviceAsync();

        public async ValueTask DisposeAsync() => await links.DisposeAsync();
    }
}
