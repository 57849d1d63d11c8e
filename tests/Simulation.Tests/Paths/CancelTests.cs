using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Paths;

/// <summary>Operators who cancel and authors who withdraw, in every phase.</summary>
public sealed class CancelTests
{
    [Theory]
    [InlineData(TrackPhase.Announced)]
    [InlineData(TrackPhase.Downloading)]
    [InlineData(TrackPhase.Verified)]
    [InlineData(TrackPhase.AwaitingBoot)]
    [Trait("requirement", "R-DC-35")]
    [Trait("requirement", "R-ST-19")]
    public void Until_the_device_boots_the_image_the_update_is_cancelled(TrackPhase phase)
    {
        var world = LifecycleTests.Slow(Profile.Secure);
        world.Publish(world.Author.Make(new PackageOrder(2) { Size = 600 }));
        world.Reaches(() => world.Track.Phase == phase);

        Assert.IsType<CancelAnswer>(world.Tracker.Cancel(world.Device.Id));
        // The word has to reach the device before it restarts: a device that awaits its boot is asked every second.
        world.Reaches(() => world.Track.Result == ResultCode.Cancelled);
        world.RunFor(TimeSpan.FromHours(1));

        Assert.Equal([world.Factory.Name], world.Device.Confirmed);
        Assert.Null(world.Device.State.Candidate);
        Assert.All(world.Device.Boots, boot => Assert.Equal(world.Factory.Name, boot.Image));
        Assert.True(world.HasChanged("T/D1", "Cancelled"));
        world.Installs(3);
    }

    [Fact]
    [Trait("requirement", "R-DC-35")]
    [Trait("requirement", "R-ST-19")]
    public void On_trial_it_is_too_late_to_cancel()
    {
        var world = LifecycleTests.Slow(Profile.Secure);
        world.Device.SelfTest = SelfTest.Hangs;
        world.Publish(2);
        world.Reaches(() => world.Track.Phase == TrackPhase.Trial);

        var answer = Assert.IsType<Refusal>(world.Tracker.Cancel(world.Device.Id));

        Assert.Equal(ResultCode.TooLateToCancel, answer.Code);
    }

    [Fact]
    [Trait("requirement", "R-DC-35")]
    public void A_cancellation_that_comes_during_the_trial_is_too_late_and_the_update_completes()
    {
        var world = LifecycleTests.Slow(Profile.Secure);
        var package = world.Publish(2);
        world.Device.SelfTestTime = TimeSpan.FromSeconds(30);
        world.Reaches(() => world.Device.Phase == DevicePhase.Trial);
        Assert.Equal(TrackPhase.AwaitingBoot, world.Track.Phase);
        Assert.IsType<CancelAnswer>(world.Tracker.Cancel(world.Device.Id));

        world.Completes(package);

        // The tracker learns of the trial before it could direct: the device is not even asked.
        Assert.False(world.HasRefused("D1", ResultCode.TooLateToCancel));

        Assert.Equal(package.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-ST-19")]
    public void Nothing_under_way_is_nothing_to_cancel()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);

        var answer = Assert.IsType<Refusal>(world.Tracker.Cancel(world.Device.Id));

        Assert.Equal(ResultCode.NotNow, answer.Code);
    }

    [Fact]
    [Trait("requirement", "R-ST-20")]
    [Trait("requirement", "R-FS-08")]
    public void A_package_that_is_withdrawn_during_the_download_is_cancelled_on_the_device()
    {
        var world = LifecycleTests.Slow(Profile.Secure);
        var package = world.Author.Make(new PackageOrder(2) { Size = 1000 });
        world.Publish(package);
        world.Reaches(() => world.Device.State.Candidate is { Received: >= 128 });

        Assert.IsType<WithdrawAnswer>(world.Server.Withdraw(package.Name.Manifest));
        world.Reaches(() => world.Device.State.Record!.LastOutcome?.Result == ResultCode.Cancelled);
        world.Reaches(() => world.Track.Result == ResultCode.Cancelled);

        Assert.Equal([world.Factory.Name], world.Device.Confirmed);
        Assert.True(world.HasRefused("F1", ResultCode.Withdrawn) || world.HasRefused("F1", ResultCode.NotAvailable));
        world.Installs(3);
    }

    [Fact]
    [Trait("requirement", "R-FS-08")]
    public void A_withdrawn_package_is_not_published_again()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Server.Withdraw(package.Name.Manifest);

        var answer = Assert.IsType<Refusal>(world.Publish(package));

        Assert.Equal(ResultCode.Withdrawn, answer.Code);
        Assert.Empty(world.Server.Listed);
    }
}
