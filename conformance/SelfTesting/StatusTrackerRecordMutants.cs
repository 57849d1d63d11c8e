using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;
using SecUpIoT.Conformance.Reference;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers whose records do not follow the devices: completion, progress, endings, silence.</summary>
internal static class StatusTrackerRecordMutants
{
    private static readonly string[] RestsOnCompletion = ["R-ST-07", "R-ST-08", "R-ST-18", "R-ST-20", "R-ST-29", "R-GEN-01", "R-GEN-02", "R-GEN-07", "R-GEN-08", "R-GEN-13", "R-ST-05"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Completing("verified-is-completed", "takes a verified candidate for a completed update", static (_, report) => report.Phase == DevicePhase.Verified),
        Completing("all-bytes-are-completed", "takes a whole candidate for a completed update", static (_, report) => report.Candidate is { } candidate && candidate.Received == candidate.Total),
        Completing("awaited-boot-is-completed", "takes the selection for the next boot for a completed update", static (_, report) => report.Phase == DevicePhase.AwaitingBoot),
        Completing("installing-is-completed", "takes an installation for a completed update", static (_, report) => report.Phase == DevicePhase.Installing),
        Completing("trial-is-completed", "takes a trial for a completed update", static (_, report) => report.Phase == DevicePhase.Trial),
        Completing("running-is-completed", "takes an image that runs for one that is confirmed", static (record, report) => report.Phase == DevicePhase.Idle && report.Running == record.Target),
        Completing("confirmed-is-completed", "takes an image that is confirmed for one that runs", static (record, report) => report.Confirmed == record.Target),
        Completing("outcome-is-completed", "takes an outcome for a completed update", static (record, report) => report.LastOutcome is { Result: ResultCode.Success } outcome && outcome.Image == record.Target)
            with { Allows = [.. RestsOnCompletion] },
        Track("number-is-the-update", "takes a package for another one with the same number", ["R-ST-06", "R-GEN-13"], static machine => machine.Misreading(static (record, report) =>
            record.Target is { } target && report.Confirmed is { } confirmed && confirmed.Number == target.Number && report.Running == confirmed ? report with { Confirmed = target, Running = target } : report)),
        Track("relayed-success-is-completed", "takes a Communicator's word for a completed update", ["R-ST-06"], static machine => new Altered<TrackState>(machine)
        {
            After = static (state, input, reaction) => state.Record is { Target: { } target } && input is Input.CheckedIn { CheckIn: { RefusedCode: ResultCode.Success } checkIn, At: var at } && checkIn.RefusedManifest == target.Manifest
                ? reaction.Rewrite(record => Completed(record, target, at))
                : reaction,
        }),
        Track("never-completed", "completes no update", ["R-ST-06", "R-ST-08"], static machine => machine.Recording(
            static (before, record) => record with { Phase = before!.Phase, Result = ResultCode.None, ResultVerified = false, CompletedAt = default, Target = before.Target }, nameof(Trigger.CompletionReported)))
            with { Allows = [.. RestsOnCompletion, "R-ST-05", "R-ST-11"] },
        Track("never-reopened", "keeps an update completed whatever the device runs afterwards", ["R-ST-07"], static machine => machine.Recording(
            static (before, record) => record with { Phase = before!.Phase, Result = before.Result, CompletedAt = before.CompletedAt, ResultVerified = before.ResultVerified }, nameof(Trigger.FallBackReported)))
            with { Allows = ["R-ST-06"] },
        Track("reopened-as-failure", "does not tell a fall-back from a failure", ["R-ST-07"], static machine => machine.Recording(static (_, record) => record with { Result = ResultCode.InstallFailed }, nameof(Trigger.FallBackReported))),
        Built("list-of-all", "lists all devices as those that have completed the update", ["R-ST-08"], Design.Right with { Hear = Instead(static message => message is TrackQuery { Phase: { } } query ? query with { Phase = null } : null) })
            with { Allows = ["R-ST-06", "R-ST-07", "R-ST-12", "R-GEN-13"] },
        Built("list-of-none", "lists nobody who has completed the update", ["R-ST-08"], Design.Right with
        {
            Hear = Instead(static message => message is TrackQuery { Phase: TrackPhase.Confirmed } query ? query with { Phase = TrackPhase.Absent } : null),
        }) with { Allows = ["R-ST-06", "R-ST-07", "R-ST-18", "R-ST-20", "R-ST-05", "R-GEN-08", "R-GEN-01"] },
        Track("offer-is-progress", "takes an offer for progress", ["R-ST-12"], static machine => machine.Recording(static (_, record) => record with { Phase = TrackPhase.Accepted }, nameof(Trigger.UpdateDue)))
            with { Allows = ["R-ST-09", "R-ST-13", "R-ST-15"] },
        Track("bytes-not-counted", "does not count the bytes that a device has", ["R-ST-12"], static machine => machine.Recording(static (_, record) => record with { Received = 0 }))
            with { Allows = ["R-ST-04", "R-ST-05", "R-GEN-13", "R-ST-21"] },
        Track("phases-lag", "takes a candidate that waits for its boot for one that is being installed", ["R-ST-12"], static machine => machine.Recording(
            static (_, record) => record with { Phase = TrackPhase.Installing }, nameof(Trigger.BootAwaited))),
        Track("code-lost", "records every failure with one code", ["R-ST-13"], static machine => machine.Recording(static (_, record) => record with { Result = ResultCode.InstallFailed }, nameof(Trigger.FailureReported)))
            with { Allows = ["R-ST-16"] },
        Track("failure-ignored", "does not record failures", ["R-ST-13"], static machine => machine.Recording(
            static (before, record) => record with { Phase = before!.Phase, Result = before.Result, ResultVerified = before.ResultVerified }, nameof(Trigger.FailureReported))) with { Allows = ["R-ST-16"] },
        Track("old-outcome-counts", "takes an outcome that it knows for a new failure", ["R-ST-13"], static machine => machine.Remembering(
            static (record, input) => input is Input.CheckedIn ? record with { OutcomeSerial = 0 } : record)) with { Allows = ["R-ST-16"] },
        Track("revert-is-failure", "does not tell a return to the former image from a failure", ["R-ST-14"], static machine => machine.Recording(
            static (_, record) => record with { Phase = TrackPhase.Failed }, nameof(Trigger.RevertReported))) with { Allows = ["R-ST-06"] },
        Track("revert-without-code", "records no reason for a return to the former image", ["R-ST-14"], static machine => machine.Recording(
            static (_, record) => record with { Result = ResultCode.TrialExpired }, nameof(Trigger.RevertReported))) with { Allows = ["R-ST-16", "R-ST-15", "R-ST-13"] },
        Track("relayed-as-verified", "records what a Communicator says as the device's word", ["R-ST-15"], static machine => machine.Recording(
            static (_, record) => record with { ResultVerified = true }, nameof(Trigger.RefusalRelayed))),
        Track("relayed-ignored", "does not record what a Communicator relays", ["R-ST-15"], static machine => machine.Hearing(
            static (_, checkedIn) => checkedIn with { CheckIn = checkedIn.CheckIn with { RefusedManifest = null, RefusedCode = ResultCode.None } })),
        Track("relayed-of-anything", "takes the refusal of any package for that of the target", ["R-ST-15"], static machine => machine.Hearing(static (state, checkedIn) =>
            checkedIn.CheckIn.RefusedManifest is not null && state.Record?.Target is { } target ? checkedIn with { CheckIn = checkedIn.CheckIn with { RefusedManifest = target.Manifest } } : checkedIn)),
        Track("relayed-of-passing-kind", "records a refusal that passes as a failed update", ["R-ST-15"], static machine => new Altered<TrackState>(machine)
        {
            After = static (state, input, reaction) => state.Record is { Target: { } target } record && input is Input.CheckedIn { CheckIn: var checkIn } && checkIn.RefusedManifest == target.Manifest && checkIn.RefusedCode.IsTransient()
                ? reaction.Rewrite(stored => stored with { Phase = TrackPhase.Failed, Result = checkIn.RefusedCode })
                : reaction,
        }),
        Track("relayed-overrules", "lets a Communicator's word take the place of the device's", ["R-ST-15"], static machine => new Altered<TrackState>(machine)
        {
            After = static (state, input, reaction) => state.Record is { Target: { } target } && input is Input.CheckedIn { CheckIn: var checkIn } && checkIn.RefusedManifest == target.Manifest && checkIn.RefusedCode != ResultCode.None
                && reaction.Trigger != nameof(Trigger.ReportRefused)
                ? reaction.Rewrite(stored => stored with { Phase = TrackPhase.Failed, Result = checkIn.RefusedCode, ResultVerified = false })
                : reaction,
        }) with { Allows = ["R-ST-14", "R-ST-19", "R-ST-06"] },
        Track("never-unreachable", "does not notice silence", ["R-ST-17"], static machine => machine.Without(nameof(Trigger.SilenceExpired))),
        Policy("impatient", "calls a device unreachable after half of the limit", ["R-ST-17"], static policy => policy with { SilenceLimit = policy.SilenceLimit / 2 }) with { Allows = ["R-GEN-18"] },
        Track("refused-is-sign-of-life", "takes a refused report for a sign of life", ["R-ST-17"], static machine => machine.Reacting(
            static (state, _, reaction) => state.Record is null ? reaction : reaction with { Outputs = [.. reaction.Outputs, new Output.SetTimer(TimerId.Silence, TimeSpan.FromSeconds(6))] }, nameof(Trigger.ReportRefused))),
        Track("enrolment-is-sign-of-life", "takes an enrolment for a sign of life", ["R-ST-17"], static machine => machine.Reacting(
            static (_, _, reaction) => reaction with { Outputs = [.. reaction.Outputs, new Output.SetTimer(TimerId.Silence, TimeSpan.FromSeconds(6))] }, nameof(Trigger.EnrolmentRepeated))),
        Track("silence-not-counted-anew", "counts silence from the enrolment on", ["R-ST-17", "R-GEN-18"], static machine => machine.Reacting(
            static (_, input, reaction) => input is Input.CheckedIn ? reaction with { Outputs = [.. reaction.Outputs.Where(static output => output is not Output.SetTimer)] } : reaction,
            Enum.GetNames<Trigger>())) with { Allows = ["R-ST-18"] },
        Track("unreachable-for-ever", "keeps an unreachable device unreachable", ["R-ST-18"], static machine => machine.Recording(
            static (before, record) => before is { Phase: TrackPhase.Unreachable } ? record with { Phase = TrackPhase.Unreachable } : record)) with { Allows = ["R-GEN-18"] },
        Track("anything-brings-back", "takes an unreachable device for reachable again when a refused report comes", ["R-ST-18"], static machine => machine.Reacting(
            static (state, _, reaction) => state.Record is { Phase: TrackPhase.Unreachable } record ? Store(record with { Phase = TrackPhase.Enrolled }, reaction, reaction.Outputs) : reaction, nameof(Trigger.ReportRefused))),
        Track("cancel-never-taken", "takes no cancellation", ["R-ST-19"], static machine => machine.Without(nameof(Trigger.CancelRequested))) with { Allows = ["R-GEN-02", "R-GEN-06", "R-GEN-08"] },
        Track("cancelled-at-once", "records a cancellation when it is ordered", ["R-ST-19"], static machine => machine.Recording(
            static (_, record) => record with { Phase = TrackPhase.Cancelled, Result = ResultCode.Cancelled }, nameof(Trigger.CancelRequested))) with { Allows = ["R-GEN-02"] },
        Track("cancel-not-passed-on", "tells a device to go on that is to cancel", ["R-ST-19"], static machine => machine.Directing(static (state, _, order) =>
            order.Directive.Kind == DirectiveKind.Cancel && state.Record is { CancelWanted: true } ? order with { Directive = order.Directive with { Kind = DirectiveKind.Install } } : order)) with { Allows = ["R-GEN-08", "R-GEN-03"] },
        Track("cancels-a-trial", "tells a device on trial to cancel", ["R-ST-19"], static machine => machine.Directing(static (state, _, order) =>
            state.Record is { CancelWanted: true } && order.Directive.Kind == DirectiveKind.Install ? order with { Directive = order.Directive with { Kind = DirectiveKind.Cancel } } : order)),
        Track("cancellation-not-recorded", "records a cancellation as a failure", ["R-ST-19"], static machine => machine.Recording(
            static (_, record) => record with { Phase = TrackPhase.Failed }, nameof(Trigger.CancellationReported))),
    ];

    private static Mutant Completing(string id, string wrong, Func<TrackRecord, DeviceReport, bool> suffices) => Track(id, wrong, ["R-ST-06"], machine => new Altered<TrackState>(machine)
    {
        After = (state, input, reaction) => reaction.Trigger != nameof(Trigger.ReportRefused)
            && input is Input.CheckedIn checkedIn && reaction.State.Record is { } record && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { } report
            && (report.Candidate?.Image ?? state.Record?.Target) is { } target && suffices(state.Record ?? record, report)
                ? reaction.Rewrite(stored => Completed(stored, target, checkedIn.At))
                : reaction,
    }) with { Allows = [.. RestsOnCompletion, "R-ST-12", "R-ST-13", "R-ST-14", "R-ST-15", "R-ST-16", "R-ST-17", "R-ST-19", "R-ST-21", "R-ST-26", "R-ST-34"] };

    private static TrackRecord Completed(TrackRecord record, ImageName target, Moment at) =>
        record with { Phase = TrackPhase.Confirmed, Target = target, Result = ResultCode.Success, ResultVerified = true, CompletedAt = at };
}
