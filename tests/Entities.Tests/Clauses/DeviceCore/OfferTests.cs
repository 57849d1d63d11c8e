using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Tests;

/// <summary>Which packages a Device core takes on, and which directives it believes.</summary>
public sealed class OfferTests
{
    private readonly DeviceBench _device = new DeviceBench().Boot();

    [Fact]
    [Trait("requirement", "R-DC-04")]
    public void A_lower_number_is_refused() => Expect.Refused(ResultCode.RolledBack, _device.Offer(Releases.Old));

    [Fact]
    [Trait("requirement", "R-DC-05")]
    public void An_equal_number_with_another_digest_is_refused() => Expect.Refused(ResultCode.SameNumberOtherManifest, _device.Offer(Releases.Twin));

    [Fact]
    [Trait("requirement", "R-DC-05")]
    public void What_is_confirmed_already_is_nothing_to_do()
    {
        var outputs = _device.Offer(Releases.Base);

        Assert.Equal(new DirectiveAnswer(DevicePhase.Idle, null), Expect.Sent<DirectiveAnswer>(outputs));
        Expect.No<Output.EraseSlot>(outputs);
    }

    [Theory]
    [Trait("requirement", "R-DC-06")]
    [InlineData(0, ResultCode.None)]
    [InlineData(1, ResultCode.NumberTooFarAhead)]
    public void The_leap_to_a_number_is_bounded(ulong beyond, ResultCode expected)
    {
        var outputs = _device.Offer(new PackageSpec(10 + Limits.SequenceLeap + beyond).Make());

        if (expected == ResultCode.None) Assert.Equal(DevicePhase.Receiving, _device.Phase);
        else Expect.Refused(expected, outputs);
    }

    [Fact]
    [Trait("requirement", "R-DC-06")]
    public void The_highest_number_of_all_is_refused() => Expect.Refused(ResultCode.NumberTooFarAhead, _device.Offer(new PackageSpec(ulong.MaxValue).Make()));

    public static TheoryData<string, ResultCode> Unsuitable => new()
    {
        { Releases.ForOtherVendor.Label, ResultCode.WrongVendor },
        { Releases.ForOtherClass.Label, ResultCode.WrongClass },
        { Releases.ForOtherDevice.Label, ResultCode.WrongDevice },
        { Releases.OfUnknownComponent.Label, ResultCode.UnsupportedComponent },
        { Releases.TooLarge.Label, ResultCode.ImageTooLarge },
        { Releases.ByStranger.Label, ResultCode.NotAuthentic },
        { Releases.Unsigned.Label, ResultCode.NotAuthentic },
    };

    [Trait("requirement", "R-GEN-16")]
    [Trait("requirement", "R-GEN-19")]
    [Theory]
    [MemberData(nameof(Unsuitable))]
    [Trait("requirement", "R-DC-07")]
    [Trait("requirement", "R-DC-09")]
    [Trait("requirement", "R-DC-10")]
    [Trait("requirement", "R-DC-11")]
    [Trait("requirement", "R-DC-12")]
    [Trait("requirement", "R-DC-13")]
    [Trait("requirement", "R-DC-14")]
    [Trait("requirement", "R-DC-44")]
    public void A_package_that_is_not_for_this_device_is_refused_and_nothing_is_written(string label, ResultCode code) =>
        Expect.Refused(code, _device.Offer(Releases.All.Single(package => package.Label == label)));

    [Fact]
    [Trait("requirement", "R-DC-08")]
    public void A_manifest_that_does_not_match_the_signed_digest_is_refused()
    {
        _device.Ask();
        var envelope = Releases.Next.Envelope.ToArray();
        envelope[^1] ^= 1;

        Expect.Refused(ResultCode.ManifestDigestMismatch, _device.Feed(_device.Deliver(_device.Word(DirectiveKind.Install, Releases.Next.Name), envelope)));
    }

    [Fact]
    [Trait("requirement", "R-GEN-13")]
    public void Another_envelope_around_the_same_manifest_is_the_same_update()
    {
        _device.Offer(Releases.Next);
        var read = EnvelopeReader.Read(Releases.Next.Envelope.Memory, SuitLimits.Default).Value;
        var signedTwice = EnvelopeWriter.Encode(EnvelopeWriter.Sign(read, new FakeKey("the second author", CoseAlgorithm.Ed25519)).Value);
        _device.Ask();

        var outputs = _device.Feed(_device.Deliver(_device.Word(DirectiveKind.Install, Releases.Next.Name), signedTwice));

        Assert.NotEqual(Releases.Next.Envelope, (Bytes)signedTwice);
        Assert.DoesNotContain(outputs, output => output is Output.EraseSlot or Output.Refuse);
        Assert.Equal(DevicePhase.Receiving, _device.Phase);
    }

