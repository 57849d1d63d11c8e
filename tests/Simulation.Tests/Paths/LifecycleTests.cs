using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Paths;

/// <summary>Updates that do not simply run through: superseded, withdrawn, reverted, recovered, silent.</summary>
public sealed class LifecycleTests
{
    [Theory]
    [InlineData(DevicePhase.Receiving, Profile.Secure)]
    [InlineData(DevicePhase.Verified, Profile.Secure)]
    [InlineData(DevicePhase.Receiving, Profile.Core)]
    [InlineData(DevicePhase.Verified, Profile.Core)]
    [Trait("requirement", "R-DC-34")]
    [Trait("requirement", "R-ST-21")]
    public void A_newer_package_takes_the_place_of_the_one_under_way(DevicePhase phase, Profile profile)
    {
        var world = Slow(profile);
        var older = world.Publish(2);
        world.Reaches(() => world.Device.Phase == phase);
        var newer = world.Publish(3);
        // What the tracker learns of the newer package decides; the older one is not installed before.
        var hold = OnPath.Dropping<InstallRequest>();
        world.Attach(hold);
        world.Reaches(() => world.Device.State.Candidate?.Image.Name == newer.Name);
        world.Detach(hold);

        world.Completes(newer);

        Assert.Equal([older.Name, newer.Name], world.Device.Accepted);
        Assert.DoesNotContain(older.Name, world.Device.Confirmed);
        Assert.True(world.HasChanged("T/D1", "Superseded"));
    }

    [Theory]
    [InlineData(DevicePhase.Installing)]
    [InlineData(DevicePhase.AwaitingBoot)]
    [InlineData(DevicePhase.Trial)]
    [Trait("requirement", "R-DC-33")]
    public void Past_the_installation_a_newer_package_waits(DevicePhase phase)
    {
        var world = new World(new WorldSettings { Device = configuration => configuration with { RebootDelay = TimeSpan.FromSeconds(20) } });
        var first = world.Publish(2);
        world.Reaches(() => world.Device.Phase == phase);
        var second = world.Publish(3);

        world.Completes(second);

        Assert.Equal([world.Factory.Name, first.Name, second.Name], world.Device.Confirmed);
    }

    [Theory]
    [InlineData(SelfTest.Fails, ResultCode.SelfTestFailed, Profile.Secure)]
    [InlineData(SelfTest.Hangs, ResultCode.TrialExpired, Profile.Secure)]
    [InlineData(SelfTest.Restarts, ResultCode.RestartedDuringTrial, Profile.Secure)]
    [InlineData(SelfTest.Fails, ResultCode.SelfTestFailed, Profile.Core)]
    [InlineData(SelfTest.Hangs, ResultCode.TrialExpired, Profile.Core)]
    [InlineData(SelfTest.Restarts, ResultCode.RestartedDuringTrial, Profile.Core)]
    [Trait("requirement", "R-DC-26")]
    [Trait("requirement", "R-DC-28")]
    [Trait("requirement", "R-DC-29")]
    [Trait("requirement", "R-ST-14")]
    [Trait("requirement", "R-ST-16")]
    public void An_image_that_does_not_stand_its_trial_is_reverted_and_not_offered_without_end(SelfTest selfTest, ResultCode code, Profile profile)
    {
        var world = Play.Of(profile);
        var bad = world.Publish(2);
        world.Device.SelfTest = selfTest;

        world.Reaches(() => world.Track.Result == code);
        world.RunFor(TimeSpan.FromHours(2));

        Assert.True(world.HasChanged("T/D1", "Reverted"));
        Assert.Equal(world.Factory.Name, world.Device.State.Running!.Name);
        Assert.Equal([world.Factory.Name], world.Device.Confirmed);
        // A restart may have had another cause than the image: it is tried again, but not for ever.
        Assert.Equal(code.IsTransient() ? 3 : 1, world.Device.Boots.Count(boot => boot.Image == bad.Name));
        world.Device.SelfTest = SelfTest.Passes;
        world.Installs(3);
    }

    [Theory]
    [InlineData(2UL)]
    [InlineData(1UL)]
    [Trait("requirement", "R-DC-39")]
    public void A_device_with_nothing_bootable_is_reachable_and_recovers(ulong number)
    {
        var world = Play.Secure();
        world.Invariants.ExcuseDamage(world.Device);
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Device.Flash.Damage(Slot.A, 0);
        world.Device.Restart(TimeSpan.FromSeconds(1));
        world.Reaches(() => world.Device.Phase == DevicePhase.Unbootable);
        var package = number == 1 ? world.Factory : world.Author.Make(number);
        world.Publish(package);

        world.Completes(package);

        Assert.Equal(Slot.B, world.Device.State.Running!.Slot);
    }

