using SecUpIoT.Protocol;
using Xunit.Abstractions;

namespace SecUpIoT.Simulation.Tests.Faults;

/// <summary>A crash of each entity before every single step of an update, and its restart with the durable records only.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("D1", Profile.Secure, 0)]
    [InlineData("C1", Profile.Secure, 0)]
    [InlineData("T", Profile.Secure, 0)]
    [InlineData("F1", Profile.Secure, 0)]
    [InlineData("D1", Profile.Core, 0)]
    [InlineData("C1", Profile.Core, 0)]
    [InlineData("T", Profile.Core, 0)]
    [InlineData("F1", Profile.Core, 0)]
    [InlineData("D1", Profile.Secure, 70)]
    [InlineData("C1", Profile.Secure, 70)]
    [InlineData("T", Profile.Secure, 70)]
    [InlineData("F1", Profile.Secure, 70)]
    [Trait("requirement", "R-GEN-08")]
    [Trait("requirement", "R-CM-19")]
    [Trait("requirement", "R-DC-32")]
    public void A_crash_at_any_step_loses_nothing_that_was_acknowledged(string entity, Profile profile, int seconds)
    {
        var steps = StepsOfAnUpdate(profile);
        output.WriteLine($"{steps} steps");
        for (var step = 0; step < steps; step++)
        {
            var world = Play.Of(profile);
            var package = world.Publish(2);
            world.RunUntil(() => world.Steps >= step);
            world.Entity(entity).Restart(TimeSpan.FromSeconds(seconds));

            // On trial a restart means reverting (R-DC-26); the package is then offered again.
            world.Completes(package);

            Assert.Equal([world.Factory.Name, package.Name], world.Device.Confirmed);
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    [InlineData(5UL)]
    [Trait("requirement", "R-GEN-08")]
    public void Crashes_of_everybody_at_random_do_not_stop_the_update_for_ever(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        var world = new World(new WorldSettings { Seed = seed, Devices = 3, Servers = 2 });
        var chance = new SplitMix64(seed);
        world.Publish(world.Author.Make(2), server: (int)(seed % 2));
        string[] names = ["D1", "D2", "D3", "C1", "C2", "C3", "T", "F1", "F2"];
        for (var i = 0; i < 60; i++)
        {
            world.RunUntil(() => false, chance.Below(40));
            world.Entity(names[chance.Below(names.Length)]).Restart(TimeSpan.FromSeconds(chance.Below(30)));
        }

        world.Reaches(() => world.Tracker.Records.All(record => record.CompletedAt != default || record.Result == ResultCode.RestartedDuringTrial), 100_000);
        world.Installs(3);
        Assert.All(world.Devices, device => Assert.Equal(3UL, device.ConfirmedNow.Number.Value));
    }

    [Fact]
    [Trait("requirement", "R-ST-05")]
    public void A_tracker_that_cannot_store_a_record_says_so_and_claims_nothing()
    {
        for (var failures = 1; failures <= 6; failures++)
        {
            var world = Play.Secure();
            var package = world.Publish(2);
            world.RunUntil(() => world.Device.Phase == DevicePhase.Verified);
            world.Tracker.FailWrites(failures);

            world.Completes(package);

            Assert.True(world.HasRefused("T", ResultCode.StorageFailed));
        }
    }

    private static int StepsOfAnUpdate(Profile profile)
    {
        var world = Play.Of(profile);
        world.Completes(world.Publish(2));
        return world.Steps;
    }
}
