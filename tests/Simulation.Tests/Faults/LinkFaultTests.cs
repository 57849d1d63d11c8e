using SecUpIoT.Protocol;
using Xunit.Abstractions;

namespace SecUpIoT.Simulation.Tests.Faults;

/// <summary>Links that lose, duplicate, reorder, delay, replay and corrupt: in the end the update is completed, and no invariant breaks on the way.</summary>
public sealed class LinkFaultTests(ITestOutputHelper output)
{
    private const int Seeds = 25;

    public static TheoryData<string, Profile> Kinds()
    {
        var data = new TheoryData<string, Profile>();
        foreach (var kind in Faults.Keys)
        {
            data.Add(kind, Profile.Core);
            data.Add(kind, Profile.Secure);
        }

        return data;
    }

    private static Dictionary<string, LinkFaults> Faults { get; } = new()
    {
        ["loss"] = new() { Loss = 15 },
        ["duplication"] = new() { Duplication = 30 },
        ["reordering"] = new() { Reordering = 30 },
        ["lateness"] = new() { Lateness = 10 },
        ["replay"] = new() { Replay = 30 },
        ["corruption"] = new() { Corruption = 15 },
        ["jitter"] = new() { MostDelay = TimeSpan.FromMilliseconds(80) },
        ["everything"] = new() { Loss = 5, Duplication = 10, Reordering = 10, Lateness = 3, Replay = 10, Corruption = 5, MostDelay = TimeSpan.FromMilliseconds(40) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("requirement", "R-CM-06")]
    [Trait("requirement", "R-DC-21")]
    public void An_update_survives_an_unreliable_link(string kind, Profile profile)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            output.WriteLine($"{kind}, {profile}, seed {seed}");
            var world = new World(new WorldSettings { Seed = seed, Profile = profile, Faults = Faults[kind] with { Most = 40 } });
            world.Completes(world.Publish(2), 50_000);
            Assert.Equal(2UL, world.Device.ConfirmedNow.Number.Value);
        }
    }

    [Theory]
    [InlineData("C1", "D1")]
    [InlineData("C1", "T")]
    [InlineData("F1", "T")]
    [Trait("requirement", "R-CM-07")]
    [Trait("requirement", "R-CM-09")]
    public void A_link_that_is_dead_for_an_hour_delays_the_update_and_no_more(string one, string other)
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.SetFaults(one, other, new LinkFaults { Loss = 100 });
        world.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(1UL, world.Device.ConfirmedNow.Number.Value);
        world.SetFaults(one, other, LinkFaults.None);

        world.Completes(package);

        Assert.Equal(package.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-CM-07")]
    public void The_pause_after_failures_grows_and_is_bounded()
    {
        var world = Play.Secure();
        world.SetFaults("C1", "T", new LinkFaults { Loss = 100 });
        world.RunFor(TimeSpan.FromHours(2));

        var asked = world.Transcript.Sent.Where(sent => sent.Packet.Message is Protocol.Messages.StatusRequest).Select(sent => sent.At).ToList();
        var pauses = asked.Zip(asked.Skip(1), (earlier, later) => later - earlier).ToList();
        Assert.True(pauses[0] < pauses[3]);
        Assert.All(pauses, pause => Assert.True(pause <= TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(31), $"{pause}"));
    }
}
