using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Simulation.Tests.Attacks;

/// <summary>
/// The threats of RFC 9124 that lie in a package. The tracker is in the attacker's hand as well, so that nothing but the device's own judgement
/// stands between the package and the flash.
/// </summary>
public sealed class Rfc9124PackageTests
{
    [Fact]
    [Trait("requirement", "R-DC-04")]
    [Trait("threat", "THREAT.IMG.EXPIRED")]
    public void An_older_package_is_refused_although_it_is_authentic()
    {
        var world = Play.Secure();
        world.Installs(2);
        world.Withstands(CompromisedTracker.Directs(world, world.Factory), "D1", ResultCode.RolledBack);
    }

    [Fact]
    [Trait("requirement", "R-DC-05")]
    [Trait("threat", "THREAT.IMG.EXPIRED")]
    public void Another_package_with_the_confirmed_number_is_refused()
    {
        var world = Play.Secure();
        world.Installs(2);
        world.Withstands(CompromisedTracker.Directs(world, world.Author.Make(new PackageOrder(2) { Variant = "other" })), "D1", ResultCode.SameNumberOtherManifest);
    }

    [Fact]
    [Trait("requirement", "R-DC-06")]
    [Trait("threat", "TUF.FastForward")]
    public void A_number_that_would_exhaust_the_counter_is_refused()
    {
        var world = Play.Secure();
        world.Withstands(CompromisedTracker.Directs(world, world.Author.Make(1 + Limits.SequenceLeap + 1)), "D1", ResultCode.NumberTooFarAhead);
    }

    [Fact]
    [Trait("requirement", "R-DC-06")]
    [Trait("threat", "TUF.FastForward")]
    public void The_highest_number_of_all_is_refused()
    {
        var world = Play.Secure();
        world.Withstands(CompromisedTracker.Directs(world, world.Author.Make(ulong.MaxValue)), "D1", ResultCode.NumberTooFarAhead);
    }

    [Fact]
    [Trait("requirement", "R-DC-09")]
    [Trait("threat", "THREAT.IMG.INCOMPATIBLE")]
    public void A_package_for_another_vendor_is_refused() =>
        Refused(world => new PackageOrder(2) { Vendor = Uuid5.Vendor("other.example") }, ResultCode.WrongVendor);

    [Fact]
    [Trait("requirement", "R-DC-10")]
    [Trait("threat", "THREAT.IMG.INCOMPATIBLE")]
    [Trait("threat", "TUF.WrongSoftware")]
    public void A_package_for_another_class_is_refused() =>
        Refused(world => new PackageOrder(2) { Class = Uuid5.Class(world.Author.Vendor, "pump") }, ResultCode.WrongClass);

    [Fact]
    [Trait("requirement", "R-DC-11")]
    [Trait("threat", "THREAT.IMG.INCOMPATIBLE")]
    public void A_package_for_another_device_is_refused() =>
        Refused(_ => new PackageOrder(2) { Device = new DeviceId(new Guid("11111111-2222-3333-4444-555555555555")) }, ResultCode.WrongDevice);

    [Fact]
    [Trait("requirement", "R-GEN-20")]
    [Trait("threat", "THREAT.IMG.INCOMPATIBLE")]
    public void A_package_that_does_not_say_for_whom_it_is_is_refused() =>
        Refused(_ => new PackageOrder(2) { Edit = ManifestEdits.WithoutConditions() }, ResultCode.MissingElement);

    [Fact]
    [Trait("requirement", "R-DC-12")]
    [Trait("threat", "THREAT.IMG.FORMAT")]
    public void A_payload_format_that_the_device_does_not_have_is_refused() =>
        Refused(_ => new PackageOrder(2) { Edit = ManifestEdits.AddParameter(19, CborValue.Of(new byte[] { 0x40 })) }, ResultCode.UnsupportedParameter);

    [Fact]
    [Trait("requirement", "R-DC-12")]
    [Trait("threat", "THREAT.IMG.FORMAT")]
    public void A_manifest_of_another_version_is_refused() =>
        Refused(_ => new PackageOrder(2) { Edit = ManifestEdits.Set(1, CborValue.Of(2L)) }, ResultCode.UnsupportedManifestVersion);

    [Fact]
    [Trait("requirement", "R-DC-12")]
    [Trait("threat", "TUF.ExtraneousDependencies")]
    public void A_package_with_dependencies_is_refused() =>
        Refused(_ => new PackageOrder(2) { Edit = ManifestEdits.SetCommon(1, CborValue.MapOf(new CborEntry(0, CborValue.MapOf()))) }, ResultCode.UnsupportedCommand);

    [Fact]
    [Trait("requirement", "R-DC-12")]
    [Trait("threat", "THREAT.IMG.LOCATION")]
    public void A_package_that_writes_where_the_device_has_nothing_is_refused() =>
        Refused(_ => new PackageOrder(2) { Components = ["bootloader"] }, ResultCode.UnsupportedComponent);

    [Fact]
    [Trait("requirement", "R-DC-13")]
    [Trait("threat", "THREAT.IMG.LOCATION")]
    [Trait("threat", "TUF.EndlessData")]
    public void An_image_that_is_larger_than_the_slot_is_refused_before_anything_is_written() =>
        Refused(_ => new PackageOrder(2) { Size = 5000 }, ResultCode.ImageTooLarge);

