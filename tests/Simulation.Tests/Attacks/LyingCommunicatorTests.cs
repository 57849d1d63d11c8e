using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>A Communicator in the hand of an attacker.</summary>
public sealed class LyingCommunicatorTests
{
    [Fact]
    [Trait("requirement", "R-ST-15")]
    public void A_claim_that_the_device_refused_is_recorded_as_unverified()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        var package = world.Publish(2);
        world.Attach(LyingCommunicator.Withholds("C1"));
        world.Attach(LyingCommunicator.ClaimsRefusal("C1", package.Name.Manifest, ResultCode.WrongClass));

        world.Reaches(() => world.Track.Result == ResultCode.WrongClass);

        Assert.False(world.Track.ResultVerified);
        Assert.Equal(default, world.Track.CompletedAt);
        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-ST-15")]
    [Trait("requirement", "R-ST-06")]
    public void A_claim_of_a_refusal_does_not_undo_what_the_device_says_itself()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Completes(package);
        world.Attach(LyingCommunicator.ClaimsRefusal("C1", package.Name.Manifest, ResultCode.WrongClass));
        world.RunFor(TimeSpan.FromHours(1));

        Assert.True(world.Completed(package));
    }

    [Fact]
    [Trait("requirement", "R-DC-24")]
    public void A_request_to_install_a_half_received_image_is_refused()
    {
        var world = Play.Secure();
        var attacker = LyingCommunicator.InstallsEarly("C1");
        world.Attach(attacker);
        var package = world.Publish(2);

        world.Reaches(() => world.HasRefused("D1", ResultCode.NotNow));
        Assert.False(world.HasChanged("D1", "Installing"));

        world.Detach(attacker);
        world.Completes(package);
    }

    [Theory]
    [InlineData("other offset")]
    [InlineData("other payload")]
    [InlineData("other manifest")]
    [InlineData("too long")]
    [InlineData("too short")]
    [InlineData("empty")]
    [Trait("requirement", "R-DC-19")]
    [Trait("threat", "THREAT.IMG.EXTRA")]
    [Trait("threat", "TUF.MixAndMatch")]
    public void A_block_that_the_device_does_not_want_is_refused_and_not_written(string how)
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        var attacker = LyingCommunicator.SendsBlocks("C1", block => how switch
        {
            "other offset" => block with { Offset = block.Offset + 64 },
            "other payload" => block with { Payload = Digest.Of([1]) },
            "other manifest" => block with { Manifest = Digest.Of([1]) },
            "too long" => block with { Data = (byte[])[.. block.Data.Span, 0] },
            "too short" => block with { Data = block.Data.ToArray()[1..] },
            _ => block with { Data = Bytes.Empty },
        });
        world.Attach(attacker);
        var package = world.Publish(2);

        world.Reaches(() => world.HasRefused("D1", ResultCode.UnexpectedBlock));
        Assert.DoesNotContain(world.Device.Flash.Operations.Skip(5), operation => operation.Kind == "WriteImage");

        world.Detach(attacker);
        world.Completes(package);
    }

    [Fact]
    [Trait("requirement", "R-DC-33")]
    [Trait("requirement", "R-DC-19")]
    public void A_block_when_nothing_is_wanted_is_refused()
    {
        var world = Play.Secure();
        world.Installs(2);
        var before = DeviceSnapshot.Of(world.Device);
        world.Inject(new Packet(0, "C1", "D1", Link.Device, new ImageBlock(world.Factory.Name.Manifest, Digest.Of(world.Factory.Payload.Span), 0, world.Factory.Payload)));
        world.Reaches(() => world.HasRefused("D1", ResultCode.NotNow));

        Assert.Equal(before, DeviceSnapshot.Of(world.Device));
    }

    [Fact]
    [Trait("requirement", "R-DC-33")]
    public void Another_update_during_the_trial_is_refused_as_busy()
    {
        var world = Play.Core();
        world.Device.SelfTest = SelfTest.Hangs;
        world.Publish(2);
        world.Reaches(() => world.Device.Phase == DevicePhase.Trial);
        var before = DeviceSnapshot.Of(world.Device);

        world.Inject(new Packet(0, "C1", "D1", Link.Device, new DirectiveDelivery(Bytes.Empty, world.Author.Make(3).Envelope)));
        world.Reaches(() => world.HasRefused("D1", ResultCode.Busy));

        Assert.Equal(before, DeviceSnapshot.Of(world.Device));
    }

    [Fact]
    [Trait("requirement", "R-DC-04")]
    [Trait("threat", "THREAT.IMG.EXPIRED")]
    [Trait("threat", "Uptane.Rollback")]
    public void In_profile_Core_an_old_package_is_refused_just_the_same()
    {
        var world = Play.Core();
        world.Installs(2);
        var before = DeviceSnapshot.Of(world.Device);

        world.Inject(new Packet(0, "C1", "D1", Link.Device, new DirectiveDelivery(Bytes.Empty, world.Factory.Envelope)));
        world.Reaches(() => world.HasRefused("D1", ResultCode.RolledBack));

        Assert.Equal(before, DeviceSnapshot.Of(world.Device));
    }

    [Fact]
    [Trait("requirement", "R-DC-11")]
    public void The_directive_of_another_device_is_refused()
    {
        var world = new World(new WorldSettings { Devices = 2 });
        world.Withstands(LyingCommunicator.SwapsDirectives("C1", "C2"), "D1", ResultCode.WrongDevice);
    }

    [Fact]
    [Trait("requirement", "R-ST-03")]
    [Trait("requirement", "R-ST-04")]
    public void The_reports_of_another_device_count_for_that_device_and_once_only()
    {
        var world = new World(new WorldSettings { Devices = 2 });
        world.Reaches(() => world.Tracker.Records.All(record => record.LastCounter > 0));
        world.Attach(LyingCommunicator.SwapsReports("C1", "C2"));
        var package = world.Publish(2);

        world.Reaches(() => world.Completed(package, world.Devices[1]));
        world.Reaches(() => world.HasRefused("T", ResultCode.StaleReport));

        Assert.Equal(default, world.Track.CompletedAt);
        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-DC-37")]
    [Trait("threat", "TUF.IndefiniteFreeze")]
    [Trait("threat", "Uptane.Freeze")]
    public void Withheld_directives_are_suspected_as_a_freeze_and_the_tracker_learns_of_it()
    {
        var world = new World(new WorldSettings { Device = configuration => configuration with { FreshnessLimit = TimeSpan.FromHours(1) } });
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Publish(2);
        world.Attach(LyingCommunicator.Withholds("C1"));

        world.Reaches(() => world.Track.FreezeSuspected);

        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-DC-18")]
    [Trait("threat", "THREAT.MFST.OVERRIDE")]
    public void A_directive_with_another_authentic_envelope_is_refused()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        var package = world.Publish(5);
        world.Reaches(() => world.Tracker.Catalogue.Newest(package.Vendor, package.Class) is not null);
        var other = world.Author.Make(4);
        world.Withstands(LyingCommunicator.Delivers("C1", delivery => delivery.Envelope.IsEmpty ? delivery : delivery with { Envelope = other.Envelope }), "D1", ResultCode.DirectiveNamesOtherManifest);
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    [Trait("threat", "THREAT.UPD.UNAPPROVED")]
    public void An_authentic_package_without_a_directive_is_refused()
    {
        var world = Play.Secure();
        var package = world.Author.Make(5);
        world.Withstands(LyingCommunicator.Delivers("C1", _ => new DirectiveDelivery(Bytes.Empty, package.Envelope)), "D1", ResultCode.DirectiveMissing);
    }

    [Fact]
    [Trait("requirement", "R-CM-03")]
    public void A_directive_without_the_envelope_that_it_needs_is_refused()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        var package = world.Publish(5);
        world.Reaches(() => world.Tracker.Catalogue.Newest(package.Vendor, package.Class) is not null);
        world.Withstands(LyingCommunicator.Delivers("C1", delivery => delivery with { Envelope = Bytes.Empty }), "D1", ResultCode.MissingElement);
    }
}
