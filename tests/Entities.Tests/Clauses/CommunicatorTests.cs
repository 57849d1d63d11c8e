using System.Collections.Immutable;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.Entities.Tests;

/// <summary>The round of a Communicator: what it relays, asks, and does after failures.</summary>
public sealed class CommunicatorTests
{
    private static readonly Digest Manifest = Releases.Next.Name.Manifest;
    private static readonly BlockWant Want = new(Releases.Next.Components[0].Digest, 0, 100);
    private static readonly Bytes SignedDirective = new byte[] { 1, 2, 3 };

    private readonly CommunicatorConfiguration _configuration = new();
    private readonly CommunicatorMachine _machine = new(new());
    private CommunicatorState _state = CommunicatorState.Initial;

    [Fact]
    [Trait("requirement", "R-CM-01")]
    public void It_checks_at_the_start_and_whenever_the_poll_is_due()
    {
        Assert.Equal(new StatusRequest(), Sent(Feed(new Input.Started()), Link.Device));
        Feed(new Input.LinkFailed(Link.Device, ResultCode.Unreachable));

        Assert.Equal(new StatusRequest(), Sent(Feed(new Input.TimerFired(TimerId.Poll)), Link.Device));
    }

    [Fact]
    [Trait("requirement", "R-CM-15")]
    public void It_checks_on_request_but_never_twice_at_once()
    {
        Sent(Feed(new Input.CheckRequested()), Link.Device);

        Expect.Refused(ResultCode.NotNow, Feed(new Input.CheckRequested()));
    }

    [Fact]
    [Trait("requirement", "R-CM-02")]
    public void It_relays_the_report_unaltered()
    {
        Feed(new Input.Started());

        Assert.Equal(new CheckIn(new byte[] { 9, 8 }, null, ResultCode.None), Sent(Device(new StatusReport(new byte[] { 9, 8 })), Link.Tracker));
    }

    [Fact]
    [Trait("requirement", "R-CM-03")]
    [Trait("requirement", "R-CM-16")]
    public void It_delivers_directive_and_envelope_unaltered()
    {
        To(Phase.CheckingIn);

        Assert.Equal(new DirectiveDelivery(SignedDirective, Releases.Next.Envelope), Sent(Tracker(Install()), Link.Device));
    }

    [Fact]
    [Trait("requirement", "R-CM-04")]
    public void It_fetches_what_the_device_wants_and_forwards_what_came()
    {
        To(Phase.Delivering);

        Assert.Equal(new BlockRequest(Want.Payload, 0, 100), Sent(Device(new DirectiveAnswer(DevicePhase.Receiving, Want)), Link.Tracker));
        Assert.Equal(new ImageBlock(Manifest, Want.Payload, 0, new byte[100]), Sent(Tracker(Wanted), Link.Device));
    }

    public static TheoryData<string> WrongBlocks => ["payload", "offset", "short", "long"];

    [Theory]
    [MemberData(nameof(WrongBlocks))]
    [Trait("requirement", "R-CM-05")]
    [Trait("requirement", "R-CM-17")]
    public void It_does_not_forward_another_block(string what)
    {
        To(Phase.Fetching);

        var outputs = Tracker(what switch
        {
            "payload" => Wanted with { Payload = Manifest },
            "offset" => Wanted with { Offset = 1 },
            "short" => Wanted with { Data = new byte[99] },
            _ => Wanted with { Data = new byte[101] },
        });

        Expect.No<Output.Send>(outputs);
        Assert.Equal(Phase.Waiting, _state.Phase);
    }

    [Theory]
    [Trait("requirement", "R-CM-06")]
    [Trait("requirement", "R-CM-09")]
    [InlineData(Phase.AskingStatus)]
    [InlineData(Phase.CheckingIn)]
    [InlineData(Phase.Delivering)]
    [InlineData(Phase.Fetching)]
    [InlineData(Phase.Forwarding)]
    [InlineData(Phase.RequestingInstall)]
    public void After_a_time_out_it_starts_over(Phase phase)
    {
        To(phase);
        Assert.Contains(new Output.SetTimer(TimerId.Reply, _configuration.ReplyTimeout), _last);

        Feed(new Input.TimerFired(TimerId.Reply));

        Assert.Equal((Phase.Waiting, (BlockWant?)null), (_state.Phase, _state.Want));
        Assert.Equal(new StatusRequest(), Sent(Feed(new Input.TimerFired(TimerId.Poll)), Link.Device));
    }

