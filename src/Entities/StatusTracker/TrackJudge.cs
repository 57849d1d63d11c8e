using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>Names what a report, an operator's word or a silence means for the record of a device. Pure.</summary>
internal sealed class TrackJudge(StatusTrackerConfiguration configuration, Func<Bytes, IVerifier?> readKey)
{
    public Fact Judge(TrackState state, Input input) => input switch
    {
        Input.CheckedIn checkedIn => CheckedIn(state, checkedIn),
        Input.Received { Link: Link.Operator, Message: EnrolRequest request } received => Enrol(state, request) with { At = received.At ?? default },
        Input.Received { Link: Link.Operator, Message: CancelRequest } => new(Trigger.CancelRequested),
        Input.Received { Link: Link.Operator, Message: TagRequest request } => Tag(request),
        Input.Received { Link: Link.Operator, Message: DecommissionRequest } received => new(Trigger.DecommissionRequested) { At = received.At ?? default },
        Input.TimerFired { Timer: TimerId.Silence } => new(Trigger.SilenceExpired),
        _ => new(Trigger.Unexpected),
    };

    private Fact Enrol(TrackState state, EnrolRequest request)
    {
        if (readKey(request.PublicKey) is null)
            return Fact.Refused(Trigger.EnrolmentRefused, ResultCode.UnsupportedAlgorithm, "expected a P-256 or Ed25519 public key (SubjectPublicKeyInfo)");
        if (state.Record is not { Phase: not TrackPhase.Decommissioned } known) return new(Trigger.EnrolmentAccepted) { Enrolment = request };
        var same = known.Vendor == request.Vendor && known.Class == request.Class && known.Profile == request.Profile && known.PublicKey == request.PublicKey;
        return same
            ? new(Trigger.EnrolmentRepeated) { Enrolment = request }
            : Fact.Refused(Trigger.EnrolmentRefused, ResultCode.AlreadyEnrolled, $"device {request.Device} is enrolled with other data");
    }

    private static Fact Tag(TagRequest request)
    {
        var fault = request.Tags.Select(TagExpression.FaultOf).FirstOrDefault(static found => found is not null)
            ?? (request.Tags.Distinct(StringComparer.Ordinal).Count() == request.Tags.Count ? null : "expected each tag once, got one twice");
        return fault is null ? new(Trigger.TagsNamed) { Tags = request.Tags } : Fact.Refused(Trigger.TagsRefused, ResultCode.MalformedMessage, fault);
    }

    private Fact CheckedIn(TrackState state, Input.CheckedIn input)
    {
        if (state.Record is not { Phase: not TrackPhase.Decommissioned } record)
            return Fact.Refused(Trigger.ReportRefused, ResultCode.NotEnrolled, "the device is not enrolled");           // R-ST-02, R-ST-50
        var judged = ReportJudge.Judge(input.CheckIn.SignedReport, record, readKey);
        if (judged.Value is not { } report) return Fact.Refused(Trigger.ReportRefused, judged.Code, judged.Detail);
        // Where nothing runs, a half-done recovery begins anew: the device is to be offered the package again, envelope included (R-DC-39).
        var fact = report.Candidate is { } candidate && report.Phase != DevicePhase.Unbootable
            ? UnderWay(record, report, candidate.Image, input)
            : AtRest(record, report, input);
        return fact with { Report = report, At = input.At };
    }

    /// <summary>The device works on an update: the record follows, and the answer says go on, stop, or take the newer one.</summary>
    private Fact UnderWay(TrackRecord record, DeviceReport report, ImageName image, Input.CheckedIn input)
    {
        var published = input.Published.Contains(image.Manifest);
        // A device that seals its slot or tries the image refuses to cancel; it is not asked to (R-DC-35).
        var stoppable = report.Phase is not (DevicePhase.Installing or DevicePhase.Trial);
        var stop = stoppable && (!published || (record.CancelWanted && record.Target == image));                    // R-ST-19, R-ST-20
        var newer = input.Newest is { } newest && newest.Image.Number > image.Number && !IsBarred(record, newest, input.At);
        if (newer && !record.CancelWanted && report.Phase is DevicePhase.Receiving or DevicePhase.Verified)
            return Offer(Trigger.SupersedingDue, input.Newest!);                                                     // R-ST-21
        // Before its installation begins an update can wait: the device keeps what it has, and is told nothing else (R-ST-44, R-ST-47).
        if (!stop && report.Phase is DevicePhase.Receiving or DevicePhase.VerifyingImage or DevicePhase.Verified && input.Held.Contains(image.Manifest))
            return new(Reported(report)) { Kind = DirectiveKind.UpToDate };
        // Without a directive only the envelope tells the device to go on.
        var envelope = record.Profile == Profile.Core && !stop && input.Newest?.Image == image ? input.Newest.Envelope : Bytes.Empty;
        return new(Reported(report)) { Kind = stop ? DirectiveKind.Cancel : DirectiveKind.Install, Image = image, Envelope = envelope, Soon = true };
    }

