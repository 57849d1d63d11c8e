using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>What a Status tracker records of a device: I-01, I-12, I-17.</summary>
internal sealed class RecordRules(string device, Evidence evidence, Ledger ledger) : ISubjectRules
{
    private static readonly HashSet<string> Silent =
    [
        nameof(Trigger.EnrolmentAccepted), nameof(Trigger.EnrolmentRepeated), nameof(Trigger.EnrolmentRefused), nameof(Trigger.ReportRefused),
        nameof(Trigger.SilenceExpired), nameof(Trigger.CancelRequested), nameof(Trigger.TagsNamed), nameof(Trigger.TagsRefused), nameof(Trigger.DecommissionRequested),
        nameof(Trigger.Unexpected),
    ];

    private TrackData? _was;
    private bool? _completion;

    public Objection? Take(TraceEvent happened)
    {
        var (was, now) = (_was, happened.Record);
        _was = now;
        var counts = happened.Step is { } step && Counts(step);
        _completion = counts ? happened.Step!.Trigger == nameof(Trigger.CompletionReported) : happened.Step is null ? FromPhase(happened.Next) : _completion;
        if (now is null) return null;
        var counted = happened.Step is { } taken ? Counter(taken, counts, was, now) : null;
        return counted ?? Honest(happened, was, now) ?? Listed(happened.Next, now);
    }

    /// <summary>True when the step counts a report.</summary>
    public static bool Counts(TraceStep step) => step.Refused is null && !Silent.Contains(step.Trigger);

    private static bool? FromPhase(string phase) => phase == nameof(TrackPhase.Unreachable) ? null : phase == nameof(TrackPhase.Confirmed);

    private Objection? Counter(TraceStep step, bool counts, TrackData? was, TrackData now)
    {
        if (now.Counter is not { } counter) return null;
        var rises = was?.Counter is not { } before ? null : ledger.Demand(
            "I-12",
            counts ? counter.Value > before.Value : counter.Value == before.Value,
            () => (counts ? $"a counter above {before.Value}" : $"the counter {before.Value} after {step.Trigger}", $"{counter.Value}"));
        return rises ?? (counts ? Made(counter.Value, now) : null);
    }

    private Objection? Made(ulong counter, TrackData now)
    {
        if (evidence.Device(device) is not { } word || !word.Covers(counter)) return null;
        var report = word.Reports.GetValueOrDefault(counter);
        return ledger.Demand("I-12", report is not null, () => (
            "a counter of a report that the device made",
            $"{counter}, which its trace does not tell of"))
            ?? Follows(counter, report!.Data, now);
    }

    private Objection? Follows(ulong counter, DeviceData report, TrackData now) => report.Confirmed is not { } said || now.Confirmed is not { } recorded ? null : ledger.Demand(
        "I-12", recorded == said, () => ($"confirmed as report {counter} says it: {Texts.Of(said.Value)}", Texts.Of(recorded.Value)));

    private Objection? Honest(TraceEvent happened, TrackData? was, TrackData now)
    {
        if (now.Completed is not { Value: true }) return null;
        var completes = happened.Step?.Trigger == nameof(Trigger.CompletionReported);
        return Sound(now) ?? Begun(happened.Step, was, completes) ?? (completes ? Proven(now) : null);
    }

    private Objection? Sound(TrackData now)
    {
        if (now is not { Target: { } target, Confirmed: { } confirmed, Result: { } result, Verified: { } verified }) return null;
        return ledger.Demand(
            "I-01",
            target.Value is not null && target.Value == confirmed.Value && result.Value == ResultCode.Success && verified.Value,
            () => (
                "that a completed record has its target confirmed by a verified report",
                $"target {Texts.Of(target.Value)}, confirmed {Texts.Of(confirmed.Value)}, {result.Value}, verified {verified.Value}"));
    }

    private Objection? Begun(TraceStep? step, TrackData? was, bool completes) => step is null || was?.Completed is not { Value: false } ? null : ledger.Demand(
        "I-01", completes, () => ("that a record is completed by CompletionReported", step.Trigger));

    /// <summary>The report that the completion rests on, where the device's own trace tells of it: it must run and have confirmed the image then.</summary>
    private Objection? Proven(TrackData now)
    {
        if (now is not { Counter: { } counter, Target: { } target } || evidence.Device(device)?.Reports.GetValueOrDefault(counter.Value) is not { } report) return null;
        var image = target.Value;
        var (confirmed, running) = (report.Data.Confirmed, report.Data.Running);
        var holds = report.Phase == nameof(DevicePhase.Idle) && (confirmed is null || confirmed.Value == image) && (running is null || running.Value == image);
        return ledger.Demand(
            "I-01",
            holds,
            () => (
                $"that {device} ran {Texts.Of(image)} and had confirmed it when it made report {counter.Value}",
                $"phase {report.Phase}, confirmed {Texts.Of(confirmed?.Value)}, running {Texts.Of(running?.Value)}"));
    }

    private Objection? Listed(string phase, TrackData now)
    {
        if (now.Completed is not { } completed) return null;
        var expected = phase == nameof(TrackPhase.Unreachable) ? _completion : phase == nameof(TrackPhase.Confirmed);
        return expected is not { } listed ? null : ledger.Demand(
            "I-17", completed.Value == listed, () => (
                $"that a record in {phase} is {(listed ? "" : "not ")}in the list of those that have completed",
                $"completed {completed.Value}"));
    }
}