    [Fact]
    [Trait("requirement", "R-DC-13")]
    public void An_image_that_fills_the_slot_exactly_is_accepted()
    {
        _device.Offer(new PackageSpec(11) { Variant = "-full", Images = [new("firmware", DeviceBench.Capacity)] }.Make());

        Assert.Equal(DevicePhase.Receiving, _device.Phase);
    }

    [Theory]
    [Trait("requirement", "R-DC-44")]
    [Trait("requirement", "R-GEN-12")]
    [Trait("requirement", "R-GEN-27")]
    [InlineData(CoseAlgorithm.Ed25519, true)]
    [InlineData(CoseAlgorithm.Es256, false)]
    public void A_second_anchor_counts_with_its_own_algorithm_only(CoseAlgorithm algorithm, bool accepted)
    {
        var author = new FakeKey("the second author", algorithm);

        var outputs = _device.Offer(new PackageSpec(11) { Variant = "-second", Author = author }.Make());

        if (accepted) Assert.Equal(DevicePhase.Receiving, _device.Phase);
        else Expect.Refused(ResultCode.UnsupportedAlgorithm, outputs);
    }

    [Fact]
    [Trait("requirement", "R-DC-44")]
    public void An_older_algorithm_name_is_accepted_only_where_the_configuration_says_so()
    {
        var older = new FakeKey("an author with an older tool", CoseAlgorithm.Es256);
        var package = new PackageSpec(11) { Variant = "-older-name", Author = older }.Make();
        var trusting = _device.Configuration with { AuthorAnchors = [Known.Author, older] };
        var strict = new DeviceBench(trusting).Boot();
        var lenient = new DeviceBench(trusting with { Algorithms = AlgorithmPolicy.WithLegacyNames }).Boot();

        Expect.Refused(ResultCode.UnsupportedAlgorithm, strict.Offer(package));
        lenient.Offer(package);

        Assert.Equal(DevicePhase.Receiving, lenient.Phase);
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    public void In_profile_Secure_no_update_begins_without_a_directive()
    {
        _device.Ask();

        Expect.Refused(ResultCode.DirectiveMissing, _device.Feed(_device.Hear(new DirectiveDelivery(default, Releases.Next.Envelope))));
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    public void In_profile_Core_the_author_decides_alone()
    {
        var device = new DeviceBench(DeviceBench.Default with { Profile = Profile.Core }).Boot();

        device.Feed(device.Hear(new DirectiveDelivery(default, Releases.Next.Envelope)));

        Assert.Equal(DevicePhase.Receiving, device.Phase);
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    public void A_directive_of_a_stranger_is_not_believed()
    {
        _device.Ask();
        var forged = DeviceBench.Sign(_device.Word(DirectiveKind.Install, Releases.Next.Name), Known.Stranger);

        Expect.Refused(ResultCode.DirectiveNotAuthentic, _device.Feed(_device.Hear(new DirectiveDelivery(forged, Releases.Next.Envelope))));
    }

    [Fact]
    [Trait("requirement", "R-DC-15")]
    public void What_the_tracker_signed_for_another_purpose_is_no_directive()
    {
        _device.Ask();
        var content = _device.Word(DirectiveKind.Install, Releases.Next.Name).Encode();
        var signed = SignedStatement.Sign(Known.Tracker, DeviceReport.Domain, Directive.ContentType, content);

        Expect.Refused(ResultCode.DirectiveNotAuthentic, _device.Feed(_device.Hear(new DirectiveDelivery(signed, Releases.Next.Envelope))));
    }

    [Fact]
    [Trait("requirement", "R-DC-11")]
    public void A_directive_for_another_device_is_refused()
    {
        _device.Ask();

        Expect.Refused(ResultCode.WrongDevice, _device.Feed(_device.Deliver(_device.Word(DirectiveKind.UpToDate) with { Device = Known.OtherDevice })));
    }

    [Fact]
    [Trait("requirement", "R-DC-16")]
    public void A_nonce_counts_once()
    {
        _device.Ask();
        var directive = _device.Word(DirectiveKind.UpToDate);
        _device.Feed(_device.Deliver(directive));

        Expect.Refused(ResultCode.StaleNonce, _device.Feed(_device.Deliver(directive)));
    }

    [Fact]
    [Trait("requirement", "R-DC-16")]
    public void A_refused_directive_leaves_the_nonce_outstanding()
    {
        _device.Offer(Releases.Old);

        _device.Feed(_device.Install(Releases.Next));

        Assert.Equal(DevicePhase.Receiving, _device.Phase);
    }

    [Fact]
    [Trait("requirement", "R-DC-16")]
    [Trait("requirement", "R-DC-47")]
    public void Up_to_date_with_another_nonce_is_not_believed()
    {
        _device.Ask();
        _device.Feed(new Input.TimerFired(TimerId.Freshness));

        Expect.Refused(ResultCode.StaleNonce, _device.Feed(_device.Deliver(_device.Word(DirectiveKind.UpToDate) with { Nonce = Known.Nonce(200) })));
        Assert.True(_device.State.FreezeSuspected);
    }

    [Fact]
    [Trait("requirement", "R-DC-16")]
    public void A_nonce_does_not_survive_a_restart()
    {
        _device.Ask();
        var directive = _device.Word(DirectiveKind.Install, Releases.Next.Name);
        _device.Boot();

        Expect.Refused(ResultCode.StaleNonce, _device.Feed(_device.Deliver(directive, Releases.Next.Envelope)));
    }

    [Theory]
    [Trait("requirement", "R-DC-17")]
    [InlineData(true, 0, false)]
    [InlineData(true, 1, true)]
    [InlineData(false, 1, false)]
    public void With_a_clock_a_directive_ends_after_its_validity(bool hasClock, int late, bool refused)
    {
        var device = new DeviceBench(DeviceBench.Default with { HasClock = hasClock }).Boot();
        device.Ask();
        var directive = device.Word(DirectiveKind.UpToDate);
        device.Now = new Moment(directive.ValidUntil.UnixMilliseconds + late);

        var outputs = device.Feed(device.Deliver(directive));

        if (refused) Expect.Refused(ResultCode.DirectiveExpired, outputs);
        else Expect.Sent<DirectiveAnswer>(outputs);
    }

    [Fact]
    [Trait("requirement", "R-DC-18")]
    public void A_directive_that_names_another_manifest_is_refused()
    {
        _device.Ask();

        Expect.Refused(ResultCode.DirectiveNamesOtherManifest, _device.Feed(_device.Deliver(_device.Word(DirectiveKind.Install, Releases.Newer.Name), Releases.Next.Envelope)));
    }

    [Theory]
    [Trait("requirement", "R-DC-33")]
    [InlineData(DevicePhase.VerifyingImage)]
    [InlineData(DevicePhase.Installing)]
    [InlineData(DevicePhase.AwaitingBoot)]
    [InlineData(DevicePhase.Trial)]
    public void Another_update_is_refused_while_one_cannot_be_given_up(DevicePhase phase)
    {
        var device = new DeviceBench().To(phase);

        Expect.Refused(ResultCode.Busy, device.Offer(Releases.Newer));
    }

    [Theory]
    [Trait("requirement", "R-DC-34")]
    [InlineData(DevicePhase.Receiving)]
    [InlineData(DevicePhase.Verified)]
    public void A_newer_package_supersedes_one_that_is_not_installed(DevicePhase phase)
    {
        var device = new DeviceBench().To(phase);

        var outputs = device.Offer(Releases.Newer);

        Expect.Kinds(outputs, "CancelTimer", "SetTimer", "Persist", "EraseSlot", "WriteEnvelope", "Persist", "Send");
        Assert.Null(((DeviceCore.DeviceRecord)((Output.Persist)outputs[2]).Record).Candidate);
        Assert.Equal(new Outcome(Releases.Next.Name, ResultCode.Superseded, 1), device.Durable!.LastOutcome);
        Assert.Equal(Releases.Newer.Name, device.Durable.Candidate!.Image.Name);
    }

    [Fact]
    [Trait("requirement", "R-DC-33")]
    [Trait("requirement", "R-DC-34")]
    public void A_package_that_is_not_newer_than_the_candidate_does_not_take_its_place()
    {
        var device = new DeviceBench().Boot();
        device.Offer(Releases.Newer);
        var held = device.Durable;

        var outputs = device.Offer(Releases.Next);

        Expect.Refused(ResultCode.Busy, outputs);
        Assert.Equal(held, device.Durable);
    }

    [Fact]
    [Trait("requirement", "R-DC-18")]
    public void A_directive_for_the_candidate_with_the_envelope_of_another_package_is_refused()
    {
        var device = new DeviceBench().To(DevicePhase.Receiving);

        device.Ask();

        var outputs = device.Feed(device.Deliver(device.Word(DirectiveKind.Install, Releases.Next.Name), Releases.Newer.Envelope));

        Expect.Refused(ResultCode.DirectiveNamesOtherManifest, outputs);
    }
}
