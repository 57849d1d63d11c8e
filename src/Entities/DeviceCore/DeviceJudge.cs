using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>Names what happened: (state, input) to a trigger and its data. Pure; it neither decides what follows nor writes state.</summary>
internal sealed class DeviceJudge(DeviceCoreConfiguration configuration, DeviceJudges judges)
{
    public Fact Judge(DeviceCoreState state, Input input)
    {
        var fact = Name(state, input);
        // A device that runs nothing has no phase to fall back to: it restarts and stays reachable for the next attempt (R-DC-39).
        var ended = fact.Trigger is Trigger.ImageRejected or Trigger.StorageFailed or Trigger.CancelBelieved;
        return ended && state.Running is null && state.Candidate is not null && state.Phase is not (DevicePhase.Off or DevicePhase.VerifyingBoot)
            ? fact with { Trigger = Trigger.RecoveryFailed, Code = fact.Trigger == Trigger.CancelBelieved ? ResultCode.Cancelled : fact.Code }
            : fact;
    }

    private Fact Name(DeviceCoreState state, Input input) => input switch
    {
        Input.PoweredOn powered => Start(powered.Record as DeviceRecord),
        Input.SlotRead read => Read(state, read),
        Input.Received { Link: Link.Device } received => Hear(state, received),
        Input.SlotInstalled installed when installed.Slot == state.Candidate?.Image.Slot => new(Trigger.InstallSucceeded),
        Input.StorageFailed failed => new(Trigger.StorageFailed) { Code = failed.Code },
        Input.SelfTested tested => new(tested.Passed ? Trigger.SelfTestPassed : Trigger.SelfTestFailed),
        Input.TimerFired { Timer: TimerId.Trial } => new(Trigger.TrialExpired),
        Input.TimerFired { Timer: TimerId.Reboot } => new(Trigger.RebootDue),
        Input.TimerFired { Timer: TimerId.NonceLifetime } => new(Trigger.NonceExpired),
        Input.TimerFired { Timer: TimerId.Freshness } => new(Trigger.FreshnessExpired),
        _ => new(Trigger.Unexpected),
    };

    private static Fact Start(DeviceRecord? record) => new Fact(record switch
    {
        null => Trigger.StartedEmpty,
        { Candidate.Stage: CandidateStage.AwaitingBoot } => Trigger.StartedForTrial,
        { Candidate.Stage: CandidateStage.Trial } => Trigger.StartedAfterTrial,
        _ => Trigger.StartedPlain,
    }) with { Record = record };

    private Fact Hear(DeviceCoreState state, Input.Received received) => received.Message switch
    {
        StatusRequest => new(Trigger.StatusAsked) { Fresh = received.Fresh },
        DirectiveDelivery delivery => Deliver(state, delivery, received.At),
        ImageBlock block => Block(state, block),
        InstallRequest request => Install(state, request),
        _ => new(Trigger.Unexpected),
    };

    /// <summary>At boot and before installation: is what stands in the slot the image that the record names (R-DC-22, R-DC-25)?</summary>
    private Fact Read(DeviceCoreState state, Input.SlotRead read)
    {
        var expected = state.Phase == DevicePhase.VerifyingBoot ? state.Booting : state.Candidate?.Image;
        if (expected is null || expected.Slot != read.Slot) return new(Trigger.Unexpected);
        var fault = Compare(expected, read);
        if (state.Phase == DevicePhase.VerifyingBoot)
        {
            var onTrial = state.Candidate is { Stage: CandidateStage.Trial } candidate && candidate.Image == expected;
            if (onTrial) return fault is null ? new(Trigger.TrialImageAuthentic) : fault with { Trigger = Trigger.TrialImageRejected };
            return fault is null ? new(Booted(state)) : fault with { Trigger = Trigger.ConfirmedImageRejected };
        }

        return fault is null ? new(Trigger.ImageAuthentic) : fault with { Trigger = Trigger.ImageRejected };
    }

    private Fact? Compare(SlotImage expected, Input.SlotRead read)
    {
        var package = judges.Package(read.Envelope);
        if (package.Value is not { } found) return Fact.Refused(Trigger.ImageRejected, package.Code, package.Detail);
        if (found.Name != expected.Name)
            return Fact.Refused(Trigger.ImageRejected, ResultCode.PayloadDigestMismatch, $"slot {read.Slot} holds {found.Name}, expected {expected.Name}");
        var wanted = new Sequence<Digest>(expected.Components.Select(component => component.Digest));
        if (found.Components.Equals(expected.Components) && wanted.Equals(read.Digests)) return null;
        return Fact.Refused(Trigger.ImageRejected, ResultCode.PayloadDigestMismatch, $"expected digests {wanted}, slot {read.Slot} has {read.Digests}");
    }

    private Trigger Booted(DeviceCoreState state) => state.Candidate?.Stage switch
    {
        null => Trigger.BootedIdle,
        CandidateStage.Receiving => state.NextWant(configuration.BlockSize) is null ? Trigger.BootedVerifying : Trigger.BootedReceiving,
        _ => Trigger.BootedVerified,
    };

