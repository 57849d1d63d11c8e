using System.Collections.Immutable;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Tests;

/// <summary>Publishing, serving and withdrawing one package.</summary>
public sealed class FirmwareServerTests
{
    private readonly FirmwareServerMachine _machine = new(new([Known.Author]));
    private PackageState _state = PackageState.Initial;

    [Fact]
    [Trait("requirement", "R-FS-02")]
    public void What_is_no_envelope_is_refused() => Expect.Refused(ResultCode.MalformedManifest, Feed(new Input.PublishAsked(new byte[] { 1 }, null, Sequence<Digest>.Empty)));

    [Fact]
    [Trait("requirement", "R-FS-02")]
    public void A_manifest_that_does_not_match_the_signed_digest_is_refused()
    {
        var envelope = Releases.Next.Envelope.ToArray();
        envelope[^1] ^= 1;

        Expect.Refused(ResultCode.ManifestDigestMismatch, Feed(new Input.PublishAsked(envelope, null, Sequence<Digest>.Empty)));
    }

    [Fact]
    [Trait("requirement", "R-FS-03")]
    [Trait("requirement", "R-FS-01")]
    public void A_package_of_a_stranger_is_refused() => Expect.Refused(ResultCode.NotAuthentic, Publish(Releases.ByStranger));

    [Fact]
    [Trait("requirement", "R-FS-04")]
    [Trait("requirement", "R-FS-10")]
    public void A_package_is_published_when_its_last_payload_is_stored()
    {
        var package = new PackageSpec(15) { Images = [new("firmware", 150), new("radio", 30)] }.Make();
        Expect.Kinds(Publish(package), "StoreEnvelope", "Persist", "Send");
        Assert.Equal((PackagePhase.Staged, 2), (_state.Phase, _state.Record!.Missing.Count));

        Expect.Kinds(Feed(new Input.PayloadStored(package.Payloads[1].Digest)), "Persist");
        Assert.Equal(PackagePhase.Staged, _state.Phase);
        Expect.Refused(ResultCode.NotAvailable, Feed(new Input.PayloadStored(package.Payloads[1].Digest)));
        Feed(new Input.PayloadStored(package.Payloads[0].Digest));
        Assert.Equal(PackagePhase.Published, _state.Phase);
    }

    [Fact]
    [Trait("requirement", "R-FS-04")]
    public void A_package_whose_payloads_are_there_is_published_at_once()
    {
        var answer = Expect.Sent<PublishAnswer>(Publish(Releases.Next, present: Releases.Next.Payloads[0].Digest));

        Assert.Equal(new PublishAnswer(Releases.Next.Name.Manifest, PackagePhase.Published, Sequence<PayloadName>.Empty), answer);
    }

    [Theory]
    [Trait("requirement", "R-FS-05")]
    [Trait("requirement", "R-FS-06")]
    [InlineData(10, ResultCode.None)]
    [InlineData(11, ResultCode.SameNumberOtherManifest)]
    [InlineData(12, ResultCode.RolledBack)]
    public void A_number_is_above_the_highest_that_is_published(ulong highest, ResultCode refused)
    {
        var outputs = Publish(Releases.Next, new ImageName(new(highest), Digest.Of("another"u8)));

        if (refused == ResultCode.None) Expect.Sent<PublishAnswer>(outputs);
        else Expect.Refused(refused, outputs);
    }

    [Theory]
    [Trait("requirement", "R-FS-07")]
    [Trait("requirement", "R-FS-18")]
    [InlineData(0, 150, true)]
    [InlineData(149, 1, true)]
    [InlineData(150, 0, true)]
    [InlineData(0, 151, false)]
    [InlineData(150, 1, false)]
    [InlineData(ulong.MaxValue, uint.MaxValue, false)]
    public void Ranges_within_the_payload_are_served(ulong offset, uint length, bool served)
    {
        Publish(Releases.Next, present: Releases.Next.Payloads[0].Digest);

        var outputs = Ask(new BlockRequest(Releases.Next.Payloads[0].Digest, offset, length));

        if (served) Assert.Equal(new Output.ServeBlock(Releases.Next.Payloads[0].Digest, offset, length), Assert.Single(outputs));
        else Expect.Refused(ResultCode.NotAvailable, outputs);
    }