    private static Trigger Reported(DeviceReport report) => report.Phase switch
    {
        DevicePhase.Receiving when report.Candidate!.Received == 0 => Trigger.AcceptanceReported,
        DevicePhase.Receiving => Trigger.TransferReported,
        DevicePhase.VerifyingImage => Trigger.DownloadReported,
        DevicePhase.Verified => Trigger.VerificationReported,
        DevicePhase.Installing => Trigger.InstallationReported,
        DevicePhase.AwaitingBoot => Trigger.BootAwaited,
        DevicePhase.Trial => Trigger.TrialReported,
        _ => Trigger.AcceptanceReported,
    };

    /// <summary>The device works on nothing: an update has ended, or none is under way, or one is due.</summary>
    private Fact AtRest(TrackRecord record, DeviceReport report, Input.CheckedIn input)
    {
        var soon = input.Newest is { } ahead && report.Confirmed is { } has && ahead.Image.Number > has.Number;
        var runs = report.Phase == DevicePhase.Idle && report.Running == report.Confirmed ? report.Confirmed : null;  // R-ST-06
        var completed = runs is not null && (runs == record.Target || runs == input.Newest?.Image);
        if (record.CompletedAt != default && !completed && runs != record.Target)
            return new(Trigger.FallBackReported) { Code = ResultCode.FellBack, Soon = soon };                        // R-ST-07
        if (completed && (record.CompletedAt == default || record.Target != runs))
            return new(Trigger.CompletionReported) { Image = runs, Soon = soon };                                    // R-ST-06
        if (!completed && Ended(record, report, input.CheckIn) is { } ended) return ended with { Soon = soon };
        if (Due(record, report, input.Newest, input.At)) return Offer(Trigger.UpdateDue, input.Newest!);                       // R-ST-09
        return completed ? new(Trigger.CompletionReported) { Image = runs } : new(Trigger.IdleReported);
    }

    /// <summary>How the update to the target ended, when the report or the Communicator says so for the first time.</summary>
    private static Fact? Ended(TrackRecord record, DeviceReport report, CheckIn checkIn)
    {
        if (record.Target is not { } target || (record.Result != ResultCode.None && record.ResultVerified)) return null;
        if (report.LastOutcome is { } outcome && outcome.Image == target && outcome.Serial > record.OutcomeSerial
            && outcome.Result is not (ResultCode.None or ResultCode.Success))
        {
            var trigger = outcome.Result switch
            {
                ResultCode.Cancelled or ResultCode.Superseded => Trigger.CancellationReported,                       // R-ST-19
                _ when outcome.Result.Group() == ResultGroup.Boot => Trigger.RevertReported,                         // R-ST-14
                _ => Trigger.FailureReported,                                                                        // R-ST-13
            };
            return new(trigger) { Code = outcome.Result };
        }

        // What a Communicator relayed stands until the device itself says otherwise.
        if (record.Result != ResultCode.None) return null;
        if (record.CancelWanted) return new(Trigger.CancellationReported) { Code = ResultCode.Cancelled };
        // Success is no reason to refuse: who relays it has nothing to relay.
        var lasting = checkIn.RefusedCode is not (ResultCode.None or ResultCode.Success) && !checkIn.RefusedCode.IsTransient();
        if (lasting && checkIn.RefusedManifest == target.Manifest)
            return new(Trigger.RefusalRelayed) { Code = checkIn.RefusedCode };                                       // R-ST-15
        return null;
    }

    /// <summary>Is the newest package to be offered to this device now (R-ST-09, R-ST-16, R-ST-29)?</summary>
    private bool Due(TrackRecord record, DeviceReport report, PackageOffer? newest, Moment at)
    {
        if (newest is null || report.Confirmed is not { } confirmed) return false;
        var recovers = report.Phase == DevicePhase.Unbootable && newest.Image.Number >= confirmed.Number;
        if (newest.Image.Number <= confirmed.Number && !recovers) return false;                                      // R-ST-29
        return recovers || !IsBarred(record, newest, at);
    }

    /// <summary>Did the update to this package end for good, or lately (R-ST-15, R-ST-16, R-ST-45)?</summary>
    private bool IsBarred(TrackRecord record, PackageOffer offer, Moment at)
    {
        if (record.Target != offer.Image || record.Result == ResultCode.None) return false;
        var rule = offer.Retry ?? configuration.Retry;
        return RetryPolicy.IsOver(record, rule) || RetryPolicy.Rests(record, rule, at);
    }

    private static Fact Offer(Trigger trigger, PackageOffer offer) =>
        new(trigger) { Kind = DirectiveKind.Install, Image = offer.Image, Envelope = offer.Envelope, Soon = true };
}
