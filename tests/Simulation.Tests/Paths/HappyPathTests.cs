using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Paths;

/// <summary>The update procedure when nothing goes wrong.</summary>
public sealed class HappyPathTests
{
    [Theory]
    [InlineData(Profile.Core, 1)]
    [InlineData(Profile.Secure, 1)]
    [InlineData(Profile.Core, 20)]
    [InlineData(Profile.Secure, 20)]
    [Trait("requirement", "R-ST-06")]
    [Trait("requirement", "R-DC-30")]
    public void A_published_package_is_installed_everywhere_and_recorded_as_completed(Profile profile, int devices)
    {
        var world = new World(new WorldSettings { Profile = profile, Devices = devices });
        var package = world.Publish(2);

        world.Completes(package, 100_000);

        Assert.All(world.Devices, device => Assert.Equal([world.Factory.Name, package.Name], device.Confirmed));
        Assert.All(world.Tracker.Records, record => Assert.Equal((TrackPhase.Confirmed, ResultCode.Success, true), (record.Phase, record.Result, record.ResultVerified)));
        Assert.Empty(world.Transcript.Refusals);
    }

    [Fact]
    [Trait("requirement", "R-ST-12")]
    public void The_procedure_goes_through_its_phases_in_order()
    {
        var world = Play.Secure();
        world.Completes(world.Publish(2));

        Assert.Equal(
            ["VerifyingBoot", "Idle", "Receiving", "VerifyingImage", "Verified", "Installing", "AwaitingBoot", "Off", "VerifyingBoot", "Trial", "Idle"],
            world.Transcript.Changes.Where(change => change.Who == "D1").Select(change => change.To));
        var tracked = world.Transcript.Changes.Where(change => change.Who == "T/D1").Select(change => change.To).ToList();
        Assert.Equal("Announced", tracked[1]);
        Assert.Equal("Confirmed", tracked[^1]);
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-ST-09")]
    public void Of_two_servers_the_one_with_the_highest_number_wins(Profile profile)
    {
        var world = new World(new WorldSettings { Profile = profile, Servers = 2 });
        world.Publish(world.Author.Make(2), server: 0);
        var newest = world.Author.Make(3);
        world.Publish(newest, server: 1);

        world.Completes(newest);

        Assert.Equal([world.Factory.Name, newest.Name], world.Device.Confirmed);
    }

    [Fact]
    [Trait("requirement", "R-ST-22")]
    public void One_server_that_is_down_does_not_stop_the_other()
    {
        var world = new World(new WorldSettings { Servers = 2 });
        var package = world.Author.Make(2);
        world.Publish(package, server: 1);
        world.Servers[0].Crash();

        world.Completes(package);
        world.Reaches(() => world.HasChanged("T/F1", "Unavailable"));

        Assert.Equal(package.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-ST-25")]
    public void A_package_at_two_servers_is_still_transferred_when_one_of_them_goes_down()
    {
        var world = new World(new WorldSettings { Servers = 2 });
        var package = world.Author.Make(2);
        world.Publish(package, server: 0);
        world.Publish(package, server: 1);
        world.Reaches(() => world.Tracker.ServerLinks.Values.All(link => link.Entries.Count == 1));
        world.Servers[0].Crash();

        world.Completes(package);

        Assert.Equal(package.Name, world.Device.ConfirmedNow);
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-CM-18")]
    [Trait("requirement", "R-CM-19")]
    public void A_gateway_that_restarts_with_all_its_Communicators_loses_nothing(Profile profile)
    {
        var world = new World(new WorldSettings { Profile = profile, Devices = 5 });
        var package = world.Publish(2);
        world.Reaches(() => world.Devices.Count(device => device.Phase == DevicePhase.Receiving) >= 2);
        foreach (var communicator in world.Communicators) communicator.Restart(TimeSpan.FromSeconds(20));

        world.Completes(package, 100_000);

        Assert.All(world.Devices, device => Assert.Equal(package.Name, device.ConfirmedNow));
    }

    [Fact]
    [Trait("requirement", "R-DC-42")]
    public void Several_components_are_one_update()
    {
        var world = new World(new WorldSettings { Device = configuration => configuration with { Components = Names("firmware", "radio") } });
        var package = world.Author.Make(new PackageOrder(2) { Components = ["firmware", "radio"], Size = 100 });
        world.Publish(package);

        world.Completes(package);

        Assert.Equal(2, world.Device.State.Running!.Components.Count);
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-FS-14")]
    public void A_payload_inside_the_envelope_is_stripped_at_the_server_and_transferred_like_any_other(Profile profile)
    {
        var world = Play.Of(profile);
        var package = world.Author.Make(new PackageOrder(2) { Integrated = true });
        Assert.IsType<PublishAnswer>(world.Publish(package));

        world.Completes(package);

        Assert.Equal(3, world.CountSent<ImageBlock>());
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-DC-43")]
    public void A_bundle_that_reaches_the_device_with_its_payload_needs_no_transfer(Profile profile)
    {
        var world = Play.Of(profile);
        var bundle = world.Author.Make(new PackageOrder(2) { Integrated = true });
        world.Publish(bundle);
        world.Attach(LyingCommunicator.Delivers("C1", delivery => delivery.Envelope.IsEmpty ? delivery : delivery with { Envelope = bundle.Envelope }));

        world.Completes(bundle);

        Assert.Equal(0, world.CountSent<ImageBlock>());
    }

    [Fact]
    [Trait("requirement", "R-DC-11")]
    public void A_package_for_one_device_is_installed_there()
    {
        var world = new World(new WorldSettings());
        var package = world.Author.Make(new PackageOrder(2) { Device = world.Device.Id });
        world.Publish(package);

        world.Completes(package);

        Assert.Equal(package.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-CM-15")]
    public void A_check_on_request_does_not_wait_for_the_next_poll()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        world.RunFor(TimeSpan.FromSeconds(40));
        var package = world.Publish(2);
        world.Reaches(() => world.Tracker.Catalogue.Newest(package.Vendor, package.Class)?.Number.Value == 2);
        var begun = world.Now;
        world.Communicator.Check();

        world.Completes(package);

        Assert.True(world.Now - begun < TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-GEN-07")]
    public void The_same_seed_gives_the_same_transcript(Profile profile)
    {
        static string Tell(Profile profile)
        {
            var world = new World(new WorldSettings { Seed = 77, Profile = profile, Devices = 3, Faults = new LinkFaults { Loss = 10, Reordering = 20, Duplication = 10, Most = 20 } });
            world.Completes(world.Publish(2), 100_000);
            return world.Transcript.ToString();
        }

        Assert.Equal(Tell(profile), Tell(profile));
    }

    private static Sequence<Sequence<Bytes>> Names(params string[] names) =>
        new(names.Select(name => new Sequence<Bytes>((Bytes)System.Text.Encoding.UTF8.GetBytes(name))));
}