    [Theory]
    [Trait("requirement", "R-CM-06")]
    [InlineData(Phase.AskingStatus, Link.Device)]
    [InlineData(Phase.CheckingIn, Link.Tracker)]
    [InlineData(Phase.Delivering, Link.Device)]
    [InlineData(Phase.Fetching, Link.Tracker)]
    [InlineData(Phase.Forwarding, Link.Device)]
    [InlineData(Phase.RequestingInstall, Link.Device)]
    public void Only_the_link_on_which_an_answer_is_pending_counts(Phase phase, Link pending)
    {
        To(phase);
        var other = pending == Link.Device ? Link.Tracker : Link.Device;

        Expect.Refused(ResultCode.NotNow, Feed(new Input.LinkFailed(other, ResultCode.ConnectionLost)));
        Expect.Refused(ResultCode.NotNow, Feed(From(other, new Refusal(ResultCode.Busy, ""))));
        Feed(new Input.LinkFailed(pending, ResultCode.ConnectionLost));
        Assert.Equal(Phase.Waiting, _state.Phase);
    }

    [Fact]
    [Trait("requirement", "R-CM-07")]
    public void The_pause_doubles_with_each_failure_up_to_a_bound()
    {
        var pauses = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            Feed(new Input.TimerFired(TimerId.Poll));
            pauses.Add(Pause(Feed(new Input.LinkFailed(Link.Device, ResultCode.Unreachable))).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], pauses.Take(11));
        Assert.All(pauses.Skip(9), pause => Assert.Equal(300, pause));
    }

    [Theory]
    [Trait("requirement", "R-CM-08")]
    [InlineData(0, 300)]
    [InlineData(1, 1)]
    [InlineData(77, 77)]
    [InlineData(86400, 86400)]
    [InlineData(86401, 86400)]
    [InlineData(uint.MaxValue, 86400)]
    public void It_obeys_the_trackers_interval_within_its_bounds(uint asked, double expected)
    {
        To(Phase.CheckingIn);

        Assert.Equal(expected, Pause(Tracker(new CheckInAnswer(DirectiveKind.UpToDate, null, default, default, asked))).TotalSeconds);
    }

    [Fact]
    [Trait("requirement", "R-CM-10")]
    public void It_relays_the_devices_refusal_until_the_tracker_has_answered()
    {
        To(Phase.Delivering);
        Device(new Refusal(ResultCode.WrongVendor, "other vendor"));
        Feed(new Input.TimerFired(TimerId.Poll));
        Assert.Equal((Manifest, ResultCode.WrongVendor), Refusal(Device(new StatusReport(SignedDirective))));
        Feed(new Input.LinkFailed(Link.Tracker, ResultCode.Unreachable));
        Feed(new Input.TimerFired(TimerId.Poll));
        Assert.Equal((Manifest, ResultCode.WrongVendor), Refusal(Device(new StatusReport(SignedDirective))));

        Tracker(new CheckInAnswer(DirectiveKind.UpToDate, null, default, default, 1));

        Feed(new Input.TimerFired(TimerId.Poll));
        Assert.Equal((null, ResultCode.None), Refusal(Device(new StatusReport(SignedDirective))));
    }

    [Fact]
    [Trait("requirement", "R-CM-11")]
    public void It_asks_to_install_only_when_the_device_says_that_the_image_is_verified()
    {
        foreach (var phase in Enum.GetValues<DevicePhase>())
        {
            _state = CommunicatorState.Initial;
            To(Phase.Delivering);
            var outputs = Device(new DirectiveAnswer(phase, null));
            Assert.Equal(phase == DevicePhase.Verified, outputs.OfType<Output.Send>().Any(send => send.Message is InstallRequest request && request.Manifest == Manifest));
        }
    }

    [Fact]
    [Trait("requirement", "R-CM-12")]
    public void It_does_not_forward_what_is_no_envelope()
    {
        To(Phase.CheckingIn);

        Expect.No<Output.Send>(Tracker(Install() with { Envelope = new byte[] { 0xd8 } }));
        Assert.Equal(Phase.Waiting, _state.Phase);
    }

    [Fact]
    [Trait("requirement", "R-CM-12")]
    public void It_does_not_forward_a_manifest_that_is_not_the_one_in_its_envelope()
    {
        To(Phase.CheckingIn);
        var sound = EnvelopeReader.Read(Install().Envelope.Memory, SuitLimits.Default).Value;
        var manifest = sound.Manifest.ToArray();
        manifest[^1] ^= 1;

        Expect.No<Output.Send>(Tracker(Install() with { Envelope = EnvelopeWriter.Encode(sound with { Manifest = manifest }) }));
        Assert.Equal(Phase.Waiting, _state.Phase);
    }

    [Fact]
    [Trait("requirement", "R-CM-13")]
    public void During_a_transfer_it_reports_progress_between_two_blocks()
    {
        To(Phase.Delivering);
        Assert.Contains(new Output.SetTimer(TimerId.Progress, _configuration.ProgressInterval), Device(new DirectiveAnswer(DevicePhase.Receiving, Want)));
        Assert.Empty(Feed(new Input.TimerFired(TimerId.Progress)));
        Tracker(Wanted);

        Assert.Equal(new StatusRequest(), Sent(Device(new BlockAnswer(DevicePhase.Receiving, Want with { Offset = 100 })), Link.Device));
        Assert.False(_state.ReportDue);
    }

    [Theory]
    [Trait("requirement", "R-GEN-02")]
    [InlineData(DirectiveKind.Install)]
    [InlineData(DirectiveKind.Cancel)]
    public void An_order_that_names_no_manifest_is_not_forwarded(DirectiveKind kind)
    {
        To(Phase.CheckingIn);

        Expect.No<Output.Send>(Tracker(new CheckInAnswer(kind, null, SignedDirective, default, 1)));
        Assert.Equal(Phase.Waiting, _state.Phase);
    }

    [Fact]
    [Trait("requirement", "R-GEN-02")]
    public void After_up_to_date_no_block_is_fetched_whatever_the_device_wants()
    {
        To(Phase.CheckingIn);
        Tracker(new CheckInAnswer(DirectiveKind.UpToDate, null, SignedDirective, default, 60));

        Expect.No<Output.Send>(Device(new DirectiveAnswer(DevicePhase.Receiving, Want)));
        Assert.Equal(Phase.Waiting, _state.Phase);
    }

    [Fact]
    [Trait("requirement", "R-CM-19")]
    [Trait("requirement", "R-CM-06")]
    public void A_communicator_that_starts_anew_goes_on_where_the_device_stands()
    {
        To(Phase.Forwarding);
        _state = CommunicatorState.Initial;
        To(Phase.CheckingIn);
        Tracker(Install() with { Envelope = default });

        Assert.Equal(new BlockRequest(Want.Payload, 100, 50), Sent(Device(new DirectiveAnswer(DevicePhase.Receiving, Want with { Offset = 100, Length = 50 })), Link.Tracker));
    }

    private ImmutableArray<Output> _last = [];

    private static Block Wanted => new(Want.Payload, 0, 150, new byte[100]);

    private static CheckInAnswer Install() => new(DirectiveKind.Install, Manifest, SignedDirective, Releases.Next.Envelope, 1);

    private static Input.Received From(Link link, Message message) => new(link, message, Known.Start, Known.Nonce(1));

    private static Message Sent(ImmutableArray<Output> outputs, Link link)
    {
        var send = Expect.One<Output.Send>(outputs);
        Assert.Equal(link, send.Link);
        return send.Message;
    }

    private static (Digest?, ResultCode) Refusal(ImmutableArray<Output> outputs) => Sent(outputs, Link.Tracker) is CheckIn checkIn ? (checkIn.RefusedManifest, checkIn.RefusedCode) : default;

    private static TimeSpan Pause(ImmutableArray<Output> outputs) => outputs.OfType<Output.SetTimer>().Single(timer => timer.Timer == TimerId.Poll).After;

    private ImmutableArray<Output> Feed(Input input)
    {
        var reaction = _machine.Handle(_state, input);
        (_state, _last) = (reaction.State, reaction.Outputs);
        return _last;
    }

    private ImmutableArray<Output> Device(Message message) => Feed(From(Link.Device, message));

    private ImmutableArray<Output> Tracker(Message message) => Feed(From(Link.Tracker, message));

    private void To(Phase phase)
    {
        Feed(new Input.Started());
        if (phase == Phase.AskingStatus) return;
        Device(new StatusReport(SignedDirective));
        if (phase == Phase.CheckingIn) return;
        Tracker(Install());
        if (phase == Phase.Delivering) return;
        if (phase == Phase.RequestingInstall)
        {
            Device(new DirectiveAnswer(DevicePhase.Verified, null));
            return;
        }

        Device(new DirectiveAnswer(DevicePhase.Receiving, Want));
        if (phase == Phase.Forwarding) Tracker(Wanted);
    }
}
