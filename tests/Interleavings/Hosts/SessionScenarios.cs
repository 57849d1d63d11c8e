using System.Collections.Immutable;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Two Communicators claim one device on its link, and the link is closed while they do.</summary>
internal static class SessionScenarios
{
    private static readonly DeviceLinkTimeouts Timeouts = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));

    public static IReadOnlyList<Scenario> All { get; } = [Claiming(Shipped), Stopping(Shipped)];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "session-looks-before-it-claims",
            "Whether somebody is being served is read in one step and written in another.",
            Claiming(static handler => new CarelessSessions(handler, claimsInTwoSteps: true, beginsAfterStop: false)),
            "I-14"),
        new(
            "session-begins-after-the-end",
            "A connection that comes while the link is closed is served like any other, and nobody ends it.",
            Stopping(static handler => new CarelessSessions(handler, claimsInTwoSteps: false, beginsAfterStop: true)),
            "Deadlock"),
    ];

    private static ISessions Shipped(RequestHandler handler) => new ShippedSessions(handler);

    private static Scenario Claiming(Func<RequestHandler, ISessions> make) => new(
        "two-communicators-claim-one-device",
        Subject.Hosts,
        "Two Communicators connect to one device; who is refused waits until the other has left.",
        ["I-14", "I-21", "R-CM-16"],
        2_000,
        async _ =>
        {
            var link = new Link(make);
            var (one, other) = (new TaskCompletionSource(), new TaskCompletionSource());
            var first = Task.Run(() => ClaimAsync(link, "one", one, other.Task));
            var second = Task.Run(() => ClaimAsync(link, "other", other, one.Task));
            await first;
            await second;
            await link.Sessions.StopAsync();
            Demand.That(link.Answered == 2, "I-21", $"{link.Answered} of 2 Communicators were served");
        });

    private static Scenario Stopping(Func<RequestHandler, ISessions> make) => new(
        "device-link-closed-while-claimed",
        Subject.Hosts,
        "The device link is closed while two Communicators connect and ask.",
        ["I-21", "I-14"],
        2_000,
        async _ =>
        {
            var link = new Link(make);
            var asking = new[] { "one", "other" }.Select(name => Task.Run(() => AskOnceAsync(link, name))).ToArray();
            await link.Sessions.StopAsync();
            Demand.That(link.Inside == 0, "I-21", "a request is still being answered after the end");
            Demand.That(!await ConnectAndAskAsync(link, "late"), "I-21", "a session began after the end");

            await Task.WhenAll(asking);
            await link.AllClosedAsync();
        });

    private static async Task AskOnceAsync(Link link, string name)
    {
        if (await ConnectAndAskAsync(link, name)) link.Leave(name);
    }

    private static async Task<bool> ConnectAndAskAsync(Link link, string name)
    {
        var near = link.Connect();
        var answer = await AskAsync(link, near, name);
        if (answer is not InstallAnswer)
        {
            // Refused or cut off: the link closes its end.
            await link.ClosedAsync(near);
            return false;
        }

        return true;
    }

    private static async Task ClaimAsync(Link link, string name, TaskCompletionSource left, Task otherLeft)
    {
        for (var attempt = 0; ; attempt++)
        {
            var near = link.Connect();
            var answer = await AskAsync(link, near, name);
            if (answer is InstallAnswer)
            {
                Demand.That(await AskAsync(link, near, name) is InstallAnswer, "I-14", "who was being served was refused in the middle");
                link.Leave(name);
                await near.DisposeAsync();
                await link.ClosedAsync(near);
                left.TrySetResult();
                return;
            }

            Demand.That(answer is Refusal { Code: ResultCode.Busy }, "I-14", $"expected Busy, got {answer}");
            Demand.That(attempt == 0, "I-21", "the other one had left, and this one was refused again");
            await link.ClosedAsync(near);
            await otherLeft;
        }
    }

    private static async Task<Message?> AskAsync(Link link, DuplexStream near, string name)
    {
        var connection = new FrameConnection(near, link.Clock, Timeouts.Frame);
        if (await connection.SendAsync(new StatusRequest(), CancellationToken.None) is not null) return null;
        var arrival = await connection.ReceiveAsync(null, CancellationToken.None);
        if (arrival.Message is InstallAnswer) link.Serve(name);
        return arrival.Message;
    }

    /// <summary>What the scenarios need of the sessions.</summary>
    private interface ISessions
    {
        bool Begin(Stream stream);

        Task StopAsync();
    }

    /// <summary>A device link without a network, and who is being served on it.</summary>
    private sealed class Link
    {
        // Immutable: Coyote lets one operation run at a time, so nothing is locked here, and it would call a shared dictionary a race.
        private ImmutableDictionary<DuplexStream, DuplexStream> _ends = ImmutableDictionary<DuplexStream, DuplexStream>.Empty;
        private string? _served;

        public Link(Func<RequestHandler, ISessions> make) => Sessions = make(HandleAsync);

        public ISessions Sessions { get; }

        public PatientClock Clock { get; } = new(TimeSpan.Zero);

        public int Inside { get; private set; }

        public int Answered { get; private set; }

        public DuplexStream Connect()
        {
            var (near, far) = DuplexStream.Pair();
            _ends = _ends.Add(near, far);
            if (!Sessions.Begin(far)) far.Dispose();
            return near;
        }

        // The far end is closed by the link when its session is over.
        public Task ClosedAsync(DuplexStream near)
        {
            return _ends[near].Closed;
        }

        public async Task AllClosedAsync()
        {
            foreach (var end in _ends.Values) await end.Closed;
        }

        public void Serve(string name)
        {
            Demand.That(_served is null || _served == name, "I-14", $"{name} is served while {_served} is");
            if (_served is null) Answered++;
            _served = name;
        }

        public void Leave(string name)
        {
            if (_served == name) _served = null;
        }

        private async Task<Message?> HandleAsync(Message request, CancellationToken cancellation)
        {
            Inside++;
            Demand.That(Inside == 1, "I-14", "two requests are answered at once");

            await Task.Yield();
            Inside--;
            return new InstallAnswer(DevicePhase.AwaitingBoot);
        }
    }

    private sealed class ShippedSessions(RequestHandler handler) : ISessions
    {
        private readonly DeviceLinkSessions _sessions = new(handler, new PatientClock(TimeSpan.Zero), Timeouts);

        public bool Begin(Stream stream) => _sessions.Begin(stream);

        public Task StopAsync() => _sessions.StopAsync();
    }

    /// <summary>Sessions that were written in a hurry.</summary>
    private sealed class CarelessSessions(RequestHandler handler, bool claimsInTwoSteps, bool beginsAfterStop) : ISessions
    {
        private readonly PatientClock _clock = new(TimeSpan.Zero);
        private readonly object _gate = new();
        private readonly List<Task> _open = [];
        private readonly List<Stream> _streams = [];
        private bool _serving;
        private bool _stopped;

        public bool Begin(Stream stream)
        {
            lock (_gate)
            {
                if (_stopped) return false;
                _streams.Add(stream);
                _open.Add(Task.Run(() => ServeAsync(stream)));
                return true;
            }
        }

        public async Task StopAsync()
        {
            Task[] open;
            Stream[] streams;
            lock (_gate)
            {
                _stopped = !beginsAfterStop;
                open = [.. _open];
                streams = [.. _streams];
            }

            foreach (var stream in streams) await stream.DisposeAsync();
            await Task.WhenAll(open);
            lock (_gate) _stopped = true;
        }

        private async Task ServeAsync(Stream stream)
        {
            await using var connection = new FrameConnection(stream, _clock, Timeouts.Frame);
            var first = await ClaimAsync();
            while ((await connection.ReceiveAsync(null, CancellationToken.None)).Message is { } request)
            {
                var answer = first ? await handler(request, CancellationToken.None) : new Refusal(ResultCode.Busy, "another connection is being served");
                if (await connection.SendAsync(answer!, CancellationToken.None) is not null || !first) break;
            }

            if (!first) return;
            lock (_gate) _serving = false;
        }

        private async Task<bool> ClaimAsync()
        {
            bool serving;
            lock (_gate)
            {
                serving = _serving;
                if (!claimsInTwoSteps) _serving = true;
            }

            if (!claimsInTwoSteps) return !serving;
            await Task.Yield();
            lock (_gate) _serving = true;
            return !serving;
        }
    }
}
