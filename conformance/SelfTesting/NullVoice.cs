using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>What something can say that has no state: to refuse, to agree with any request, to ask.</summary>
internal sealed class NullVoice(Role role, SplitMix64 random)
{
    /// <summary>Refuses with any code.</summary>
    public Bytes Refusal()
    {
        var codes = Enum.GetValues<ResultCode>();
        return MessageCodec.Encode(new Refusal(codes[2 + (int)(random.Next() % (ulong)(codes.Length - 2))], "no"));
    }

    /// <summary>The answer that agrees with a request as if it were right; a refusal of what is no request.</summary>
    public Bytes Agreement(Bytes request)
    {
        Message? answer = MessageCodec.Decode(request.Memory).Value switch
        {
            StatusRequest => new StatusReport(TestKeys.Stranger.Sign([])),
            DirectiveDelivery => new DirectiveAnswer(DevicePhase.Receiving, null),
            ImageBlock => new BlockAnswer(DevicePhase.Verified, null),
            InstallRequest => new InstallAnswer(DevicePhase.Installing),
            CheckIn => new CheckInAnswer(DirectiveKind.UpToDate, null, Bytes.Empty, Bytes.Empty, 60),
            CheckInBatch batch => new CheckInBatchAnswer(new(batch.CheckIns.Select(static _ => BatchedAnswer.Of(new CheckInAnswer(DirectiveKind.UpToDate, null, Bytes.Empty, Bytes.Empty, 60))))),
            BlockRequest wanted => new Block(wanted.Payload, wanted.Offset, wanted.Offset + wanted.Length, new byte[wanted.Length]),
            CatalogueRequest => new CatalogueAnswer(Sequence<CatalogueEntry>.Empty),
            EnvelopeRequest => new EnvelopeAnswer(new byte[] { 0xA0 }),
            PublishRequest publish => new PublishAnswer(Digest.Of(publish.Envelope.Span), PackagePhase.Published, Sequence<PayloadName>.Empty),
            WithdrawRequest withdraw => new WithdrawAnswer(withdraw.Manifest),
            EnrolRequest enrol => new EnrolAnswer(enrol.Device),
            TrackQuery => new TrackAnswer(Sequence<TrackEntry>.Empty),
            CancelRequest cancel => new CancelAnswer(cancel.Device),
            FleetQuery => new FleetSummary(Sequence<PhaseCount>.Empty, 0, Sequence<ServerSummary>.Empty),
            DevicesQuery => new TrackAnswer(Sequence<TrackEntry>.Empty),
            HistoryQuery => new HistoryAnswer(Sequence<string>.Empty, Sequence<HistoryEntry>.Empty),
            TagRequest tag => new TagAnswer(tag.Device),
            DecommissionRequest decommission => new DecommissionAnswer(decommission.Device),
            CampaignRequest plan => new CampaignAnswer(Any(CampaignPhase.Draft) with { Plan = plan.Plan, Image = new ImageName(default, plan.Manifest) }),
            CampaignOrder order => new CampaignAnswer(Any(CampaignPhase.Running) with { Campaign = order.Campaign }),
            CampaignQuery => new CampaignsAnswer(new([Any(CampaignPhase.Running)])),
            AuditQuery => new AuditAnswer(Sequence<AuditEntry>.Empty),
            _ => null,
        };
        return answer is null ? Refusal() : MessageCodec.Encode(answer);
    }

    private static CampaignEntry Any(CampaignPhase phase) => new(
        default, Lab.StatusTracker.Plans.Plain("any"), new ImageName(default, default), default, default, phase, PauseReason.None, 0, Sequence<WaveCounts>.Empty, default, default, default);

    /// <summary>What it asks by itself.</summary>
    public Bytes Question() => MessageCodec.Encode(role == Role.Communicator ? new CheckIn(TestKeys.Stranger.Sign([]), null, ResultCode.None) : new CatalogueRequest());
}
