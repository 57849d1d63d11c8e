using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Faults;

/// <summary>What operators and authors do, done before every single step of an update.</summary>
public sealed class EveryStepTests
{
    [Fact]
    [Trait("requirement", "R-ST-19")]
    [Trait("requirement", "R-DC-35")]
    public void A_cancellation_at_any_step_is_refused_with_a_code_or_ends_as_cancelled_or_came_too_late()
    {
        var (refused, cancelled, late) = (0, 0, 0);
        ForEveryStep(Profile.Secure, (world, package) =>
        {
            if (world.Tracker.Cancel(world.Device.Id) is Refusal refusal)
            {
                refused++;
                Assert.True(refusal.Code is ResultCode.NotNow or ResultCode.TooLateToCancel, $"{refusal.Code}");
                world.Completes(package);
                return;
            }

            world.Reaches(() => world.Completed(package) || world.Track.Result == ResultCode.Cancelled);
            if (world.Completed(package)) late++;
            else cancelled++;
            Assert.Equal(world.Completed(package) ? package.Name : world.Factory.Name, world.Device.ConfirmedNow);
            world.Installs(3);
        });

        Assert.True(refused > 0 && cancelled > 0 && late > 0, $"{refused} refused, {cancelled} cancelled, {late} too late");
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-ST-21")]
    [Trait("requirement", "R-DC-34")]
    public void A_newer_package_at_any_step_is_what_the_device_ends_with(Profile profile) => ForEveryStep(profile, (world, _) =>
    {
        world.Installs(3);
        Assert.Equal(3UL, world.Device.ConfirmedNow.Number.Value);
    });

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-ST-20")]
    [Trait("requirement", "R-FS-08")]
    public void After_a_withdrawal_at_any_step_the_next_package_is_installed(Profile profile) => ForEveryStep(profile, (world, package) =>
    {
        Assert.IsType<WithdrawAnswer>(world.Server.Withdraw(package.Name.Manifest));
        world.RunFor(TimeSpan.FromMinutes(2));
        Assert.True(world.Device.ConfirmedNow == package.Name || world.Device.ConfirmedNow == world.Factory.Name);
        world.Installs(3);
    });

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-GEN-18")]
    [Trait("requirement", "R-CM-15")]
    public void A_check_on_request_at_any_step_disturbs_nothing(Profile profile) => ForEveryStep(profile, (world, package) =>
    {
        world.Communicator.Start();
        world.Communicator.Check();
        world.Completes(package);
        Assert.Equal([world.Factory.Name, package.Name], world.Device.Confirmed);
    });

    private static void ForEveryStep(Profile profile, Action<World, SimulatedPackage> act)
    {
        var whole = Play.Of(profile);
        whole.Completes(whole.Publish(2));
        for (var step = 0; step < whole.Steps; step++)
        {
            var world = Play.Of(profile);
            var package = world.Publish(2);
            world.RunUntil(() => world.Steps >= step);
            act(world, package);
        }
    }
}
