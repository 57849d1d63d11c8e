using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What happens to one device's record at a Status tracker from several sides at once.</summary>
internal static class RecordScenarios
{
    public static IReadOnlyList<Scenario> All { get; } = [Duplicates(Sound), Cancelling(Sound), Restarting(Sound), Silence(Sound)];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("record-read-before-the-lane", "A record that was read a moment ago is taken for the stored one.", Duplicates(static disk => new StaleStore(disk)), "I-12"),
        new("cancellation-overwritten-by-a-report", "A report is written over a record that was read before the operator cancelled.", Cancelling(static disk => new StaleStore(disk)), "R-ST-19"),
        new("record-acknowledged-before-it-is-stored", "A write is acknowledged when it is queued, and the process is killed before it is done.", Restarting(static disk => new WriteBehindStore(disk)), "I-13"),
        new("silence-recorded-over-a-report", "The silence of a device is written over the report that ended it.", Silence(static disk => new StaleStore(disk)), "I-20"),
    ];

    private static HuntedTrackStore Sound(TrackDisk disk) => new(disk);

    private static Scenario Duplicates(Func<TrackDisk, HuntedTrackStore> open) => new(
        "duplicate-and-late-reports",
        Subject.Hosts,
        "Two Communicators bring reports of one device: one twice, one after a later one.",
        ["I-12", "I-13", "R-ST-04"],
        2_000,
        async _ =>
        {
            var disk = TrackerPlay.NewDisk();
            var store = open(disk);
            var records = await StartAsync(store, TrackerPlay.Packages(store), new HuntedClock());
            CheckIn[] brought = [TrackerPlay.Idle[0], TrackerPlay.Idle[1], TrackerPlay.Idle[1], TrackerPlay.Idle[2]];
            var bringing = brought.Select(report => Task.Run(() => BringAsync(records, disk, report))).ToArray();
            var believed = (await Task.WhenAll(bringing)).Count(static answer => answer is CheckInAnswer);

            // What the silence timer stores is no report.
            var counters = disk.Saves.Where(static record => record.Phase != TrackPhase.Unreachable).Select(static record => record.LastCounter).ToList();
            Demand.That(counters.Zip(counters.Skip(1)).All(static pair => pair.First < pair.Second), "I-12", $"the counters of the stored records are {string.Join(", ", counters)}");
            Demand.That(believed == counters.Count - 1, "I-12", $"{believed} reports were believed and {counters.Count - 1} recorded");
            await records.StopAsync();
        });

    private static Scenario Cancelling(Func<TrackDisk, HuntedTrackStore> open) => new(
        "cancellation-against-progress-reports",
        Subject.Hosts,
        "An operator cancels while reports of the transfer come in.",
        ["R-ST-19", "I-13"],
        2_000,
        async _ =>
        {
            var disk = TrackerPlay.NewDisk();
            var store = open(disk);
            disk.Envelopes[TrackerPlay.Update.Name.Manifest] = TrackerPlay.Update.Envelope;
            var packages = TrackerPlay.Packages(store);
            await packages.TakeAsync("F1", TrackerPlay.Catalogue(TrackerPlay.Update));
            var records = await StartAsync(store, packages, new HuntedClock());
            await records.CheckInAsync(TrackerPlay.Receiving[0]);
            var reporting = Task.Run(async () =>
            {
                await records.CheckInAsync(TrackerPlay.Receiving[1]);
                await records.CheckInAsync(TrackerPlay.Receiving[2]);
            });
            var cancelled = await records.OperateAsync(new CancelRequest(TrackerPlay.Device));
            await reporting;
            Demand.That(cancelled is CancelAnswer, "R-ST-19", $"the operator's cancellation was answered with {cancelled}");
            Demand.That(disk.Read(TrackerPlay.Device)!.CancelWanted, "R-ST-19", "the operator was told that the device will be told to cancel, and the record has forgotten it");
            var told = await records.CheckInAsync(TrackerPlay.Receiving[3]);
            Demand.That(told is CheckInAnswer { Kind: DirectiveKind.Cancel }, "R-ST-19", $"the next report was answered with {told}");
            await records.StopAsync();
        });

    private static Scenario Restarting(Func<TrackDisk, HuntedTrackStore> open) => new(
        "tracker-restarts-between-verifying-and-recording",
        Subject.Hosts,
        "A tracker is killed while the report of a completed update is on its way to the record; the device reports again to the next one.",
        ["I-13", "I-19", "I-01"],
        2_000,
        async runtime =>
        {
            var disk = TrackerPlay.NewDisk();
            var first = open(disk);
            var dying = await StartAsync(first, TrackerPlay.Packages(first), new HuntedClock());
            var killing = Task.Run(async () =>
            {
                // At any moment of the report's way, with the same chance.
                for (var left = runtime.RandomInteger(30); left > 0; left--) await Task.Yield();
                first.Kill();
            });
            var told = await dying.CheckInAsync(TrackerPlay.Completed[0]);

            // An answer counts when it left the process before its end.
            var heard = first.IsAlive && told is CheckInAnswer;
            await killing;
            dying.Dispose();
            Demand.That(!heard || disk.Read(TrackerPlay.Device)!.LastCounter == 1, "I-13", "the report was answered, and its record did not survive");

            var second = new HuntedTrackStore(disk);
            var records = await StartAsync(second, TrackerPlay.Packages(second), new HuntedClock());
            var again = await records.CheckInAsync(TrackerPlay.Completed[1]);
            Demand.That(again is CheckInAnswer, "I-19", $"the next report was answered with {again}");
            Demand.That(disk.Read(TrackerPlay.Device)!.Confirmed == TrackerPlay.Update.Name, "I-19", "the tracker did not learn what the device has confirmed");
            await records.StopAsync();
        });

    private static Scenario Silence(Func<TrackDisk, HuntedTrackStore> open) => new(
        "silence-against-a-report",
        Subject.Hosts,
        "The silence of a device is noticed in the moment in which it reports.",
        ["I-20", "R-ST-17", "R-ST-18"],
        2_000,
        async _ =>
        {
            var disk = TrackerPlay.NewDisk();
            var store = open(disk);
            var clock = new HuntedClock();
            var records = await StartAsync(store, TrackerPlay.Packages(store), clock);
            var passing = Task.Run(() => clock.Delay(TrackerPlay.SilenceLimit, CancellationToken.None));
            var told = await records.CheckInAsync(TrackerPlay.Idle[0]);
            Demand.That(told is CheckInAnswer, "R-ST-18", $"the report was answered with {told}");
            await passing;
            await records.StopAsync();
            foreach (var record in disk.Saves.SkipWhile(static record => record.LastCounter == 0))
            {
                Demand.That(
                    record.Phase != TrackPhase.Unreachable || clock.Now >= record.LastSeen.Plus(TrackerPlay.SilenceLimit),
                    "I-20", "a device that has just reported is shown as unreachable");
            }

            Demand.That(disk.Read(TrackerPlay.Device)!.LastCounter == 1, "I-20", "the report that ended the silence is forgotten");
        });

    private static async Task<DeviceRecords> StartAsync(HuntedTrackStore store, PublishedPackages packages, HuntedClock clock)
    {
        var records = TrackerPlay.Records(store, packages, clock);
        await records.StartAsync();
        return records;
    }

    private static async Task<Message?> BringAsync(DeviceRecords records, TrackDisk disk, CheckIn report)
    {
        var answer = await records.CheckInAsync(report);
        var counter = TrackerPlay.CounterOf(report);
        if (answer is CheckInAnswer) Demand.That(disk.Read(TrackerPlay.Device)!.LastCounter >= counter, "I-13", $"report {counter} was answered and is not recorded");
        return answer;
    }

    /// <summary>A cache in front of the store that may hand out what it read one step earlier.</summary>
    private sealed class StaleStore(TrackDisk disk) : HuntedTrackStore(disk)
    {
        private TrackRecord? _read;

        public override async ValueTask<TrackRecord?> Read(DeviceId device, CancellationToken cancel = default)
        {
            var stale = _read;
            _read = await base.Read(device, cancel);
            return stale ?? _read;
        }
    }

    /// <summary>Acknowledges first and stores later.</summary>
    private sealed class WriteBehindStore(TrackDisk disk) : HuntedTrackStore(disk)
    {
        public override Task Save(TrackRecord record, Moment at, CancellationToken cancel = default)
        {
            _ = LateAsync(record);
            return Task.CompletedTask;
        }

        private async Task LateAsync(TrackRecord record)
        {
            // Longer than the answer takes to leave the process.
            for (var i = 0; i < 12; i++) await Task.Yield();
            Disk.TrySave(record, () => IsAlive);
        }
    }
}
