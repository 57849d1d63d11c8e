using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation.Tests.Parts;

namespace SecUpIoT.Simulation.Tests.Paths;

/// <summary>Campaigns over whole fleets: devices that work, fail, fall silent, and a tracker that restarts.</summary>
public sealed class CampaignTests
{
    private static readonly CampaignPlan Plan = new(
        "spring", "", Sequence<DeviceId>.Empty, new(10, 50, 100), 100, 0, 0, 0, new RetryRule(3, 1, 60, Sequence<CodeRule>.Empty), Sequence<MaintenanceWindow>.Empty);

    private static readonly LinkFaults Harsh = new() { Loss = 10, Reordering = 20, Duplication = 10, Lateness = 3, Replay = 5, Most = 200 };

    [Theory]
    [InlineData(1UL, false)]
    [InlineData(2UL, true)]
    [InlineData(3UL, true)]
    [Trait("requirement", "R-ST-40")]
    [Trait("requirement", "R-ST-41")]
    public void A_fleet_is_updated_wave_by_wave_over_links_that_lose_and_delay(ulong seed, bool lossy)
    {
        var world = Fleet(10, seed, lossy ? Harsh : LinkFaults.None);
        var (package, campaign) = Started(world, Plan);

        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Finished, 400_000);

        Assert.Equal(new[] { 1u, 4u, 5u }, world.Tracker.Campaign(campaign)!.Waves.Select(wave => wave.Confirmed));
        Assert.All(world.Devices, device => Assert.Equal(package.Name, device.ConfirmedNow));
    }

    [Fact]
    [Trait("requirement", "R-ST-43")]
    public void A_package_that_fails_reaches_the_first_wave_only()
    {
        var world = Fleet(10, 4);
        foreach (var device in world.Devices) device.SelfTest = SelfTest.Fails;
        var (package, campaign) = Started(world, Plan with { StopCount = 1 });

        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Paused, 200_000);
        world.RunFor(TimeSpan.FromHours(2));

        Assert.Equal(PauseReason.FailureCount, world.Tracker.Campaign(campaign)!.Reason);
        Assert.Single(world.Devices, device => device.Accepted.Contains(package.Name));
        Assert.All(world.Devices, device => Assert.Equal(world.Factory.Name, device.ConfirmedNow));
    }

    [Theory]
    [InlineData(CampaignAction.Pause)]
    [InlineData(CampaignAction.Abort)]
    [Trait("requirement", "R-ST-44")]
    [Trait("requirement", "R-ST-51")]
    public void A_campaign_that_is_paused_holds_and_one_that_is_aborted_cancels_what_is_not_installing(CampaignAction action)
    {
        var world = Fleet(4, 5);
        var (package, campaign) = Started(world, Plan with { Waves = new(100) }, size: 600);
        world.RunUntil(() => world.Devices.Any(device => device.Phase == DevicePhase.Receiving), 100_000);
        Assert.IsType<CampaignAnswer>(world.Tracker.Operate(new CampaignOrder(campaign, action)));

        world.RunFor(TimeSpan.FromHours(2));
        Assert.All(world.Devices, device => Assert.Equal(world.Factory.Name, device.ConfirmedNow));
        if (action == CampaignAction.Abort)
        {
            Assert.All(world.Devices, device => Assert.Null(device.State.Candidate));
            return;
        }

        Assert.IsType<CampaignAnswer>(world.Tracker.Operate(new CampaignOrder(campaign, CampaignAction.Resume)));
        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Finished, 200_000);
        Assert.All(world.Devices, device => Assert.Equal(package.Name, device.ConfirmedNow));
    }

    [Fact]
    [Trait("requirement", "R-ST-54")]
    public void A_tracker_that_restarts_again_and_again_opens_and_closes_no_wave_by_it()
    {
        var world = Fleet(6, 6, Harsh);
        var (_, campaign) = Started(world, Plan);
        for (var i = 0; i < 30; i++)
        {
            var before = world.Tracker.CampaignRecords.Single();
            world.Tracker.Crash();
            world.Tracker.Start();
            Assert.Equal(before, world.Tracker.CampaignRecords.Single());
            world.RunFor(TimeSpan.FromSeconds(20));
        }

        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Finished, 400_000);
    }

    [Fact]
    [Trait("requirement", "R-ST-53")]
    public void Nobody_waits_for_a_member_that_fell_silent_and_it_is_taken_up_when_it_reports()
    {
        var world = Fleet(4, 7);
        var silent = world.Devices[2];
        silent.TurnOff();
        var (package, campaign) = Started(world, Plan with { Waves = new(50, 100), AdvanceShare = 60 });

        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Finished, 400_000);
        Assert.Equal(1, world.Tracker.Campaign(campaign)!.Waves.Sum(wave => wave.Silent));
        silent.Start();
        world.RunUntil(() => silent.ConfirmedNow == package.Name, 200_000);
    }

    [Fact]
    [Trait("requirement", "R-ST-46")]
    public void Never_are_more_members_under_way_than_the_plan_permits()
    {
        var world = Fleet(8, 8);
        var (package, campaign) = Started(world, Plan with { Waves = new(100), MostUnderWay = 2 });
        var most = 0;

        world.RunUntil(
            () =>
            {
                most = Math.Max(most, world.Devices.Count(device => device.State.Candidate is not null));
                return world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Finished;
            },
            400_000);

        Assert.Equal(2, most);
        Assert.All(world.Devices, device => Assert.Equal(package.Name, device.ConfirmedNow));
    }

    [Fact]
    [Trait("requirement", "R-ST-47")]
    public void Outside_the_window_no_device_begins_or_installs()
    {
        // The world begins on Tuesday 2023-11-14 at 22:13:20 UTC; the window opens at midnight for an hour.
        var world = Fleet(3, 9);
        var (package, campaign) = Started(world, Plan with { Waves = new(100), Windows = new(new MaintenanceWindow(0x7f, 0, 60)) });
        world.RunFor(TimeSpan.FromMinutes(100));
        Assert.All(world.Devices, device => Assert.Null(device.State.Candidate));

        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Finished, 200_000);

        Assert.All(world.Devices, device => Assert.Equal(package.Name, device.ConfirmedNow));
    }

    [Fact]
    [Trait("requirement", "R-ST-07")]
    [Trait("requirement", "R-ST-48")]
    public void A_device_that_falls_back_during_the_campaign_counts_as_failed()
    {
        var world = Fleet(4, 10);
        var (package, campaign) = Started(world, Plan with { Waves = new(50, 100), StopCount = 1 });
        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Waves.Sum(wave => wave.Confirmed) == 1, 200_000);
        var first = world.Devices.First(device => device.ConfirmedNow == package.Name);
        world.Invariants.ExcuseDamage(first);
        first.Flash.Damage(first.Flash.ReadJournal()!.Confirmed.Slot, 0);
        first.Restart(TimeSpan.FromSeconds(1));

        world.RunUntil(() => world.Tracker.Campaign(campaign)!.Phase == CampaignPhase.Paused, 400_000);

        Assert.Equal((PauseReason.FailureCount, TrackPhase.Reverted), (world.Tracker.Campaign(campaign)!.Reason, world.Tracker.Record(first.Id)!.Phase));
    }

    [Fact]
    [Trait("requirement", "R-ST-52")]
    public void The_trail_tells_every_step_and_an_altered_entry_shows()
    {
        var world = Fleet(2, 11);
        Started(world, Plan);
        var trail = world.Tracker.Audit;

        Assert.All(trail.Index(), item => Assert.True(item.Item.Follows(item.Index == 0 ? null : trail[item.Index - 1])));
        Assert.Contains(trail, entry => entry.Actor == "tracker" && entry.Action.StartsWith("StartOrdered", StringComparison.Ordinal));
        Assert.False((trail[1] with { Subject = "another" }).Follows(trail[0]));
        Assert.False(trail[2].Follows(trail[0]));
    }

    [Fact]
    [Trait("requirement", "R-ST-41")]
    public void A_campaign_that_advances_on_anything_else_is_a_violation()
    {
        var world = new World(new WorldSettings { Seed = 12, Devices = 6, CampaignsOnly = true, Campaigns = new Hasty() });
        Started(world, Plan);

        var violation = Assert.Throws<InvariantViolationException>(() => world.RunUntil(() => false, 100_000));

        Assert.Contains("opens with 0 of 1 devices confirmed", violation.Message, StringComparison.Ordinal);
    }

    private static World Fleet(int devices, ulong seed, LinkFaults? faults = null) => new(new WorldSettings { Seed = seed, Devices = devices, Faults = faults ?? LinkFaults.None, CampaignsOnly = true });

    private static (SimulatedPackage Package, CampaignId Campaign) Started(World world, CampaignPlan plan, int size = 100)
    {
        var package = world.Author.Make(new PackageOrder(2) { Size = size });
        Assert.IsType<PublishAnswer>(world.Publish(package));
        world.RunUntil(() => world.Tracker.Catalogue.Find(package.Name.Manifest) is not null, 100_000);
        var planned = Assert.IsType<CampaignAnswer>(world.Tracker.Operate(new CampaignRequest(package.Name.Manifest, plan))).Campaign;
        Assert.Equal(CampaignPhase.Draft, planned.Phase);
        Assert.IsType<CampaignAnswer>(world.Tracker.Operate(new CampaignOrder(planned.Campaign, CampaignAction.Start)));
        return (package, planned.Campaign);
    }

    /// <summary>Takes an update that is under way for a confirmed one.</summary>
    private sealed class Hasty : IMachine<CampaignState>
    {
        private readonly CampaignMachine _right = new();

        public Reaction<CampaignState> Handle(CampaignState state, Input input) => _right.Handle(state, input is Input.MembersCounted counted
            ? counted with { Waves = new(counted.Waves.Select(wave => wave with { UnderWay = 0, Confirmed = wave.Confirmed + wave.UnderWay })) }
            : input);
    }
}
