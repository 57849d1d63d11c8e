using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>Attackers on the path of each link: they see, change, drop and replay everything, and hold no key.</summary>
[Trait("threat", "THREAT.NET.ONPATH")]
public sealed class OnPathTests
{
    [Fact]
    [Trait("requirement", "R-DC-15")]
    public void An_altered_directive_is_refused()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Altering<DirectiveDelivery>(delivery => delivery with { Directive = OnPath.Flip(delivery.Directive) }), "D1", ResultCode.DirectiveNotAuthentic);
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    [Trait("threat", "THREAT.UPD.UNAPPROVED")]
    public void A_directive_of_another_network_s_tracker_is_refused()
    {
        var world = Play.Secure();
        var other = new SymbolicKey("tracker of another network");
        world.Withstands(
            OnPath.Altering<DirectiveDelivery>(delivery => delivery with { Directive = Forgery.Sign(other, Forgery.PeekDirective(delivery.Directive)!) }),
            "D1", ResultCode.DirectiveNotAuthentic);
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    public void A_report_is_not_taken_for_a_directive()
    {
        var world = Play.Secure();
        Bytes report = default;
        world.Attach(new Attacker("keeps a report", packet =>
        {
            if (packet.Message is StatusReport heard) report = heard.SignedReport;
            return [packet];
        }));
        world.Withstands(OnPath.Altering<DirectiveDelivery>(delivery => delivery with { Directive = report }), "D1", ResultCode.DirectiveNotAuthentic);
    }

    [Fact]
    [Trait("requirement", "R-DC-16")]
    [Trait("requirement", "R-DC-47")]
    [Trait("threat", "TUF.IndefiniteFreeze")]
    public void An_old_word_that_the_device_is_up_to_date_is_refused()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Replaying<DirectiveDelivery>(), "D1", ResultCode.StaleNonce);
    }

    [Fact]
    [Trait("requirement", "R-DC-16")]
    public void A_directive_counts_once()
    {
        var world = Play.Secure();
        world.Withstands(
            new Attacker("delivers twice", packet => packet.Message is DirectiveDelivery ? [packet, packet with { Delay = TimeSpan.FromMilliseconds(3) }] : [packet]),
            "D1", ResultCode.StaleNonce);
    }

    [Fact]
    [Trait("requirement", "R-DC-17")]
    [Trait("threat", "THREAT.IMG.EXPIRED.OFFLINE")]
    public void A_directive_that_is_held_back_beyond_its_validity_is_refused()
    {
        var world = new World(new WorldSettings { Device = configuration => configuration with { NonceLifetime = TimeSpan.FromHours(5) } });
        world.Withstands(OnPath.HoldingBack<DirectiveDelivery>(TimeSpan.FromMinutes(15)), "D1", ResultCode.DirectiveExpired);
    }

    [Fact]
    [Trait("requirement", "R-DC-41")]
    [Trait("threat", "THREAT.IMG.EXPIRED.OFFLINE")]
    public void Without_a_clock_a_directive_that_is_held_back_ends_with_its_nonce()
    {
        var world = new World(new WorldSettings { Device = configuration => configuration with { HasClock = false } });
        world.Withstands(OnPath.HoldingBack<DirectiveDelivery>(TimeSpan.FromMinutes(15)), "D1", ResultCode.StaleNonce);
    }

    [Fact]
    [Trait("requirement", "R-DC-17")]
    [Trait("threat", "Uptane.TimeServerMaximum")]
    public void A_clock_that_is_set_to_the_far_future_stops_updates_only_until_it_is_right_again()
    {
        var world = Play.Secure();
        world.Device.ClockError = TimeSpan.FromDays(365_000);
        world.Publish(2);
        world.Reaches(() => world.HasRefused("D1", ResultCode.DirectiveExpired));
        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
        world.Device.ClockError = TimeSpan.Zero;

        world.Installs(3);
    }

    [Fact]
    [Trait("requirement", "R-GEN-04")]
    public void What_is_no_message_is_refused_by_the_device()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Garbling<DirectiveDelivery>(), "D1", ResultCode.MalformedMessage);
    }

    [Fact]
    [Trait("requirement", "R-GEN-04")]
    public void What_is_no_message_is_refused_by_the_tracker()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Garbling<CheckIn>(), "T", ResultCode.MalformedMessage);
    }

    [Fact]
    [Trait("requirement", "R-GEN-04")]
    public void What_is_no_message_is_refused_by_the_server()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Garbling<CatalogueRequest>(), "F1", ResultCode.MalformedMessage);
    }

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    public void A_message_that_makes_no_sense_where_it_arrives_is_refused()
    {
        var world = Play.Secure();
        world.Withstands(OnPath.Altering<DirectiveDelivery>(_ => new CatalogueRequest()), "D1", ResultCode.NotNow);
        world.Withstands(OnPath.Altering<CheckIn>(_ => new StatusRequest()), "T", ResultCode.NotNow);
        world.Withstands(OnPath.Altering<CatalogueRequest>(_ => new StatusRequest()), "F1", ResultCode.NotNow);
    }

    [Fact]
    [Trait("requirement", "R-GEN-16")]
    [Trait("requirement", "R-DC-07")]
    public void An_envelope_that_is_altered_on_the_device_link_is_refused()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Publish(2);
        world.Reaches(() => world.Tracker.Catalogue.Newest(world.Author.Vendor, world.Author.Class) is not null);
        world.Withstands(
            OnPath.Altering<DirectiveDelivery>(delivery => delivery with { Envelope = OnPath.Flip(delivery.Envelope, delivery.Envelope.Length / 2) }),
            "D1", ResultCode.ManifestDigestMismatch);
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-DC-22")]
    [Trait("requirement", "R-DC-23")]
    [Trait("threat", "THREAT.NET.REDIRECT")]
    public void Blocks_from_somewhere_else_are_found_out_before_installation(Profile profile)
    {
        var world = Play.Of(profile);
        var attacker = OnPath.Altering<ImageBlock>(block => block with { Data = OnPath.Flip(block.Data) });
        world.Attach(attacker);
        world.Publish(2);

        world.Reaches(() => world.Device.State.Record!.LastOutcome?.Result == ResultCode.PayloadDigestMismatch);
        world.Reaches(() => world.Track.Result == ResultCode.PayloadDigestMismatch);

        Assert.All(world.Device.Boots, boot => Assert.Equal(world.Factory.Name, boot.Image));
        Assert.False(world.HasChanged("D1", "Installing"));
        world.Detach(attacker);
        world.Installs(3);
    }

    [Fact]
    [Trait("requirement", "R-DC-11")]
    [Trait("threat", "THREAT.UPD.UNAPPROVED")]
    public void A_directive_that_is_redirected_to_another_device_is_refused()
    {
        var world = new World(new WorldSettings { Devices = 2 });
        world.Withstands(
            new Attacker("redirects", packet => packet is { Message: DirectiveDelivery, To: "D2" } ? [packet, packet with { To = "D1" }] : [packet]), "D1", ResultCode.WrongDevice);
    }

    [Fact]
    [Trait("requirement", "R-DC-37")]
    [Trait("threat", "Uptane.DropRequest")]
    public void A_device_whose_messages_are_dropped_is_noticed_on_both_sides()
    {
        var world = new World(new WorldSettings
        {
            Device = configuration => configuration with { FreshnessLimit = TimeSpan.FromHours(1) },
            Tracker = new StatusTrackerConfiguration { SilenceLimit = TimeSpan.FromHours(1) },
        });
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Attach(OnPath.Dropping<CheckIn>());

        world.Reaches(() => world.Track.Phase == TrackPhase.Unreachable);
        world.Reaches(() => world.Device.State.FreezeSuspected);

        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-DC-16")]
    public void A_directive_under_its_old_signature_cannot_be_given_the_new_nonce()
    {
        var world = Play.Secure();
        world.Withstands(
            OnPath.Altering<DirectiveDelivery>(delivery => delivery with
            {
                Directive = Forgery.Rewrite(delivery.Directive, (Directive directive) => directive with { Nonce = world.Device.State.Nonce ?? directive.Nonce, Kind = DirectiveKind.Cancel }),
            }),
            "D1", ResultCode.DirectiveNotAuthentic);
    }
}
