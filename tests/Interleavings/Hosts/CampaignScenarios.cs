using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A campaign at a Status tracker: the operator's orders against what the device reports.</summary>
internal static class CampaignScenarios
{
    private static readonly CampaignPlan Plan = new(
        "hunt", "", Sequence<DeviceId>.Empty, new(50, 100), 100, 0, 0, 1, new RetryRule(3, 0, 0, Sequence<CodeRule>.Empty), Sequence<MaintenanceWindow>.Empty);

    public static IReadOnlyList<Scenario> All { get; } = [Pausing(Sound), Restarting(Sound)];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        new("wave-opens-on-any-report", "The members are counted as confirmed when they report that they are receiving.", Pausing(static (disk, _) => new HastyFleetStore(disk)), "R-ST-41"),
        new("campaign-acknowledged-before-it-is-stored", "An order is acknowledged when its record is queued, and the process is killed before it is stored.", Restarting(static (disk, store) => new WriteBehindFleetStore(disk, store)), "R-ST-54"),
    ];

    private static HuntedFleetStore Sound(FleetDisk disk, HuntedTrackStore store) => new(disk, store);

    private static Scenario Pausing(Func<FleetDisk, HuntedTrackStore, HuntedFleetStore> open) => new(
        "campaign-pause-against-wave-advance",
        Subject.Hosts,
        "The operator pauses a campaign while the report comes in that completes its first wave, and another that may be offered the package.",
        ["R-ST-36", "R-ST-41", "R-ST-44"],
        4_000,
        async _ =>
        {
            var (disk, fleet) = (TrackerPlay.NewDisk(), new FleetDisk());
            var life = await StartAsync(disk, fleet, open);
            var campaign = await StartedAsync(life);
            await life.Records.CheckInAsync(TrackerPlay.Receiving[0]);
            var reporting = Task.Run(async () =>
            {
                await life.Records.CheckInAsync(TrackerPlay.Receiving[1]);
                await life.Records.CheckInAsync(TrackerPlay.Completed[2]);
            });
            var paused = await life.Campaigns.OrderAsync(new CampaignOrder(campaign, CampaignAction.Pause));
            var then = fleet.Campaigns.Single();
            await reporting;
            var last = fleet.Campaigns.Single();
            await life.StopAsync();

            foreach (var (before, after) in fleet.Saves.Zip(fleet.Saves.Skip(1)))
            {
                Demand.That(after.OpenWaves <= before.OpenWaves + 1 && after.OpenWaves >= before.OpenWaves, "R-ST-41", $"{before.OpenWaves} waves open, then {after.OpenWaves}");
            }

            var confirmed = disk.Saves.Any(static record => record.CompletedAt != default);
            Demand.That(last.OpenWaves < 2 || confirmed, "R-ST-41", "the second wave is open, and no record says that the device of the first has completed");
            Demand.That(paused is CampaignAnswer or Refusal { Code: ResultCode.NotNow }, "R-ST-44", $"the pause was answered with {paused}");
            Demand.That(paused is not CampaignAnswer || last == then, "R-ST-44", $"the campaign was paused, and is {last.Phase} with {last.OpenWaves} waves open");
        });

    private static Scenario Restarting(Func<FleetDisk, HuntedTrackStore, HuntedFleetStore> open) => new(
        "tracker-restarts-during-a-campaign",
        Subject.Hosts,
        "A tracker is killed while an operator pauses a campaign; the next one must not offer what was paused.",
        ["R-ST-44", "R-ST-54"],
        4_000,
        async runtime =>
        {
            var (disk, fleet) = (TrackerPlay.NewDisk(), new FleetDisk());
            var first = await StartAsync(disk, fleet, open);
            var campaign = await StartedAsync(first);
            var killing = Task.Run(async () =>
            {
                // At any moment of the order's way.
                for (var left = runtime.RandomInteger(60); left > 0; left--) await Task.Yield();
                first.Store.Kill();
            });
            var paused = await first.Campaigns.OrderAsync(new CampaignOrder(campaign, CampaignAction.Pause));
            var heard = first.Store.IsAlive && paused is CampaignAnswer;
            await killing;
            first.Dispose();

            var second = await StartAsync(disk, fleet, Sound);
            var told = await second.Records.CheckInAsync(TrackerPlay.Idle[0]);
            Demand.That(!heard || told is CheckInAnswer { Kind: DirectiveKind.UpToDate }, "R-ST-54", $"the campaign was paused before the restart, and a device was answered with {told}");
            await second.StopAsync();
        });

    private static async Task<CampaignId> StartedAsync(Life life)
    {
        var planned = (CampaignAnswer?)await life.Campaigns.PlanAsync(new CampaignRequest(TrackerPlay.Update.Name.Manifest, Plan), life.Packages.Package(TrackerPlay.Update.Name.Manifest));
        await life.Campaigns.OrderAsync(new CampaignOrder(planned!.Campaign.Campaign, CampaignAction.Start));
        return planned.Campaign.Campaign;
    }

    private static async Task<Life> StartAsync(TrackDisk disk, FleetDisk fleet, Func<FleetDisk, HuntedTrackStore, HuntedFleetStore> open)
    {
        var clock = new HuntedClock();
        var store = new HuntedTrackStore(disk);
        disk.Envelopes[TrackerPlay.Update.Name.Manifest] = TrackerPlay.Update.Envelope;
        var packages = TrackerPlay.Packages(store);
        await packages.TakeAsync("F1", TrackerPlay.Catalogue(TrackerPlay.Update));
        var campaigns = TrackerPlay.Campaigns(store, open(fleet, store), clock);
        await campaigns.StartAsync();
        var records = TrackerPlay.Records(store, packages, clock, campaigns);
        await records.StartAsync();
        return new(store, packages, campaigns, records);
    }

    /// <summary>One life of a tracker.</summary>
    private sealed record Life(HuntedTrackStore Store, PublishedPackages Packages, CampaignDesk Campaigns, DeviceRecords Records)
    {
        public async Task StopAsync()
        {
            await Records.StopAsync();
            await Campaigns.StopAsync();
        }

        public void Dispose()
        {
            Records.Dispose();
            Campaigns.Dispose();
        }
    }

    /// <summary>Says that a paused campaign is stored when it has only begun to store it.</summary>
    private sealed class WriteBehindFleetStore(FleetDisk disk, HuntedTrackStore life) : HuntedFleetStore(disk, life)
    {
        public override Task SaveCampaign(CampaignRecord campaign, CancellationToken cancel = default)
        {
            if (campaign.Phase != CampaignPhase.Paused) return base.SaveCampaign(campaign, cancel);
            _ = Task.Run(async () =>
            {
                // Longer than the answer takes to leave the process.
                for (var i = 0; i < 100; i++) await Task.Yield();
                Disk.TrySave(campaign, () => Life.IsAlive);
            }, CancellationToken.None);
            return Task.CompletedTask;
        }
    }

    /// <summary>Stores every campaign with one wave more open than it was told, as a tracker would that counts members under way as confirmed.</summary>
    private sealed class HastyFleetStore(FleetDisk disk) : HuntedFleetStore(disk, null)
    {
        public override Task SaveCampaign(CampaignRecord campaign, CancellationToken cancel = default) =>
            base.SaveCampaign(campaign.Phase == CampaignPhase.Running ? campaign with { OpenWaves = (byte)(campaign.OpenWaves + 1) } : campaign, cancel);
    }
}
