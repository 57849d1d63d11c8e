using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>A Firmware server in the hand of an attacker, and mirrors that do not do their part.</summary>
public sealed class ServerAttackTests
{
    [Fact]
    [Trait("requirement", "R-ST-24")]
    [Trait("threat", "TUF.ArbitraryInstallation")]
    public void An_envelope_that_the_server_altered_is_not_offered()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Attach(CompromisedServer.ServesEnvelope("F1", envelope => OnPath.Flip(envelope, envelope.Length / 2)));
        world.Publish(2);
        world.RunFor(TimeSpan.FromHours(1));

        Assert.Null(world.Tracker.Catalogue.Newest(world.Author.Vendor, world.Author.Class));
        Assert.Empty(world.Tracker.Directed);
        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-ST-24")]
    [Trait("threat", "THREAT.MFST.OVERRIDE")]
    public void An_entry_that_says_something_else_than_its_envelope_is_not_offered()
    {
        var world = Play.Secure();
        world.Publish(2);
        world.Attach(CompromisedServer.Lists("F1", answer => answer.Entries.Select(entry => entry with { Payloads = new(new PayloadName(Digest.Of([1]), 9)) })));
        world.RunFor(TimeSpan.FromHours(1));

        Assert.Empty(world.Tracker.Directed);
        Assert.Equal(world.Factory.Name, world.Device.ConfirmedNow);
    }

    [Fact]
    [Trait("requirement", "R-ST-24")]
    public void A_catalogue_with_the_same_entry_many_times_is_the_same_catalogue()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Attach(CompromisedServer.Lists("F1", answer => [.. answer.Entries, .. answer.Entries, .. answer.Entries]));

        world.Completes(package);