    private Fact Deliver(DeviceCoreState state, DirectiveDelivery delivery, Moment? at)
    {
        var kind = DirectiveKind.Install;
        Digest? manifest = null;
        if (!delivery.Directive.IsEmpty || configuration.Profile == Profile.Secure)
        {
            if (delivery.Directive.IsEmpty) return Refused(ResultCode.DirectiveMissing, "profile Secure needs the tracker's directive"); // R-DC-15
            var judged = DirectiveJudge.Judge(judges.Directive(delivery.Directive), state, configuration, at);
            if (judged.Value is not { } directive) return Refused(judged.Code, judged.Detail);
            (kind, manifest) = (directive.Kind, directive.Manifest);
        }

        return kind switch
        {
            DirectiveKind.UpToDate => new(Trigger.UpToDateBelieved),
            DirectiveKind.Cancel => Cancel(state, manifest!.Value),
            _ => Offer(state, delivery.Envelope, manifest),
        };
    }

    private static Fact Cancel(DeviceCoreState state, Digest manifest)
    {
        // A device that holds no such candidate has nothing to cancel; that it confirmed the image meanwhile, its next report says.
        var concerned = state.Candidate is null || state.Candidate.Image.Name.Manifest == manifest;
        return concerned
            ? new(state.Candidate is null ? Trigger.UpToDateBelieved : Trigger.CancelBelieved)
            : Refused(ResultCode.DirectiveNamesOtherManifest, $"the candidate is {state.Candidate!.Image.Name}, the directive cancels {manifest}");
    }

    private Fact Offer(DeviceCoreState state, Bytes envelope, Digest? directed)
    {
        if (state.Record is not { } record) return Refused(ResultCode.NothingBootable, "the device was never provisioned");
        var recovering = state.Phase == DevicePhase.Unbootable;
        Trigger? held = recovering || directed is null ? null
            : state.Candidate?.Image.Name.Manifest == directed ? Trigger.UpdateResumed                                   // R-DC-21
            : record.Confirmed.Name.Manifest == directed ? Trigger.UpToDateBelieved : null;
        if (envelope.IsEmpty)
        {
            return held is { } without
                ? new(without)
                : Refused(ResultCode.MissingElement, "an update that the device does not hold yet needs its envelope");
        }

        var judged = judges.Package(envelope);
        if (judged.Value is not { } package) return Refused(judged.Code, judged.Detail);
        if (directed is not null && directed != package.Name.Manifest)                                                   // R-DC-18
            return Refused(ResultCode.DirectiveNamesOtherManifest, $"the directive names {directed}, the envelope is {package.Name.Manifest}");
        if (held is { } known) return new(known);
        var rollback = judges.Number(package.Name, record.Confirmed.Name);
        if (rollback != ResultCode.None)
            return Refused(rollback, $"offered {package.Name}, confirmed {record.Confirmed.Name}");
        if (!recovering && package.Name == state.Candidate?.Image.Name) return new(Trigger.UpdateResumed);
        if (!recovering && package.Name == record.Confirmed.Name) return new(Trigger.UpToDateBelieved);
        if (!recovering && state.Candidate is { } underWay && package.Name.Number <= underWay.Image.Name.Number)              // R-DC-33, R-DC-34
            return Refused(ResultCode.Busy, $"{underWay.Image.Name} is under way, and {package.Name} is not newer");
        return new(package.IntegratedSize == package.TotalSize ? Trigger.UpdateAcceptedWhole : Trigger.UpdateAccepted) { Package = package };
    }

    private Fact Block(DeviceCoreState state, ImageBlock block)
    {
        var want = state.NextWant(configuration.BlockSize);
        if (state.Candidate is not { } candidate || want is null) return Fact.Refused(Trigger.BlockRefused, ResultCode.UnexpectedBlock, "no block is wanted");
        if (block.Manifest != candidate.Image.Name.Manifest || block.Payload != want.Payload || block.Offset != want.Offset || block.Data.Length != want.Length)
        {
            return Fact.Refused(Trigger.BlockRefused, ResultCode.UnexpectedBlock,
                $"wanted {want.Length} bytes of {want.Payload} from {want.Offset}, got {block.Data.Length} of {block.Payload} from {block.Offset}"); // R-DC-19
        }

        var last = candidate.Received + want.Length == candidate.Image.TotalSize;
        return new(last ? Trigger.LastBlockStored : Trigger.BlockStored) { Data = block.Data };
    }

    private static Fact Install(DeviceCoreState state, InstallRequest request) =>
        state.Candidate is { Stage: CandidateStage.Verified } candidate && candidate.Image.Name.Manifest == request.Manifest
            ? new(Trigger.InstallAsked)
            : Fact.Refused(Trigger.InstallRefused, ResultCode.NotNow, $"{request.Manifest} is not a verified candidate"); // R-DC-24

    private static Fact Refused(ResultCode code, string detail) => Fact.Refused(Trigger.UpdateRefused, code, detail);
}
