using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers that believe the wrong reports, or enrol wrongly.</summary>
internal static class StatusTrackerReportMutants
{
    // Where a forged report is believed, whatever it says is recorded.
    private static readonly string[] RestsOnSignatures =
    [
        "R-GEN-02", "R-GEN-06", "R-GEN-07", "R-ST-06", "R-ST-07", "R-ST-08", "R-ST-10", "R-ST-11", "R-ST-12", "R-ST-13", "R-ST-14", "R-ST-17", "R-ST-18", "R-ST-19", "R-ST-27", "R-ST-33",
    ];

    private static readonly string[] RestsOnCounters = ["R-GEN-02", "R-GEN-06", "R-GEN-07", "R-GEN-08", "R-ST-06", "R-ST-07", "R-ST-10", "R-ST-11", "R-ST-17", "R-ST-18"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Track("contradiction-accepted", "lets a second enrolment take the place of the first", ["R-ST-01"], static machine => new Altered<TrackState>(machine)
        {
            Before = static (state, input) => (input is Input.Received { Message: EnrolRequest } ? TrackState.Initial : state, input),
        }) with { Allows = ["R-GEN-06", "R-GEN-07", "R-GEN-08", "R-ST-17"] },
        Track("key-contradiction-overlooked", "confirms an enrolment with another key as if it were the same", ["R-ST-01"], static machine => new Altered<TrackState>(machine)
        {
            Before = static (state, input) => (state, state.Record is { } record && input is Input.Received { Message: EnrolRequest request } received
                ? received with { Message = request with { PublicKey = record.PublicKey } }
                : input),
        }) with { Allows = ["R-GEN-08"] },
        Track("profile-contradiction-overlooked", "confirms an enrolment with another profile as if it were the same", ["R-ST-01"], static machine => new Altered<TrackState>(machine)
        {
            Before = static (state, input) => (state, state.Record is { } record && input is Input.Received { Message: EnrolRequest request } received
                ? received with { Message = request with { Profile = record.Profile } }
                : input),
        }),
        Track("enrolment-of-no-key", "enrols a device whose key cannot be read", ["R-ST-01"], static machine => new Altered<TrackState>(machine)
        {
            Before = static (state, input) => (state, input is Input.Received { Message: EnrolRequest request } received && KeyFiles.VerifierFromSpki(request.PublicKey.Span) is null
                ? received with { Message = request with { PublicKey = Lab.TestKeys.Stranger.Public.Spki } }
                : input),
        }),
        Track("unknown-device-taken", "takes up devices that nobody enrolled", ["R-ST-02"], static machine => new Altered<TrackState>(machine)
        {
            Before = (state, input) => state.Record is null && input is Input.CheckedIn checkedIn && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { } report
                ? (Enrolled(machine, report), checkedIn with { CheckIn = checkedIn.CheckIn with { SignedReport = Forgery.Sign(Lab.TestKeys.Stranger, report) } })
                : (state, input),
        }) with { Allows = ["R-GEN-06", "R-ST-03", "R-GEN-16"] },
        Track("signature-unchecked", "believes a report whoever signed it", ["R-ST-03", "R-GEN-16"], static machine => machine.Believing(static (_, signed) => Forgery.Peek(signed)))
            with { Allows = RestsOnSignatures },
        Track("other-key-accepted", "believes a report that any device signed that it knows", ["R-ST-03"], static machine =>
        {
            var known = new HashSet<Bytes>();
            return machine.Believing((record, signed) =>
            {
                known.Add(record.PublicKey);
                return known.Select(key => Authentic(key, signed)).FirstOrDefault(static report => report is not null);
            });
        }) with { Allows = ["R-ST-06", "R-ST-07", "R-ST-10"] },
        Track("purpose-unchecked", "believes what the device signed as something else", ["R-ST-03"], static machine => machine.Believing(static (record, signed) =>
            Authentic(record.PublicKey, signed, Directive.Domain))) with { Allows = ["R-ST-06"] },
        Track("first-believed-then-verified", "records what a report says before it has verified it", ["R-ST-03"], static machine => machine.Reacting(
            static (state, input, reaction) => state.Record is { } record && input is Input.CheckedIn checkedIn && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { } report && report.Device == record.Device
                ? Store(record with { FreezeSuspected = report.FreezeSuspected, Confirmed = report.Confirmed, LastCounter = Math.Max(record.LastCounter, report.Counter) }, reaction, reaction.Outputs)
                : reaction,
            nameof(Trigger.ReportRefused))) with { Allows = [.. RestsOnSignatures, .. RestsOnCounters, "R-GEN-16", "R-ST-04"] },
        Track("counter-unchecked", "believes old reports", ["R-ST-04"], static machine => machine.Remembering(static (record, input) => input is Input.CheckedIn ? record with { LastCounter = 0 } : record))
            with { Allows = [.. RestsOnCounters, "R-ST-03"] },
        Track("counter-off-by-one", "believes the last report once more", ["R-ST-04"], static machine => machine.Remembering(static (record, input) =>
            input is Input.CheckedIn && record.LastCounter > 0 ? record with { LastCounter = record.LastCounter - 1 } : record)) with { Allows = [.. RestsOnCounters, "R-ST-03"] },
        Track("counter-must-follow", "believes a report only when its counter is the next one", ["R-ST-04"], static machine => new Altered<TrackState>(machine)
        {
            Before = static (state, input) => state.Record is { LastCounter: > 0 } record && input is Input.CheckedIn checkedIn && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { } report && report.Counter > record.LastCounter + 1
                ? (state, checkedIn with { CheckIn = checkedIn.CheckIn with { SignedReport = Forgery.Sign(Lab.TestKeys.Stranger, report) } })
                : (state, input),
        }) with { Allows = ["R-ST-03", "R-ST-05", "R-GEN-01", "R-GEN-16"] },
        Track("counter-of-refused-kept", "lets a refused report use up its counter", ["R-ST-03", "R-GEN-02"], static machine => machine.Reacting(
            static (state, input, reaction) => state.Record is { } record && input is Input.CheckedIn checkedIn && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { } report
                ? Store(record with { LastCounter = Math.Max(record.LastCounter, report.Counter) }, reaction, reaction.Outputs)
                : reaction,
            nameof(Trigger.ReportRefused))) with { Allows = ["R-GEN-07", "R-GEN-16", "R-ST-04"] },
        Built("ed25519-only", "knows Ed25519 keys only", ["R-GEN-12"], Design.Right with
        {
            StatusTracker = static configuration => new StatusTrackerMachine(configuration, static key => Ed25519PublicKey.FromSpki(key.Span)),
        }),
        Track("freeze-hidden", "does not show who suspects a freeze", ["R-ST-27"], static machine => machine.Recording(static (_, record) => record with { FreezeSuspected = false })),
        Track("freeze-for-ever", "shows a suspicion for ever", ["R-ST-27"], static machine => machine.Recording(static (before, record) => record with { FreezeSuspected = record.FreezeSuspected || before is { FreezeSuspected: true } })),
        Track("confirmed-image-not-kept", "keeps no confirmed image", ["R-ST-33"], static machine => machine.Recording(static (_, record) => record with { Confirmed = null }))
            with { Allows = ["R-ST-06", "R-ST-07", "R-ST-08", "R-ST-18", "R-GEN-01", "R-ST-34"] },
        Track("idle-reports-not-kept", "keeps nothing of a device that is idle", ["R-ST-33"], static machine => machine.Forgetting<TrackState, Output.Persist>(nameof(Trigger.IdleReported)))
            with { Allows = ["R-GEN-08", "R-ST-34", "R-ST-18", "R-ST-17", "R-ST-19", "R-ST-27", "R-GEN-18", "R-GEN-07"] },
    ];

    private static TrackState Enrolled(IMachine<TrackState> machine, DeviceReport report) => machine.Handle(
        TrackState.Initial,
        new Input.Received(Protocol.Link.Operator, new EnrolRequest(report.Device, report.Vendor, report.Class, Profile.Secure, Lab.TestKeys.Stranger.Public.Spki), default(Moment), default)).State;
}