    [Fact]
    [Trait("requirement", "R-DC-39")]
    public void A_recovery_survives_a_power_cut_at_any_operation()
    {
        for (var operation = 0; operation < 40; operation++)
        {
            var world = Play.Secure();
            world.Invariants.ExcuseDamage(world.Device);
            world.Device.Flash.Damage(Slot.A, 0);
            world.Device.Restart(TimeSpan.FromSeconds(1));
            world.Reaches(() => world.Device.Phase == DevicePhase.Unbootable);
            var package = world.Publish(2);
            world.Device.Flash.CutAfter(operation, Tear.Halfway);

            world.Completes(package);

            Assert.Equal(package.Name, world.Device.ConfirmedNow);
        }
    }

    [Fact]
    [Trait("requirement", "R-ST-07")]
    public void A_completed_device_that_cannot_boot_any_more_reopens_its_record()
    {
        var world = Play.Secure();
        world.Installs(2);
        world.Invariants.ExcuseDamage(world.Device);
        world.Device.Flash.Damage(world.Device.State.Running!.Slot, 0);
        world.Device.Restart(TimeSpan.FromSeconds(1));

        world.Reaches(() => world.Track.Result == ResultCode.FellBack);

        Assert.Equal(default, world.Track.CompletedAt);
        Assert.True(world.HasChanged("T/D1", "Reverted"));
    }

    [Fact]
    [Trait("requirement", "R-ST-17")]
    [Trait("requirement", "R-ST-18")]
    public void A_silent_device_becomes_unreachable_and_resumes_with_its_next_report()
    {
        var world = new World(new WorldSettings
        {
            Tracker = new StatusTrackerConfiguration { SilenceLimit = TimeSpan.FromHours(1) },
            ServerLink = configuration => configuration with { RefreshInterval = TimeSpan.FromMinutes(5) },
        });
        var package = world.Publish(2);
        world.Reaches(() => world.Device.Phase == DevicePhase.Receiving);
        world.Device.Crash();
        world.Communicator.Crash();

        world.Reaches(() => world.Track.Phase == TrackPhase.Unreachable);
        world.Tracker.Restart(TimeSpan.FromSeconds(1));
        world.RunFor(TimeSpan.FromHours(3));
        Assert.Equal(TrackPhase.Unreachable, world.Track.Phase);
        world.Device.Start();
        world.Communicator.Start();

        world.Completes(package);
        Assert.Equal(TrackPhase.Confirmed, world.Track.Phase);
    }

    [Fact]
    [Trait("requirement", "R-ST-17")]
    public void The_silence_of_a_device_is_noticed_although_the_tracker_restarts_meanwhile()
    {
        var world = new World(new WorldSettings { Tracker = new StatusTrackerConfiguration { SilenceLimit = TimeSpan.FromHours(1) } });
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Communicator.Crash();
        world.RunFor(TimeSpan.FromMinutes(50));
        world.Tracker.Restart(TimeSpan.FromSeconds(1));
        world.RunFor(TimeSpan.FromMinutes(11));

        Assert.Equal(TrackPhase.Unreachable, world.Track.Phase);
    }

    [Fact]
    [Trait("requirement", "R-DC-37")]
    [Trait("requirement", "R-ST-27")]
    public void A_device_that_hears_no_fresh_word_reports_its_suspicion_and_takes_it_back_later()
    {
        var world = new World(new WorldSettings { Device = configuration => configuration with { FreshnessLimit = TimeSpan.FromMinutes(30) } });
        world.Reaches(() => world.Track.LastCounter > 0);
        var withholding = LyingCommunicator.Withholds("C1");
        world.Attach(withholding);

        world.Reaches(() => world.Track.FreezeSuspected);
        Assert.True(world.Now >= TimeSpan.FromMinutes(30));
        world.Detach(withholding);

        world.Reaches(() => !world.Track.FreezeSuspected);
        Assert.False(world.Device.State.FreezeSuspected);
    }

    [Fact]
    [Trait("requirement", "R-CM-13")]
    [Trait("requirement", "R-ST-12")]
    public void A_long_transfer_is_reported_while_it_lasts()
    {
        var world = Slow(Profile.Secure);
        var package = world.Author.Make(new PackageOrder(2) { Size = 1000 });
        world.Publish(package);

        world.Reaches(() => world.Track is { Phase: TrackPhase.Downloading, Received: > 0 } record && record.Received < record.Total);

        Assert.Equal(1000UL, world.Track.Total);
        world.Completes(package);
    }

    [Theory]
    [InlineData(Profile.Secure)]
    [InlineData(Profile.Core)]
    [Trait("requirement", "R-GEN-21")]
    public void Ten_updates_in_a_row_alternate_between_the_slots(Profile profile)
    {
        var world = Play.Of(profile);
        for (ulong number = 2; number < 12; number++) world.Installs(number);

        Assert.Equal(11, world.Device.Confirmed.Count);
        Assert.Equal(Slot.A, world.Device.State.Running!.Slot);
    }

    internal static World Slow(Profile profile)
    {
        var world = new World(new WorldSettings
        {
            Profile = profile,
            Device = configuration => configuration with { RebootDelay = TimeSpan.FromSeconds(20) },
            ServerLink = configuration => configuration with { RefreshInterval = TimeSpan.FromSeconds(5) },
        });
        world.Attach(OnPath.HoldingBack<Block>(TimeSpan.FromSeconds(2)));
        return world;
    }
}