    [Theory]
    [InlineData(PackageFlaw.Unsigned, ResultCode.NotAuthentic)]
    [InlineData(PackageFlaw.AlteredSignature, ResultCode.NotAuthentic)]
    [Trait("requirement", "R-DC-07")]
    [Trait("threat", "THREAT.IMG.NON_AUTH")]
    [Trait("threat", "TUF.ArbitraryInstallation")]
    public void A_package_that_no_author_signed_like_this_is_refused(PackageFlaw flaw, ResultCode code) =>
        Refused(_ => new PackageOrder(2) { Flaw = flaw }, code);

    [Fact]
    [Trait("requirement", "R-DC-44")]
    [Trait("threat", "THREAT.IMG.NON_AUTH")]
    [Trait("threat", "Uptane.ArbitrarySoftware")]
    public void A_package_of_somebody_else_is_refused()
    {
        var world = Play.Secure();
        var stranger = new Author("stranger", world.Author.Vendor, world.Author.Class);
        world.Withstands(CompromisedTracker.Directs(world, stranger.Make(2)), "D1", ResultCode.NotAuthentic);
    }

    [Theory]
    [InlineData(PackageFlaw.Garbage)]
    [InlineData(PackageFlaw.Truncated)]
    [InlineData(PackageFlaw.AlteredManifest)]
    [Trait("requirement", "R-CM-12")]
    [Trait("threat", "THREAT.NET.ONPATH")]
    public void What_is_no_envelope_does_not_even_reach_the_device(PackageFlaw flaw)
    {
        var world = Play.Secure();
        world.Reaches(() => world.CountSent<DirectiveAnswer>() > 0);
        var before = DeviceSnapshot.Of(world.Device);
        var deliveries = world.CountSent<DirectiveDelivery>();
        var attacker = CompromisedTracker.Directs(world, world.Author.Make(new PackageOrder(2) { Flaw = flaw }));
        world.Attach(attacker);
        world.Reaches(() => attacker.Deeds >= 3);

        Assert.Equal(deliveries, world.CountSent<DirectiveDelivery>());
        Assert.Equal(before, DeviceSnapshot.Of(world.Device));
        world.Detach(attacker);
        world.Installs(3);
    }

    [Theory]
    [InlineData(PackageFlaw.Garbage, ResultCode.MalformedManifest)]
    [InlineData(PackageFlaw.Truncated, ResultCode.MalformedManifest)]
    [InlineData(PackageFlaw.AlteredManifest, ResultCode.ManifestDigestMismatch)]
    [Trait("requirement", "R-DC-07")]
    [Trait("requirement", "R-DC-08")]
    [Trait("threat", "THREAT.NET.ONPATH")]
    public void What_is_no_envelope_is_refused_by_the_device(PackageFlaw flaw, ResultCode code)
    {
        var world = Play.Secure();
        var bad = world.Author.Make(new PackageOrder(2) { Flaw = flaw });
        world.Reaches(() => world.Track.LastCounter > 0);
        world.Publish(5);
        world.Reaches(() => world.Tracker.Catalogue.Newest(world.Author.Vendor, world.Author.Class) is not null);
        world.Withstands(LyingCommunicator.Delivers("C1", delivery => delivery with { Envelope = bad.Envelope }), "D1", code);
    }

    [Fact]
    [Trait("requirement", "R-GEN-23")]
    [Trait("threat", "THREAT.MFST.MODIFICATION")]
    public void A_manifest_that_was_changed_before_it_is_signed_is_not_signed()
    {
        var world = Play.Secure();
        var sound = EnvelopeReader.Read(world.Factory.Envelope.Memory, SuitLimits.Default).Value;
        var changed = sound with { Manifest = OnPath.Flip(sound.Manifest), Blocks = [] };

        var signed = EnvelopeWriter.Sign(changed, world.Author.Key);

        Assert.Equal(ResultCode.ManifestDigestMismatch, signed.Error!.Code);
    }

    [Theory]
    [InlineData(PackageFlaw.Unsigned, ResultCode.NotAuthentic)]
    [InlineData(PackageFlaw.AlteredSignature, ResultCode.NotAuthentic)]
    [InlineData(PackageFlaw.AlteredManifest, ResultCode.ManifestDigestMismatch)]
    [InlineData(PackageFlaw.Garbage, ResultCode.MalformedManifest)]
    [Trait("requirement", "R-FS-02")]
    [Trait("requirement", "R-FS-03")]
    [Trait("threat", "THREAT.IMG.NON_AUTH")]
    public void A_flawed_package_is_not_published(PackageFlaw flaw, ResultCode code)
    {
        var world = Play.Secure();

        var answer = Assert.IsType<Refusal>(world.Publish(world.Author.Make(new PackageOrder(2) { Flaw = flaw })));

        Assert.Equal(code, answer.Code);
        Assert.Empty(world.Server.Listed);
    }

    private static void Refused(Func<World, PackageOrder> order, ResultCode code)
    {
        var world = Play.Secure();
        world.Withstands(CompromisedTracker.Directs(world, world.Author.Make(order(world))), "D1", code);

        // In profile Core nothing but the package speaks: it is refused there just the same.
        var core = Play.Core();
        core.Withstands(CompromisedTracker.Directs(core, core.Author.Make(order(core))), "D1", code);
    }
}