        Assert.Single(world.Tracker.Catalogue.Published(package.Vendor, package.Class));
    }

    [Fact]
    [Trait("requirement", "R-ST-29")]
    [Trait("threat", "TUF.Rollback")]
    public void A_server_that_goes_back_to_its_old_catalogue_rolls_nobody_back()
    {
        var world = Play.Secure();
        var old = world.Publish(2);
        world.Attach(CompromisedServer.ServesOldCatalogue("F1"));
        world.Completes(old);
        world.Publish(3);
        world.RunFor(TimeSpan.FromHours(1));

        Assert.Equal(old.Name, world.Device.ConfirmedNow);
        Assert.True(world.Completed(old));
    }

    [Fact]
    [Trait("requirement", "R-ST-22")]
    [Trait("threat", "TUF.MaliciousMirror")]
    public void A_mirror_that_hides_updates_does_not_hide_them_at_the_other()
    {
        var world = new World(new WorldSettings { Servers = 2 });
        world.Attach(CompromisedServer.Lists("F1", _ => []));
        var package = world.Author.Make(2);
        world.Publish(package, server: 0);
        world.Publish(package, server: 1);

        world.Completes(package);

        Assert.Empty(world.Tracker.ServerLinks["F1"].Entries);
    }

    [Fact]
    [Trait("requirement", "R-ST-23")]
    [Trait("threat", "TUF.MixAndMatch")]
    public void Two_manifests_with_one_number_are_a_conflict_and_neither_is_offered()
    {
        var world = new World(new WorldSettings { Servers = 2 });
        world.Publish(world.Author.Make(2), server: 0);
        var (one, other) = (world.Author.Make(3), world.Author.Make(new PackageOrder(3) { Variant = "other" }));
        world.Publish(one, server: 0);
        world.Publish(other, server: 1);
        world.Reaches(() => world.Tracker.Catalogue.Conflicts.Count == 1);
        world.RunFor(TimeSpan.FromMinutes(30));

        Assert.Equal(3UL, world.Tracker.Catalogue.Conflicts[0].Number.Value);
        Assert.DoesNotContain(world.Tracker.Directed, directed => directed.Manifest == one.Name.Manifest && world.Device.Confirmed.Contains(one.Name));
        Assert.DoesNotContain(other.Name, world.Device.Confirmed);
    }

    [Fact]
    [Trait("requirement", "R-FS-05")]
    [Trait("requirement", "R-FS-06")]
    public void A_server_takes_no_second_manifest_for_a_number_and_no_lower_number()
    {
        var world = Play.Secure();
        world.Publish(3);

        var second = Assert.IsType<Refusal>(world.Publish(world.Author.Make(new PackageOrder(3) { Variant = "other" })));
        var lower = Assert.IsType<Refusal>(world.Publish(world.Author.Make(2)));

        Assert.Equal((ResultCode.SameNumberOtherManifest, ResultCode.RolledBack), (second.Code, lower.Code));
        Assert.Single(world.Server.Listed);
    }

    [Theory]
    [InlineData(Profile.Core)]
    [InlineData(Profile.Secure)]
    [Trait("requirement", "R-DC-22")]
    [Trait("requirement", "R-DC-23")]
    [Trait("threat", "TUF.ArbitraryInstallation")]
    public void An_altered_payload_is_never_booted_and_the_attempts_are_bounded(Profile profile)
    {
        var world = Play.Of(profile);
        world.Attach(CompromisedServer.AltersPayloads("F1"));
        var package = world.Publish(2);
        world.RunFor(TimeSpan.FromHours(3));

        Assert.Equal((ResultCode.PayloadDigestMismatch, 3U), (world.Track.Result, world.Track.Attempts));
        Assert.Equal(3, world.Device.State.Record!.LastOutcome is { } outcome ? (int)outcome.Serial : 0);
        Assert.DoesNotContain(world.Device.Boots, boot => boot.Image == package.Name);
    }

    [Fact]
    [Trait("requirement", "R-CM-05")]
    [Trait("requirement", "R-CM-17")]
    [Trait("threat", "TUF.EndlessData")]
    [Trait("threat", "Uptane.EndlessData")]
    public void Endless_data_is_not_passed_on_to_the_device()
    {
        var world = Play.Secure();
        world.Reaches(() => world.Track.LastCounter > 0);
        var attacker = CompromisedServer.NeverEnds("F1");
        world.Attach(attacker);
        var package = world.Publish(2);
        world.Reaches(() => attacker.Deeds >= 3);

        Assert.Equal(0, world.CountSent<ImageBlock>());
        Assert.Equal(0UL, world.Device.State.Candidate!.Received);
        world.Detach(attacker);
        world.Completes(package);
    }

    [Fact]
    [Trait("requirement", "R-CM-09")]
    [Trait("threat", "Uptane.SlowRetrieval")]
    public void A_server_that_is_slower_than_the_time_out_transfers_nothing_and_holds_nobody()
    {
        var world = Play.Secure();
        var attacker = CompromisedServer.IsSlow("F1", TimeSpan.FromMinutes(2));
        world.Attach(attacker);
        var package = world.Publish(2);
        world.Reaches(() => attacker.Deeds >= 5);

        Assert.Equal(0UL, world.Device.State.Candidate!.Received);
        Assert.Equal(world.Factory.Name, world.Device.State.Running!.Name);
        world.Detach(attacker);
        world.Completes(package);
    }

    [Fact]
    [Trait("requirement", "R-FS-12")]
    public void A_damaged_stored_payload_is_not_served()
    {
        var world = Play.Secure();
        var package = world.Publish(2);
        world.Server.Damage(Digest.Of(package.Payload.Span));

        world.Reaches(() => world.HasRefused("F1", ResultCode.StorageCorrupted));

        Assert.Equal(0, world.CountSent<ImageBlock>());
    }

    [Fact]
    [Trait("requirement", "R-FS-18")]
    public void A_payload_of_no_published_package_is_not_served()
    {
        var world = Play.Secure();
        var package = world.Author.Make(2);
        world.Server.Publish(package.Envelope);
        var request = new BlockRequest(Digest.Of(package.Payload.Span), 0, 64);
        world.Inject(new Packet(900, "T", "F1", Link.Server, request));
        world.Reaches(() => world.HasRefused("F1", ResultCode.NotAvailable));

        world.Inject(new Packet(901, "C1", "T", Link.Tracker, request));
        world.Reaches(() => world.HasRefused("T", ResultCode.NotAvailable));

        Assert.Equal(0, world.CountSent<Block>());
    }
}