    [Fact]
    [Trait("requirement", "R-FS-18")]
    public void Nothing_of_a_package_that_is_not_published_is_served()
    {
        Publish(Releases.Next);

        Expect.Refused(ResultCode.NotAvailable, Ask(new EnvelopeRequest(Releases.Next.Name.Manifest)));
        Expect.Refused(ResultCode.NotAvailable, Ask(new BlockRequest(Releases.Next.Payloads[0].Digest, 0, 1)));
    }

    [Fact]
    [Trait("requirement", "R-FS-08")]
    [Trait("requirement", "R-FS-11")]
    public void A_withdrawn_package_is_no_longer_served_and_stays_withdrawn()
    {
        Publish(Releases.Next, present: Releases.Next.Payloads[0].Digest);

        Expect.Kinds(Withdraw(), "Persist", "Send");
        Expect.Kinds(Withdraw(), "Send");
        Expect.Refused(ResultCode.Withdrawn, Ask(new EnvelopeRequest(Releases.Next.Name.Manifest)));
        Expect.Refused(ResultCode.Withdrawn, Publish(Releases.Next));
    }

    [Fact]
    [Trait("requirement", "R-FS-08")]
    public void What_was_never_published_cannot_be_withdrawn() => Expect.Refused(ResultCode.NotAvailable, Withdraw());

    [Fact]
    [Trait("requirement", "R-FS-11")]
    public void Publishing_twice_changes_nothing_and_answers_the_same()
    {
        var first = Expect.Sent<PublishAnswer>(Publish(Releases.Next));
        var before = _state;

        Assert.Equal(first, Expect.Sent<PublishAnswer>(Publish(Releases.Next)));
        Assert.Equal(before, _state);
    }

    [Fact]
    [Trait("requirement", "R-FS-14")]
    [Trait("requirement", "R-FS-16")]
    public void Integrated_payloads_are_stored_apart_and_the_envelope_is_served_without_them()
    {
        var outputs = Publish(Releases.Whole);

        Expect.Kinds(outputs, "StorePayload", "StoreEnvelope", "Persist", "Send");
        Assert.Equal(Releases.Whole.Payloads[0].Digest, Expect.One<Output.StorePayload>(outputs).Payload);
        var stored = EnvelopeReader.Read(Expect.One<Output.StoreEnvelope>(outputs).Envelope.Memory, SuitLimits.Default).Value;
        Assert.Empty(stored.IntegratedPayloads);
        Assert.Equal(Releases.Whole.Name.Manifest, stored.ManifestDigest);
    }

    [Fact]
    [Trait("requirement", "R-FS-16")]
    public void An_envelope_without_payloads_is_stored_as_it_was_signed() =>
        Assert.Equal(Releases.Next.Envelope, Expect.One<Output.StoreEnvelope>(Publish(Releases.Next)).Envelope);

    [Fact]
    [Trait("requirement", "R-FS-09")]
    public void The_entry_of_a_package_names_what_a_tracker_needs()
    {
        Publish(Releases.Next);

        Assert.Equal(Releases.Next.Entry, _state.Record!.ToEntry());
    }

    private ImmutableArray<Output> Feed(Input input)
    {
        var reaction = _machine.Handle(_state, input);
        _state = reaction.State;
        return reaction.Outputs;
    }

    private ImmutableArray<Output> Publish(TestPackage package, ImageName? highest = null, params Digest[] present) =>
        Feed(new Input.PublishAsked(package.Envelope, highest, new(present)));

    private ImmutableArray<Output> Ask(Message message) => Feed(new Input.Received(Link.Server, message, Known.Start, Known.Nonce(1)));

    private ImmutableArray<Output> Withdraw() => Feed(new Input.Received(Link.Author, new WithdrawRequest(Releases.Next.Name.Manifest), Known.Start, Known.Nonce(1)));
}
