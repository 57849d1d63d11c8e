using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>One stolen key is not enough: the author's without the tracker's, the tracker's without the author's. And images that are swapped in the flash.</summary>
public sealed class TwoKeyTests
{
    [Theory]
    [InlineData(true, ResultCode.DirectiveNamesOtherManifest)]
    [InlineData(false, ResultCode.DirectiveMissing)]
    [Trait("requirement", "R-DC-15")]
    [Trait("requirement", "R-DC-18")]
    [Trait("threat", "THREAT.KEY.EXPOSURE")]
    [Trait("threat", "TUF.KeyCompromise")]
    public void The_author_s_key_alone_installs_nothing(bool keepDirective, ResultCode code)
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        var forged = StolenAuthorKey.Forger(world).Make(new PackageOrder(9) { Variant = "forged" });
        var sound = world.Publish(5);
        world.Reaches(() => world.Tracker.Catalogue.Newest(sound.Vendor, sound.Class) is not null);
        var attacker = StolenAuthorKey.Delivers("C1", forged, keepDirective);

        world.Withstands(new Attacker("only where an envelope travels", packet => packet.Message is DirectiveDelivery { Envelope.IsEmpty: true } ? [packet] : attacker.Intercept(packet)), "D1", code);
    }

    [Fact]
    [Trait("requirement", "R-DC-07")]
    [Trait("threat", "THREAT.KEY.EXPOSURE")]
    [Trait("threat", "Uptane.ArbitrarySoftware")]
    public void The_tracker_s_key_alone_installs_nothing()
    {
        var world = Play.Secure();
        var forged = new Author("attacker", world.Author.Vendor, world.Author.Class).Make(9);
        world.Withstands(CompromisedTracker.Directs(world, forged), "D1", ResultCode.NotAuthentic);
    }

    [Fact]
    [Trait("requirement", "R-DC-18")]
    [Trait("threat", "THREAT.MFST.OVERRIDE")]
    [Trait("threat", "Uptane.MixAndMatch")]
    public void A_directive_that_names_another_manifest_than_the_envelope_is_refused()
    {
        var world = Play.Secure();
        var (one, other) = (world.Author.Make(8), world.Author.Make(9));
        world.Withstands(CompromisedTracker.Mixes(world, one.Name, other.Envelope), "D1", ResultCode.DirectiveNamesOtherManifest);
    }

    [Fact]
    [Trait("requirement", "R-DC-35")]
    public void A_tracker_that_cancels_everything_changes_no_confirmed_image()
    {
        var world = Play.Secure();
        world.Installs(2);
        var attacker = CompromisedTracker.Cancels(world);
        world.Attach(attacker);
        world.Publish(3);
        world.Communicator.Check();
        world.RunFor(TimeSpan.FromHours(1));

        Assert.Equal(2UL, world.Device.ConfirmedNow.Number.Value);
        world.Detach(attacker);
        world.Installs(4);
    }

    [Fact]
    [Trait("requirement", "R-CM-16")]
    [Trait("requirement", "R-DC-47")]
    public void A_tracker_that_says_up_to_date_in_the_middle_of_an_update_only_delays_it()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Reaches(() => world.Device.Phase == DevicePhase.Receiving);
        var attacker = CompromisedTracker.Freezes(world);
        world.Attach(attacker);
        world.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
        world.Detach(attacker);

        world.Completes(package);
    }

    [Fact]
    [Trait("requirement", "R-CM-11")]
    public void A_word_of_being_up_to_date_to_a_device_that_holds_a_verified_image_installs_nothing()
    {
        var world = Play.Secure();
        world.Publish(2);
        world.Reaches(() => world.Device.Phase == DevicePhase.Verified);
        world.Attach(CompromisedTracker.Freezes(world));
        world.RunFor(TimeSpan.FromMinutes(30));

        Assert.Equal(DevicePhase.Verified, world.Device.Phase);
        Assert.Equal(0, world.CountSent<InstallRequest>());
    }

    [Fact]
    [Trait("requirement", "R-DC-25")]
    [Trait("requirement", "R-DC-31")]
    [Trait("threat", "THREAT.IMG.REPLACE")]
    public void An_image_that_is_swapped_after_its_verification_is_not_booted()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Reaches(() => world.Device.Phase == DevicePhase.AwaitingBoot);
        world.Device.Flash.Damage(Slot.B, 17);

        world.Reaches(() => world.Track.Result == ResultCode.BootVerificationFailed);

        Assert.DoesNotContain(world.Device.Boots, boot => boot.Image == package.Name);
        Assert.Equal(world.Factory.Name, world.Device.State.Running!.Name);
        Assert.True(world.HasChanged("T/D1", "Reverted"));
        world.Installs(3);
    }

    [Fact]
    [Trait("requirement", "R-DC-25")]
    [Trait("requirement", "R-DC-31")]
    [Trait("threat", "THREAT.IMG.REPLACE")]
    [Trait("threat", "THREAT.IMG.EXPIRED")]
    public void An_older_authentic_image_that_is_put_into_the_slot_is_not_booted()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Reaches(() => world.Device.Phase == DevicePhase.AwaitingBoot);
        world.Device.Flash.Replace(Slot.B, world.Author.Make(0).Envelope, world.Author.Make(0).Payload);

        world.Reaches(() => world.Track.Result == ResultCode.BootVerificationFailed);

        Assert.All(world.Device.Boots, boot => Assert.Equal(world.Factory.Name, boot.Image));
        Assert.DoesNotContain(package.Name, world.Device.Confirmed);
    }

    [Fact]
    [Trait("requirement", "R-GEN-14")]
    [Trait("requirement", "R-DC-22")]
    [Trait("threat", "THREAT.MFST.TOCTOU")]
    public void A_manifest_that_is_swapped_between_acceptance_and_verification_is_found_out()
    {
        var world = Play.Secure();
        world.Publish(2);
        world.Reaches(() => world.Device.State.Candidate is { Received: > 0 });
        world.Device.Flash.Replace(Slot.B, world.Author.Make(7).Envelope, Bytes.Empty);

        world.Reaches(() => world.Device.State.Record!.LastOutcome is not null);

        Assert.Equal(ResultCode.PayloadDigestMismatch, world.Device.State.Record!.LastOutcome!.Result);
        Assert.False(world.HasChanged("D1", "Installing"));
        Assert.All(world.Device.Boots, boot => Assert.Equal(world.Factory.Name, boot.Image));
    }

    [Fact]
    [Trait("requirement", "R-DC-42")]
    [Trait("threat", "Uptane.PartialBundle")]
    public void Of_a_package_with_two_components_not_one_alone_is_installed()
    {
        var world = new World(new WorldSettings
        {
            Device = configuration => configuration with
            {
                Components = new(new[] { "firmware", "radio" }.Select(name => new Sequence<Bytes>((Bytes)System.Text.Encoding.UTF8.GetBytes(name)))),
            },
        });
        var package = world.Author.Make(new PackageOrder(2) { Components = ["firmware", "radio"] });
        var radio = Digest.Of(package.Payloads[1].Span);
        var attacker = OnPath.Dropping<BlockRequest>(request => request.Payload == radio);
        world.Attach(attacker);
        world.Publish(package);
        world.RunFor(TimeSpan.FromHours(1));

        Assert.Equal(150UL, world.Device.State.Candidate!.Received);
        Assert.Equal(1UL, world.Device.ConfirmedNow.Number.Value);
        world.Detach(attacker);
        world.Completes(package);
    }

    [Fact]
    [Trait("requirement", "R-DC-03")]
    [Trait("requirement", "R-ST-04")]
    public void Counters_rise_across_restarts_of_the_device()
    {
        var world = Play.Secure();
        for (var i = 0; i < 20; i++)
        {
            world.RunUntil(() => world.Device.Counters.Count > 3 * i, 500);
            world.Device.Restart(TimeSpan.FromSeconds(1));
            world.Communicator.Check();
        }

        world.Installs(2);
        Assert.Equal(world.Device.Counters.Order(), world.Device.Counters);
        Assert.Equal(world.Device.Counters.Count, world.Device.Counters.Distinct().Count());
    }
}
