using Microsoft.Extensions.Logging.Abstractions;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A tracker looks at the catalogue of a Firmware server that answers late, until it is stopped.</summary>
internal static class ServerLinkScenarios
{
    private static readonly ServerLinkConfiguration Policy = new([new SymbolicKey("author")])
    {
        RefreshInterval = TimeSpan.FromSeconds(1),
        ReplyTimeout = TimeSpan.FromSeconds(1),
    };

    // Made before the first run, in which nothing but the race may differ from the others.
    private static readonly SimulatedPackage[] Packages = [TrackerPlay.Factory, TrackerPlay.Update, TrackerPlay.Newer];

    // All but the newest are held from before: one look shows one package more, and takes few steps.
    private static readonly Sequence<CatalogueEntry> Held = TrackerPlay.Catalogue(Packages.SkipLast(1));

    public static IReadOnlyList<Scenario> All { get; } = [Refreshing(static (server, packages, store, surroundings) => new Shipped(server, packages, store, surroundings))];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new(
            "tracker-takes-a-late-catalogue",
            "A catalogue that comes when the next look is under way already is taken for what that look found.",
            Refreshing(static (server, packages, store, surroundings) => new HastyAgent<ServerLinkState>(
                new ServerLinkMachine(Policy),
                ServerLinkState.Holding(Held),
                surroundings.Clock,
                (_, message, cancellation) => server.AskAsync(message, cancellation),
                output => output switch
                {
                    Output.PublishCatalogue publish => packages.TakeAsync("F1", publish.Entries),
                    Output.StoreEnvelope envelope => store.SaveEnvelope(envelope.Manifest, envelope.Envelope),
                    _ => throw new InvalidOperationException($"A server link does not order {output.GetType().Name}."),
                },
                heedsCancellation: false)),
            "R-ST-32"),
    ];

    private static Scenario Refreshing(Func<Server, PublishedPackages, HuntedTrackStore, HostSurroundings, IAgent> make) => new(
        "catalogue-refreshed-while-answers-are-late",
        Subject.Hosts,
        "A catalogue grows while it is looked at again and again, the time for an answer ends, and the tracker stops.",
        ["R-ST-32", "R-ST-22", "I-21"],
        3_000,
        async runtime =>
        {
            var server = new Server(runtime.RandomBoolean);
            var store = new Watched(TrackerPlay.NewDisk(), server);
            var surroundings = new HostSurroundings(new PatientClock(TimeSpan.FromMinutes(10)), NullLoggerFactory.Instance);
            var packages = new PublishedPackages(store, Policy, surroundings, NullLogger.Instance);
            var agent = make(server, packages, store, surroundings);
            await agent.StartAsync();
            await server.Looked;
            await agent.StopAsync();
            Demand.That(server.UnderWay == 0, "I-21", "a request is under way after the end");
        });

    /// <summary>Sees what the tracker takes over.</summary>
    private sealed class Watched(TrackDisk disk, Server server) : HuntedTrackStore(disk)
    {
        public override Task SaveCatalogue(string name, Sequence<CatalogueEntry> entries, CancellationToken cancel = default)
        {
            Demand.That(entries.Count == server.Listed, "R-ST-32", $"a catalogue of {entries.Count} packages was taken over, and {server.Listed} is what was last asked for");
            return base.SaveCatalogue(name, entries, cancel);
        }
    }

    /// <summary>A Firmware server that publishes one package more at each look. Coyote lets one operation run at a time, so nothing is locked here.</summary>
    private sealed class Server(Func<bool> finishesAnyway)
    {
        private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes at the last look that shows something new.</summary>
        public Task Looked => _looked.Task;

        /// <summary>Packages in the catalogue that was last asked for.</summary>
        public int Listed { get; private set; }

        public int UnderWay { get; private set; }

        public async Task<Arrival> AskAsync(Message request, CancellationToken cancellation)
        {
            UnderWay++;
            Demand.That(UnderWay == 1, "R-ST-22", "two requests to one server are under way at once");
            try
            {
                var answer = Answer(request);
                await Task.Delay(1, CancellationToken.None);
                if (cancellation.IsCancellationRequested && !finishesAnyway()) throw new OperationCanceledException(cancellation);
                return Arrival.Of(answer);
            }
            finally
            {
                UnderWay--;
            }
        }

        private Message Answer(Message request)
        {
            if (request is EnvelopeRequest wanted) return new EnvelopeAnswer(Packages.Single(package => package.Name.Manifest == wanted.Manifest).Envelope);
            Listed = Math.Min(Listed + 1, Packages.Length);
            if (Listed == Packages.Length) _looked.TrySetResult();
            return new CatalogueAnswer(TrackerPlay.Catalogue(Packages.Take(Listed)));
        }
    }

    private sealed class Shipped(Server server, PublishedPackages packages, HuntedTrackStore store, HostSurroundings surroundings) : IAgent
    {
        private readonly ServerAgent _agent = new(
            "F1", server.AskAsync, Policy, store, packages, Held, surroundings, NullLogger.Instance);

        public Task StartAsync() => _agent.StartAsync();

        public Task CheckAsync() => Task.CompletedTask;

        public async Task StopAsync()
        {
            await _agent.StopAsync();
            await _agent.DisposeAsync();
        }
    }
}
