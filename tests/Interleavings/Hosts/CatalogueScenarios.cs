using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Two Firmware servers change what they publish while devices are answered from it.</summary>
internal static class CatalogueScenarios
{
    public static IReadOnlyList<Scenario> All { get; } = [Changing(static disk => new HuntedTrackStore(disk))];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("catalogue-counts-before-it-is-stored", "A catalogue is acknowledged before it is stored, and the process is killed.", Changing(static disk => new LateCatalogues(disk)), "I-13"),
    ];

    private static Scenario Changing(Func<TrackDisk, HuntedTrackStore> open) => new(
        "two-servers-publish-while-devices-check-in",
        Subject.Hosts,
        "One Firmware server publishes, another withdraws, a device is offered the newest, and the tracker is killed.",
        ["R-ST-09", "R-ST-20", "R-ST-22", "I-13"],
        1_000,
        async _ =>
        {
            var disk = TrackerPlay.NewDisk();
            foreach (var package in new[] { TrackerPlay.Update, TrackerPlay.Newer }) disk.Envelopes[package.Name.Manifest] = package.Envelope;
            var store = open(disk);
            var packages = TrackerPlay.Packages(store);
            await packages.TakeAsync("F1", TrackerPlay.Catalogue(TrackerPlay.Update));
            var publishing = Task.Run(() => packages.TakeAsync("F2", TrackerPlay.Catalogue(TrackerPlay.Newer)));
            var withdrawing = Task.Run(() => packages.TakeAsync("F1", TrackerPlay.Catalogue()));
            var offering = Task.Run(() => OfferAsync(packages));
            await withdrawing;
            var after = await TrackerPlay.OfferAsync(packages, TrackerPlay.Enrolment.Vendor, TrackerPlay.Enrolment.Class);
            Demand.That(after.Newest?.Image != TrackerPlay.Update.Name, "R-ST-20", "a package was offered after its withdrawal had been taken over");
            await publishing;
            await offering;
            var both = await TrackerPlay.OfferAsync(packages, TrackerPlay.Enrolment.Vendor, TrackerPlay.Enrolment.Class);
            Demand.That(both.Newest?.Image == TrackerPlay.Newer.Name, "R-ST-22", $"what two servers publish was merged into {both.Newest?.Image}");

            store.Kill();
            var again = TrackerPlay.Packages(new HuntedTrackStore(disk));
            await again.RestoreAsync(["F1", "F2"]);
            var restored = await TrackerPlay.OfferAsync(again, TrackerPlay.Enrolment.Vendor, TrackerPlay.Enrolment.Class);
            Demand.That(restored.Newest?.Image == TrackerPlay.Newer.Name, "I-13", $"what counted before the kill is {restored.Newest?.Image} after it");
        });

    private static async Task OfferAsync(PublishedPackages packages)
    {
        var (newest, published) = await TrackerPlay.OfferAsync(packages, TrackerPlay.Enrolment.Vendor, TrackerPlay.Enrolment.Class);
        if (newest is null) return;
        SimulatedPackage offered = newest.Image == TrackerPlay.Newer.Name ? TrackerPlay.Newer : TrackerPlay.Update;
        Demand.That(newest.Image == offered.Name && newest.Envelope == offered.Envelope, "R-ST-09", $"{newest.Image} was offered with another package's envelope");
        Demand.That(published.Contains(newest.Image.Manifest), "R-ST-09", $"{newest.Image} was offered and is not published");
    }

    /// <summary>Stores a catalogue after it has said so.</summary>
    private sealed class LateCatalogues(TrackDisk disk) : HuntedTrackStore(disk)
    {
        public override Task SaveCatalogue(string server, Sequence<CatalogueEntry> entries, CancellationToken cancel = default)
        {
            _ = LateAsync(server, entries);
            return Task.CompletedTask;
        }

        private async Task LateAsync(string server, Sequence<CatalogueEntry> entries)
        {
            await Task.Yield();
            await Task.Yield();
            if (IsAlive) Disk.Catalogues[server] = entries;
        }
    }
}
