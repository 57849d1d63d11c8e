using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation.Tests.Faults;

/// <summary>Power cuts and failures at every flash operation of the paths beside the straight one: superseded, cancelled, reverted.</summary>
public sealed class OtherPathFlashTests
{
    public static TheoryData<string, Tear, FlashResult> Cases()
    {
        var data = new TheoryData<string, Tear, FlashResult>();
        foreach (var path in Paths.Keys)
        {
            foreach (var tear in Enum.GetValues<Tear>())
            {
                data.Add(path, tear, FlashResult.PowerLost);
                data.Add(path, tear, FlashResult.Failed);
            }
        }

        return data;
    }

    private static Dictionary<string, Action<World>> Paths { get; } = new()
    {
        ["superseded while receiving"] = world =>
        {
            world.RunUntil(() => world.Device.State.Candidate is { Received: > 0 }, 2_000);
            world.Publish(3);
            world.Communicator.Restart(TimeSpan.FromSeconds(40));
        },
        ["cancelled"] = world =>
        {
            world.RunUntil(() => world.Device.Phase == DevicePhase.Verified, 2_000);
            world.Tracker.Cancel(world.Device.Id);
        },
        ["reverted by the self-test"] = world => world.Device.SelfTest = SelfTest.Fails,
        ["reverted by the end of the trial"] = world => world.Device.SelfTest = SelfTest.Hangs,
        ["reverted by a restart"] = world => world.Device.SelfTest = SelfTest.Restarts,
    };

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("requirement", "R-DC-32")]
    [Trait("requirement", "R-DC-38")]
    public void Whatever_operation_is_disturbed_the_device_boots_and_takes_the_next_package(string path, Tear tear, FlashResult result)
    {
        for (var operation = 0; operation < 32; operation++)
        {
            var world = Play.Secure();
            if (result == FlashResult.PowerLost) world.Device.Flash.CutAfter(operation, tear);
            else world.Device.Flash.FailAfter(operation, tear);
            world.Publish(2);
            Paths[path](world);
            world.RunFor(TimeSpan.FromMinutes(20));
            world.Device.SelfTest = SelfTest.Passes;
            world.Device.Flash.Calm();

            world.Installs(4);

            Assert.Equal(4UL, world.Device.ConfirmedNow.Number.Value);
        }
    }
}
