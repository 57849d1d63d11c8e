using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>What a device makes of a manifest before it fetches a byte, and before it starts an image.</summary>
public sealed class PlannerTests
{
    private static readonly byte[] Digest123 = Forge.ImageDigest([1, 2, 3]);

    [Fact]
    public void Images_are_planned_in_manifest_order_at_aligned_offsets()
    {
        var plan = UpdatePlanner.Plan(Forge.Verified(Forge.TwoComponents), Forge.Facts).Value;
        Assert.Equal(7UL, plan.SequenceNumber.Value);
        Assert.Equal(Forge.TwoComponents.Build().Value.ManifestDigest, plan.ManifestDigest);
        Assert.Equal(
            [
                new PlannedImage(0, Forge.Main, "coap://server/main", null, null, Digest.Of(Forge.Image), 1000, 0),
                new PlannedImage(1, Forge.Radio, "#radio", null, null, Digest.Of([1, 2, 3]), 3, 1024),
            ],
            plan.Images.ToArray());
        Assert.Equal(1027UL, plan.TotalSize);
    }

    [Fact]
    public void An_integrated_payload_is_part_of_the_plan_when_it_matches()
    {
        var envelope = EnvelopeWriter.Sign(Forge.TwoComponents.Build().Value, Forge.Author).Value;
        Assert.Equal(new byte[] { 1, 2, 3 }, Plan(EnvelopeWriter.WithPayload(envelope, "#radio", new byte[] { 1, 2, 3 })).Value.Images[1].Integrated);
        Assert.Equal(ResultCode.PayloadDigestMismatch, Plan(EnvelopeWriter.WithPayload(envelope, "#radio", new byte[] { 1, 2, 4 })).Error!.Code);
        Assert.Equal(ResultCode.PayloadDigestMismatch, Plan(EnvelopeWriter.WithPayload(envelope, "#radio", new byte[] { 1, 2, 3, 4 })).Error!.Code);
        Assert.Null(Plan(EnvelopeWriter.WithPayload(envelope, "#other", new byte[] { 9 })).Error);
    }

    [Fact]
    public void A_manifest_for_others_is_refused()
    {
        var verified = Forge.Verified(Forge.Builder with { Device = Forge.Device });
        Assert.Null(UpdatePlanner.Plan(verified, Forge.Facts).Error);
        Assert.Equal(ResultCode.WrongVendor, UpdatePlanner.Plan(verified, Forge.Facts with { Vendors = [Uuid5.Vendor("other.com")] }).Error!.Code);
        Assert.Equal(ResultCode.WrongClass, UpdatePlanner.Plan(verified, Forge.Facts with { Classes = [] }).Error!.Code);
        Assert.Equal(ResultCode.WrongDevice, UpdatePlanner.Plan(verified, Forge.Facts with { Device = new DeviceId(Guid.Empty) }).Error!.Code);
        Assert.Equal(ResultCode.WrongVendor, InvocationPlanner.Plan(verified, Forge.Facts with { Vendors = [] }).Error!.Code);
    }

