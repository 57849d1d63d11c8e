using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>One example of every message, and of every input that carries none: whatever can be put before a machine, meant for it or not.</summary>
internal static class Foreign
{
    private static readonly Digest SomeDigest = Digest.Of("some"u8);
    private static readonly Bytes SomeBytes = new byte[] { 1, 2, 3 };

    public static IEnumerable<Message> Messages =>
    [
        new StatusRequest(),
        new StatusReport(SomeBytes),
        new DirectiveDelivery(default, default),
        new DirectiveAnswer(DevicePhase.Idle, null),
        new DirectiveAnswer(DevicePhase.Receiving, new BlockWant(SomeDigest, 0, 3)),
        new DirectiveAnswer(DevicePhase.Verified, null),
        new ImageBlock(SomeDigest, SomeDigest, 0, SomeBytes),
        new ImageBlock(SomeDigest, SomeDigest, ulong.MaxValue, default),
        new BlockAnswer(DevicePhase.Receiving, new BlockWant(SomeDigest, 3, 3)),
        new BlockAnswer(DevicePhase.VerifyingImage, null),
        new InstallRequest(SomeDigest),
        new InstallAnswer(DevicePhase.AwaitingBoot),
        new Refusal(ResultCode.Busy, "no"),
        new Refusal(ResultCode.None, ""),
        new CheckIn(SomeBytes, null, ResultCode.None),
        new CheckInAnswer(DirectiveKind.UpToDate, null, default, default, 0),
        new CheckInAnswer(DirectiveKind.UpToDate, null, SomeBytes, default, uint.MaxValue),
        new CheckInAnswer(DirectiveKind.Install, SomeDigest, SomeBytes, default, 1),
        new CheckInAnswer(DirectiveKind.Install, null, SomeBytes, default, 1),
        new CheckInAnswer(DirectiveKind.Install, SomeDigest, SomeBytes, SomeBytes, 1),
        new CheckInAnswer(DirectiveKind.Install, null, default, Releases.Next.Envelope, 1),
        new CheckInBatch(new Sequence<CheckIn>(new CheckIn(SomeBytes, null, ResultCode.None))),
        new CheckInBatchAnswer(new Sequence<BatchedAnswer>(BatchedAnswer.Of(new Refusal(ResultCode.Busy, "no")))),
        new BlockRequest(SomeDigest, 0, 1),
        new BlockRequest(SomeDigest, ulong.MaxValue, uint.MaxValue),
        new Block(SomeDigest, 0, 3, SomeBytes),
        new CatalogueRequest(),
        new CatalogueAnswer(Sequence<CatalogueEntry>.Empty),
        new EnvelopeRequest(SomeDigest),
        new EnvelopeAnswer(SomeBytes),
        new EnvelopeAnswer(default),
        new PublishRequest(SomeBytes),
        new PublishAnswer(SomeDigest, PackagePhase.Staged, Sequence<PayloadName>.Empty),
        new WithdrawRequest(SomeDigest),
        new WithdrawAnswer(SomeDigest),
        new EnrolRequest(Known.Device, Known.Vendor, Known.Class, Profile.Secure, SomeBytes),
        new EnrolAnswer(Known.Device),
        new TrackQuery(null, null),
        new TrackAnswer(Sequence<TrackEntry>.Empty),
        new CancelRequest(Known.Device),
        new CancelAnswer(Known.Device),
        new FleetQuery(),
        new FleetSummary(Sequence<PhaseCount>.Empty, 0, Sequence<ServerSummary>.Empty),
        new DevicesQuery(null, null, 1),
        new HistoryQuery(Known.Device, 1),
        new HistoryAnswer(Sequence<string>.Empty, Sequence<HistoryEntry>.Empty),
        new TagRequest(Known.Device, new("canary")),
        new TagAnswer(Known.Device),
        new DecommissionRequest(Known.Device),
        new DecommissionAnswer(Known.Device),
        new CampaignRequest(SomeDigest, Campaigns.Plan),
        new CampaignOrder(default, CampaignAction.Start),
        new CampaignAnswer(Campaigns.Draft.ToEntry(Sequence<WaveCounts>.Empty)),
        new CampaignQuery(null),
        new CampaignsAnswer(Sequence<CampaignEntry>.Empty),
        new AuditQuery(0, 1),
        new AuditAnswer(Sequence<AuditEntry>.Empty),
    ];

    /// <summary>Every message on every link, every timer, every other kind of input.</summary>
    public static IEnumerable<(string Name, Input Input)> Inputs { get; } =
    [
        .. from link in Enum.GetValues<Link>()
           from message in Messages
           select ($"{message.GetType().Name} on {link}", (Input)new Input.Received(link, message, Known.Start, Known.Nonce(99))),
        .. from timer in Enum.GetValues<TimerId>() select ($"{timer} fired", (Input)new Input.TimerFired(timer)),
        .. from link in Enum.GetValues<Link>() select ($"{link} link failed", (Input)new Input.LinkFailed(link, ResultCode.Unreachable)),
        ("started", new Input.Started()),
        ("check requested", new Input.CheckRequested()),
        ("powered on, nothing in the journal", new Input.PoweredOn(null)),
        ("checked in, not signed", new Input.CheckedIn(new CheckIn(SomeBytes, null, ResultCode.None), null, Sequence<Digest>.Empty, Known.Start)),
        ("campaign asked, package unknown", new Input.CampaignAsked(Campaigns.Id, new CampaignRequest(SomeDigest, Campaigns.Plan), null, Known.Start)),
        ("campaign ordered, out of range", new Input.CampaignOrdered((CampaignAction)77, Sequence<ulong>.Empty, Sequence<WaveCounts>.Empty, Known.Start)),
        ("members counted, none", new Input.MembersCounted(Sequence<WaveCounts>.Empty, Known.Start)),
        ("publish asked, not an envelope", new Input.PublishAsked(SomeBytes, null, Sequence<Digest>.Empty)),
        ("payload stored, unknown", new Input.PayloadStored(SomeDigest)),
        ("slot A read, empty", new Input.SlotRead(Slot.A, default, Sequence<Digest>.Empty)),
        ("slot B read, empty", new Input.SlotRead(Slot.B, default, Sequence<Digest>.Empty)),
        ("slot A installed", new Input.SlotInstalled(Slot.A)),
        ("slot B installed", new Input.SlotInstalled(Slot.B)),
        ("storage failed", new Input.StorageFailed(ResultCode.StorageFailed)),
        ("self-test passed", new Input.SelfTested(true)),
        ("self-test failed", new Input.SelfTested(false)),
    ];

    /// <summary>Every kind of input there is: the nested records of <see cref="Input"/>.</summary>
    public static IEnumerable<string> Kinds => typeof(Input).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Input))).Select(type => type.Name);

    /// <summary>Every message there is.</summary>
    public static IEnumerable<string> MessageKinds => typeof(Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Message))).Select(type => type.Name);
}
