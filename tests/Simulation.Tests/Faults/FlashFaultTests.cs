using SecUpIoT.Protocol;
using Xunit.Abstractions;

namespace SecUpIoT.Simulation.Tests.Faults;

/// <summary>Power that goes, and flash that fails, before, halfway and after every single operation of an update.</summary>
public sealed class FlashFaultTests(ITestOutputHelper output)
{
    public static TheoryData<Profile, Tear> Ways()
    {
        var data = new TheoryData<Profile, Tear>();
        foreach (var profile in Enum.GetValues<Profile>())
        {
            foreach (var tear in Enum.GetValues<Tear>()) data.Add(profile, tear);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Trait("requirement", "R-DC-32")]
    [Trait("requirement", "R-DC-46")]
    [Trait("requirement", "R-DC-21")]
    public void A_power_cut_at_any_operation_leaves_a_device_that_boots_and_ends_the_update(Profile profile, Tear tear)
    {
        var operations = OperationsOfAnUpdate(profile);
        output.WriteLine($"{operations} operations");
        for (var operation = 0; operation < operations; operation++)
        {
            var world = Play.Of(profile);
            var package = world.Publish(2);
            world.Device.Flash.CutAfter(operation, tear);
            EndsWell(world, package, operation);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Trait("requirement", "R-DC-32")]
    public void A_second_cut_soon_after_the_first_changes_nothing_of_that(Profile profile, Tear tear)
    {
        var operations = OperationsOfAnUpdate(profile);
        for (var first = 0; first < operations; first++)
        {
            for (var second = 0; second < 4; second++)
            {
                var world = Play.Of(profile);
                var package = world.Publish(2);
                world.Device.Flash.CutAfter(first, tear);
                world.RunUntil(() => world.Transcript.Lines.Any(line => line.Contains("loses its power", StringComparison.Ordinal)));
                world.Device.Flash.CutAfter(second, tear);
                EndsWell(world, package, first);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Trait("requirement", "R-DC-38")]
    [Trait("requirement", "R-DC-36")]
    public void An_operation_that_fails_abandons_the_update_with_a_code_and_the_next_attempt_succeeds(Profile profile, Tear tear)
    {
        var operations = OperationsOfAnUpdate(profile);
        for (var operation = 0; operation < operations; operation++)
        {
            var world = Play.Of(profile);
            var package = world.Publish(2);
            world.Device.Flash.FailAfter(operation, tear);
            EndsWell(world, package, operation);
        }
    }

    [Fact]
    [Trait("requirement", "R-ST-16")]
    public void A_flash_that_always_fails_is_not_offered_the_package_for_ever()
    {
        var world = Play.Secure();
        world.Device.Flash.Worn = Slot.B;
        world.Publish(2);
        world.RunFor(TimeSpan.FromHours(3));

        Assert.Equal(3U, world.Track.Attempts);
        Assert.Equal(ResultCode.StorageFailed, world.Track.Result);
        Assert.Equal(3UL, world.Device.State.Record!.LastOutcome!.Serial);
        Assert.True(world.HasChanged("T/D1", "Failed"));
        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
    }

    private static void EndsWell(World world, SimulatedPackage package, int operation)
    {
        world.Reaches(() => world.Completed(package));

        Assert.Equal([world.Factory.Name, package.Name], world.Device.Confirmed);
        Assert.True(world.Device.Flash.Operations.Count > operation);
    }

    private static int OperationsOfAnUpdate(Profile profile)
    {
        var world = Play.Of(profile);
        var package = world.Publish(2);
        var before = world.Device.Flash.Operations.Count;
        world.Completes(package);
        return world.Device.Flash.Operations.Count - before;
    }
}
