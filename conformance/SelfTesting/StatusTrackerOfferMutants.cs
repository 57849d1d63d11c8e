using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Status trackers that direct devices wrongly.</summary>
internal static class StatusTrackerOfferMutants
{
    // Every directive is looked at, wherever one comes.
    private static readonly string[] AllDirectives =
    [
        "R-ST-01", "R-ST-02", "R-ST-03", "R-ST-04", "R-ST-05", "R-ST-06", "R-ST-08", "R-ST-09", "R-ST-10", "R-ST-11", "R-ST-12", "R-ST-13", "R-ST-15", "R-ST-16", "R-ST-18", "R-ST-19", "R-ST-20", "R-ST-21", "R-ST-22", "R-ST-23", "R-ST-24",
        "R-ST-26", "R-ST-29", "R-ST-32", "R-ST-34", "R-ST-35", "R-GEN-01", "R-GEN-02", "R-GEN-03", "R-GEN-04", "R-GEN-05", "R-GEN-07", "R-GEN-08", "R-GEN-12", "R-GEN-13", "R-GEN-16", "R-GEN-18", "R-GEN-27",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All =>
    [
        Track("directive-unsigned", "does not sign directives", ["R-ST-10", "R-ST-11"], static machine => machine.Directing(static (_, _, order) => order with { Signed = false })) with { Allows = AllDirectives },
        Built("directive-of-a-stranger", "signs directives with a key that is not its own", ["R-ST-10", "R-ST-11"], Design.Right with { Signer = static _ => TestKeys.Stranger }) with { Allows = AllDirectives },
        Directing("directive-for-any-device", "binds directives to no device", ["R-ST-10", "R-ST-11"], static directive => directive with { Device = default }),
        Directing("directive-for-any-report", "binds directives to no nonce", ["R-ST-10", "R-ST-11"], static directive => directive with { Nonce = default }),
        Directing("directive-for-any-package", "binds directives to no manifest", ["R-ST-10"], static directive => directive with { Manifest = default }),
        Directing("directive-for-ever", "gives directives no end of validity", ["R-ST-10"], static directive => directive with { ValidUntil = new Moment(long.MaxValue) }),
        Directing("directive-stale-born", "gives directives a validity that has ended", ["R-ST-10"], static directive => directive with { ValidUntil = directive.IssuedAt }),
        Track("up-to-date-unsigned", "does not sign that a device is up to date", ["R-ST-11"], static machine => machine.Directing(
            static (_, _, order) => order.Directive.Kind == DirectiveKind.UpToDate ? order with { Signed = false } : order)) with { Allows = AllDirectives },
        Track("up-to-date-for-a-replay", "tells whoever replays a report that the device is up to date", ["R-ST-11"], static machine => machine.Reacting(
            static (state, input, reaction) => state.Record is { } record && input is Input.CheckedIn checkedIn && Authentic(record.PublicKey, checkedIn.CheckIn.SignedReport) is { } report
                ? reaction with { Outputs = [Tell(DirectiveKind.UpToDate, null, Bytes.Empty, report, record, checkedIn.At)] }
                : reaction,
            nameof(Trigger.ReportRefused))) with { Allows = ["R-ST-04", "R-ST-06", "R-ST-07", "R-ST-10", "R-GEN-02", "R-GEN-06", "R-GEN-07", "R-GEN-08", "R-ST-03"] },
        Track("directive-for-a-replay", "gives whoever replays a report another directive", ["R-ST-10"], static machine => machine.Reacting(
            static (state, input, reaction) => state.Record is { Target: { } target } record && input is Input.CheckedIn checkedIn && Authentic(record.PublicKey, checkedIn.CheckIn.SignedReport) is { } report
                ? reaction with { Outputs = [Tell(DirectiveKind.Install, target, Bytes.Empty, report, record, checkedIn.At)] }
                : reaction,
            nameof(Trigger.ReportRefused))) with { Allows = ["R-ST-04", "R-ST-06", "R-ST-07", "R-GEN-02", "R-GEN-06", "R-GEN-07"] },
        Track("directs-back", "directs devices to whatever is published, lower numbers too", ["R-ST-29"], static machine => machine.Directing(static (state, checkedIn, order) =>
            order.Directive.Kind == DirectiveKind.UpToDate && checkedIn.Newest is { } newest && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Confirmed: { } confirmed } && newest.Image != confirmed && newest.Image.Number <= confirmed.Number
                ? order with { Directive = order.Directive with { Kind = DirectiveKind.Install, Manifest = newest.Image.Manifest, Number = newest.Image.Number }, Envelope = newest.Envelope }
                : order)) with { Allows = ["R-ST-11", "R-ST-20"] },
        Track("same-number-offered", "directs devices to another package with the number that they have", ["R-ST-29"], static machine => machine.Directing(static (state, checkedIn, order) =>
            order.Directive.Kind == DirectiveKind.UpToDate && checkedIn.Newest is { } newest && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Confirmed: { } confirmed } && newest.Image != confirmed && newest.Image.Number == confirmed.Number
                ? order with { Directive = order.Directive with { Kind = DirectiveKind.Install, Manifest = newest.Image.Manifest, Number = newest.Image.Number }, Envelope = newest.Envelope }
                : order)),
        Track("lasting-failure-offered-again", "offers a package again that failed for a lasting reason", ["R-ST-16"], static machine => machine.Remembering(static (record, input) =>
            input is Input.CheckedIn && record.ResultVerified && record.Result is not (ResultCode.None or ResultCode.Success) ? record with { ResultVerified = false, Attempts = 0 } : record))
            with { Allows = ["R-ST-19", "R-ST-13", "R-ST-15"] },
        Policy("attempts-without-end", "offers a package for ever that fails for a passing reason", ["R-ST-16"], static policy => policy with { MostAttempts = uint.MaxValue }),
        Policy("one-attempt-only", "offers a package once only, though it failed for a passing reason", ["R-ST-16"], static policy => policy with { MostAttempts = 1 }) with { Allows = ["R-ST-13", "R-ST-15"] },
        Track("attempts-in-memory", "counts attempts in memory only", ["R-ST-16"], static machine => machine.Storing(static record => record with { Attempts = 0 })),
        Track("two-updates", "directs a device to the newest package while it works on another", ["R-ST-26"], static machine => machine.Directing(static (_, checkedIn, order) =>
            order.Directive.Kind == DirectiveKind.Install && checkedIn.Newest is { } newest
                ? order with { Directive = order.Directive with { Manifest = newest.Image.Manifest, Number = newest.Image.Number }, Envelope = newest.Envelope }
                : order)) with { Allows = ["R-ST-21"] },
        Track("target-of-two", "records another target than it directs the device to", ["R-ST-26"], static machine => machine.Recording(
            static (before, record) => before?.Target is { } kept ? record with { Target = kept } : record, nameof(Trigger.SupersedingDue), nameof(Trigger.UpdateDue))) with { Allows = ["R-ST-21", "R-ST-09"] },
        Track("never-supersedes", "lets a device finish a package whose time is over", ["R-ST-21"], static machine => machine.Hearing(static (_, checkedIn) =>
            Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Candidate: { } candidate } && checkedIn.Newest?.Image != candidate.Image ? checkedIn with { Newest = null } : checkedIn)),
        Track("supersedes-what-is-installed", "directs a device elsewhere that has installed already", ["R-ST-21"], static machine => machine.Reacting(
            static (state, input, reaction) => state.Record is { } record && input is Input.CheckedIn { Newest: { } newest } checkedIn && reaction.State.Record is { Target: { } target } stored && newest.Image.Number > target.Number
                && Forgery.Peek(checkedIn.CheckIn.SignedReport) is { } report
                ? Store(stored with { Phase = TrackPhase.Superseded, Target = newest.Image }, reaction, Tell(DirectiveKind.Install, newest.Image, newest.Envelope, report, record, checkedIn.At))
                : reaction,
            nameof(Trigger.BootAwaited), nameof(Trigger.TrialReported))) with { Allows = ["R-ST-26"] },
        Track("withdrawal-ignored", "lets a device finish a package that was withdrawn", ["R-ST-20"], static machine => machine.Hearing(static (_, checkedIn) =>
            Forgery.Peek(checkedIn.CheckIn.SignedReport) is { Candidate: { } candidate } ? checkedIn with { Published = new(checkedIn.Published.Append(candidate.Image.Manifest)) } : checkedIn)),
        Track("polls-at-once", "tells every device to come back at once", ["R-ST-28"], static machine => machine.Directing(static (_, _, order) => order with { PollAfter = 0 })),
        Track("answers-other-devices", "serves the first device only that checks in", ["R-ST-34"], static machine =>
        {
            DeviceId? first = null;
            return new Altered<TrackState>(machine)
            {
                After = (state, input, reaction) =>
                {
                    if (input is not Input.CheckedIn || state.Record is not { } record || reaction.Trigger == nameof(Trigger.ReportRefused)) return reaction;
                    first ??= record.Device;
                    return first == record.Device ? reaction : new(state, [new Output.Refuse(ResultCode.Busy, "another device is served")], reaction.Trigger);
                },
            };
        }) with { Allows = ["R-ST-33", "R-ST-10", "R-ST-29", "R-ST-20", "R-ST-21", "R-ST-11", "R-ST-26", "R-ST-06"] },
    ];

    private static Mutant Directing(string id, string wrong, IReadOnlyList<string> violates, Func<Directive, Directive> change) =>
        Track(id, wrong, violates, machine => machine.Directing((_, _, order) => order with { Directive = change(order.Directive) })) with { Allows = AllDirectives };
}