    [Fact]
    public void A_component_that_the_device_does_not_have_is_refused() =>
        Assert.Equal(ResultCode.UnsupportedComponent, UpdatePlanner.Plan(Forge.Verified(Forge.TwoComponents), Forge.Facts with { Components = [new DeviceComponent(Forge.Main, 4096)] }).Error!.Code);

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var verified = Forge.Verified(Forge.TwoComponents);
        Assert.Equal(ResultCode.ImageTooLarge, UpdatePlanner.Plan(verified, Forge.Facts with { Components = [new DeviceComponent(Forge.Main, 999), new DeviceComponent(Forge.Radio, 512)] }).Error!.Code);
        Assert.Equal(ResultCode.ImageTooLarge, UpdatePlanner.Plan(verified, Forge.Facts with { SlotCapacity = 1026 }).Error!.Code);
        Assert.Null(UpdatePlanner.Plan(verified, Forge.Facts with { SlotCapacity = 1027 }).Error);
        Assert.Equal(ResultCode.ImageTooLarge, UpdatePlanner.Plan(verified, Forge.Facts with { Alignment = ulong.MaxValue }).Error!.Code);
    }

    [Trait("requirement", "R-GEN-22")]
    [Fact]
    public void A_fetch_is_followed_by_a_check_of_digest_and_size()
    {
        var uri = Forge.Map((21, "coap://server/main"));
        Assert.Equal(ResultCode.MissingElement, Plan(20, uri, 21, 15).Error!.Code);
        Assert.Equal(ResultCode.MissingElement, Plan(3, 15, 20, uri, 21, 15).Error?.Code ?? ResultCode.None);
        Assert.Null(Plan(20, uri, 21, 15, 3, 15).Error);
        // Fetched twice, checked once: the first one was never checked.
        Assert.Equal(ResultCode.MissingElement, Plan(20, uri, 21, 15, 21, 15, 3, 15).Error!.Code);
        Assert.Equal(SuitReportReason.ConditionFailed, Plan(20, uri, 21, 15, 3, 15, 20, Forge.Map((3, Digest123)), 3, 15).Error!.Reason);
        Assert.Equal(SuitReportReason.ConditionFailed, Plan(20, uri, 21, 15, 3, 15, 20, Forge.Map((14, 5)), 3, 15).Error!.Reason);
    }

    [Fact]
    public void A_size_is_needed_as_well_as_a_digest()
    {
        var shared = Forge.Sequence(20, Forge.Map((1, Forge.Id(Forge.Vendor.Value)), (2, Forge.Id(Forge.Class.Value)), (3, Digest123)), 1, 15, 2, 15);
        var manifest = Forge.Manifest((3, Forge.Common(shared)), (20, Forge.Sequence(20, Forge.Map((21, "coap://a")), 21, 15, 3, 15)));
        Assert.Equal(ResultCode.MissingElement, UpdatePlanner.Plan(Forge.Verify(manifest).Value, Forge.Facts).Error!.Code);
    }

    [Fact]
    public void Vendor_and_class_have_to_be_checked_even_for_a_lenient_verifier()
    {
        var manifest = Forge.Manifest((3, Forge.Common(Forge.Sequence(20, Forge.Map((5, 0))))));
        Assert.Equal(ResultCode.MissingElement, Forge.Verify(manifest).Error!.Code);
        Assert.Equal(ResultCode.MissingElement, UpdatePlanner.Plan(Forge.Verify(manifest, SuitProfile.Full).Value, Forge.Facts).Error!.Code);
    }

    [Fact]
    public void What_passes_through_a_staging_component_is_written_once()
    {
        var verified = Staged(12, 1, 20, Forge.Map((21, "coap://a"), (3, Digest123)), 21, 15, 3, 15, 12, 0, 20, Forge.Map((22, 1), (3, Digest123), (14, 3)), 22, 15, 3, 15);
        var facts = Forge.Facts with { Components = [new DeviceComponent(Forge.Main, 4096), new DeviceComponent(Forge.Radio, 512) { Staging = true }] };
        var image = Assert.Single(UpdatePlanner.Plan(verified, facts).Value.Images);
        Assert.Equal(("coap://a", Forge.Main, 3UL), (image.Uri, image.Component, image.Size));
        Assert.Equal(2, UpdatePlanner.Plan(verified, Forge.Facts).Value.Images.Length);
    }

    [Fact]
    public void Literal_content_is_planned_with_its_bytes()
    {
        var image = Assert.Single(Plan(20, Forge.Map((18, new byte[] { 1, 2, 3 })), 18, 15).Value.Images);
        Assert.Equal((new Bytes(new byte[] { 1, 2, 3 }), (string?)null, Digest.Of([1, 2, 3]), 3UL), (image.Integrated!.Value, image.Uri, image.Digest, image.Size));
    }

    [Fact]
    public void An_untouched_component_is_judged_by_what_is_installed()
    {
        var installed = Forge.Facts with { Components = [new DeviceComponent(Forge.Main, 4096) { InstalledDigest = Digest.Of(Forge.Image), InstalledSize = 1000 }] };
        var verified = Forge.Verify(Forge.Manifest((7, Forge.Sequence(3, 15)))).Value;
        Assert.Empty(UpdatePlanner.Plan(verified, installed).Value.Images);
        Assert.Equal(ResultCode.PayloadDigestMismatch, UpdatePlanner.Plan(verified, Forge.Facts).Error!.Code);
    }

    [Fact]
    public void A_copy_of_an_installed_component_is_planned_as_such()
    {
        var verified = Staged(12, 0, 20, Forge.Map((22, 1), (3, Digest123), (14, 3)), 22, 15, 3, 15);
        var facts = Forge.Facts with { Components = [new DeviceComponent(Forge.Main, 4096), new DeviceComponent(Forge.Radio, 512) { InstalledDigest = Digest.Of([1, 2, 3]), InstalledSize = 3 }] };
        Assert.Equal(Forge.Radio, Assert.Single(UpdatePlanner.Plan(verified, facts).Value.Images).CopyFrom);
        Assert.Equal(ResultCode.PayloadDigestMismatch, UpdatePlanner.Plan(verified, Forge.Facts).Error!.Code);
        Assert.Equal(ResultCode.UnsupportedCommand, UpdatePlanner.Plan(verified, facts with { ReusesInstalled = false }).Error!.Code);
    }

    [Fact]
    public void What_is_installed_is_not_swapped_into_an_update()
    {
        var verified = Staged(12, 0, 20, Forge.Map((22, 1), (3, Digest123), (14, 3)), 31, 15, 3, 15);
        Assert.Equal(ResultCode.UnsupportedCommand, UpdatePlanner.Plan(verified, Forge.Facts with { ReusesInstalled = false }).Error!.Code);
    }

    [Fact]
    public void The_slot_decides_between_branches()
    {
        byte[] Branch(int slot, string uri) => CborEncoder.Encode(Forge.Array(20, Forge.Map((5, slot)), 5, 15, 20, Forge.Map((21, uri))));
        var verified = Forge.VerifyInstall(15, Forge.Array(Branch(0, "coap://a"), Branch(1, "coap://b")), 21, 15, 3, 15).Value;
        Assert.Equal("coap://a", UpdatePlanner.Plan(verified, Forge.Facts).Value.Images[0].Uri);
        Assert.Equal("coap://b", UpdatePlanner.Plan(verified, Forge.Facts with { Slot = 1 }).Value.Images[0].Uri);
        Assert.Equal(SuitReportReason.ConditionFailed, UpdatePlanner.Plan(verified, Forge.Facts with { Slot = 2 }).Error!.Reason);
    }

    [Fact]
    public void An_update_does_not_invoke_and_an_invocation_does_not_fetch()
    {
        Assert.Equal(SuitReportReason.OperationFailed, Plan(23, 15).Error!.Reason);
        var fetching = Forge.Verify(Forge.Manifest((8, Forge.Sequence(20, Forge.Map((21, "coap://a")), 21, 15)))).Value;
        Assert.Equal(SuitReportReason.OperationFailed, InvocationPlanner.Plan(fetching, Forge.Facts).Error!.Reason);
    }

    [Fact]
    public void An_invocation_names_what_to_check_and_what_to_start()
    {
        var plan = InvocationPlanner.Plan(Forge.Verified(Forge.TwoComponents with { InvokeArgs = new byte[] { 1 } }), Forge.Facts).Value;
        Assert.Equal((Forge.Main, Forge.Main, (Bytes?)new Bytes(new byte[] { 1 })), (plan.Invoked, plan.Image, plan.Arguments));
        Assert.Equal([new ImageDemand(Forge.Main, Digest.Of(Forge.Image), 1000), new ImageDemand(Forge.Radio, Digest.Of([1, 2, 3]), 3)], plan.Demands.ToArray());
    }

    [Fact]
    public void What_load_copies_is_checked_where_it_comes_from()
    {
        var verified = Forge.Verify(Forge.Manifest(
            (3, TwoComponents()),
            (8, Forge.Sequence(12, 1, 20, Forge.Map((22, 0), (3, Digest123), (14, 3)), 22, 15, 3, 15)),
            (9, Forge.Sequence(12, 1, 23, 15)))).Value;
        var plan = InvocationPlanner.Plan(verified, Forge.Facts).Value;
        Assert.Equal((Forge.Radio, Forge.Main), (plan.Invoked, plan.Image));
        Assert.Equal([new ImageDemand(Forge.Main, Digest.Of([1, 2, 3]), 3)], plan.Demands.ToArray());
    }

    [Fact]
    public void Nothing_unchecked_is_started()
    {
        var verified = Forge.Verify(Forge.Manifest((9, Forge.Sequence(23, 15)))).Value;
        Assert.Equal(ResultCode.MissingElement, InvocationPlanner.Plan(verified, Forge.Facts).Error!.Code);
        Assert.Null(InvocationPlanner.Plan(Forge.Verified(Forge.Builder with { InvokedComponent = null }), Forge.Facts).Value.Invoked);
    }

    private static Result<UpdatePlan, SuitError> Plan(Envelope envelope) => UpdatePlanner.Plan(EnvelopeVerifier.Verify(envelope, Forge.Anchors, AlgorithmPolicy.Current).Value, Forge.Facts);

    private static Result<UpdatePlan, SuitError> Plan(params object?[] install)
    {
        var facts = Forge.Facts with { Components = [new DeviceComponent(Forge.Main, 4096) { InstalledDigest = Digest.Of(Forge.Image), InstalledSize = 1000 }] };
        return UpdatePlanner.Plan(Forge.VerifyInstall(install).Value, facts);
    }

    private static VerifiedManifest Staged(params object?[] install) => Forge.Verify(Forge.Manifest((3, TwoComponents()), (20, Forge.Sequence(install)))).Value;

    private static CborValue TwoComponents() => Forge.Common(
        Forge.Sequence(12, true, 20, Forge.Map((1, Forge.Id(Forge.Vendor.Value)), (2, Forge.Id(Forge.Class.Value))), 1, 15, 2, 15),
        Forge.Array(Forge.Array("main"u8.ToArray()), Forge.Array("radio"u8.ToArray())));
}
