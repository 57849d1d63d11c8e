using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using Xunit.Abstractions;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>Attackers on all links at once who do at random what they can, and old messages that come again. The invariants hold throughout, and afterwards updates work.</summary>
[Trait("threat", "THREAT.NET.ONPATH")]
public sealed class MeddlingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Profile.Secure, 10)]
    [InlineData(Profile.Secure, 30)]
    [InlineData(Profile.Secure, 60)]
    [InlineData(Profile.Core, 10)]
    [InlineData(Profile.Core, 30)]
    [InlineData(Profile.Core, 60)]
    [Trait("requirement", "R-GEN-02")]
    [Trait("requirement", "R-GEN-04")]
    [Trait("requirement", "R-GEN-16")]
    public void Random_meddling_breaks_no_invariant_and_ends_with_the_meddler(Profile profile, int percent)
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            output.WriteLine($"seed {seed}");
            var world = new World(new WorldSettings
            {
                Seed = seed,
                Profile = profile,
                Devices = 2,
                Servers = 2,
                ServerLink = configuration => configuration with { RefreshInterval = TimeSpan.FromMinutes(3) },
            });
            world.Publish(world.Author.Make(2), server: 0);
            world.Publish(world.Author.Make(3), server: 1);
            var meddler = OnPath.Meddling(new SplitMix64(seed * 31), percent, most: 60);
            world.Attach(meddler);
            world.RunUntil(() => meddler.Deeds >= 60, 3_000);
            world.Detach(meddler);

            world.Installs(9);

            Assert.All(world.Devices, device => Assert.Equal(9UL, device.ConfirmedNow.Number.Value));
        }
    }

    [Theory]
    [InlineData(typeof(StatusRequest))]
    [InlineData(typeof(StatusReport))]
    [InlineData(typeof(CheckIn))]
    [InlineData(typeof(CheckInAnswer))]
    [InlineData(typeof(DirectiveDelivery))]
    [InlineData(typeof(DirectiveAnswer))]
    [InlineData(typeof(BlockRequest))]
    [InlineData(typeof(Block))]
    [InlineData(typeof(ImageBlock))]
    [InlineData(typeof(BlockAnswer))]
    [InlineData(typeof(InstallRequest))]
    [InlineData(typeof(CatalogueAnswer))]
    [InlineData(typeof(EnvelopeAnswer))]
    [Trait("requirement", "R-GEN-02")]
    public void Old_messages_of_one_kind_that_come_again_do_not_stop_an_update(Type kind)
    {
        foreach (var profile in Enum.GetValues<Profile>())
        {
            var world = Play.Of(profile);
            var heard = new Dictionary<string, Packet>();
            world.Attach(new Attacker($"repeats old {kind.Name}", packet =>
            {
                if (packet.Message.GetType() != kind || heard.TryAdd(packet.To, packet)) return [packet];
                return [packet, heard[packet.To] with { Exchange = packet.Exchange, Delay = TimeSpan.FromMilliseconds(1) }];
            }));

            world.Installs(2);
            world.Installs(3);

            Assert.Equal(3UL, world.Device.ConfirmedNow.Number.Value);
        }
    }

    [Fact]
    [Trait("requirement", "R-ST-25")]
    [Trait("threat", "THREAT.NET.REDIRECT")]
    public void Requests_that_are_redirected_to_another_server_are_refused_there()
    {
        var world = new World(new WorldSettings { Servers = 2 });
        var package = world.Author.Make(2);
        world.Publish(package, server: 0);
        var attacker = OnPath.Redirecting<BlockRequest>("F1", "F2");
        world.Attach(attacker);

        world.Reaches(() => world.HasRefused("F2", ResultCode.NotAvailable));
        Assert.Equal(0, world.CountSent<ImageBlock>());
        world.Detach(attacker);

        world.Completes(package);
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-DC-23")]
    public void A_meddler_inside_the_payloads_is_always_found_out(Profile profile)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            output.WriteLine($"seed {seed}");
            var world = Play.Of(profile, seed);
            var random = new SplitMix64(seed);
            world.Attach(Attacker.On<Block>("turns bits over in payloads", (packet, block) =>
                [random.Chance(50) ? packet with { Message = block with { Data = OnPath.Flip(block.Data, random.Below(block.Data.Length)) } } : packet]));
            var package = world.Publish(2);
            world.RunFor(TimeSpan.FromHours(1));

            var installed = world.Device.ConfirmedNow == package.Name;
            Assert.Equal(installed ? ResultCode.Success : ResultCode.PayloadDigestMismatch, world.Track.Result);
            Assert.Equal(installed, world.Device.Boots.Any(boot => boot.Image == package.Name));
        }
    }
}
