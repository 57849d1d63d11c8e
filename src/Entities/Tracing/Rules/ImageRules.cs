using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>What a device runs and has confirmed: I-03, I-04, I-23.</summary>
internal sealed class ImageRules(Ledger ledger) : ISubjectRules
{
    private DeviceData? _was;
    private bool _wasPlain;
    private ImageName? _stored;

    public Objection? Take(TraceEvent happened)
    {
        if (happened.Step?.Refused is not null) return null;
        var (was, now) = (_was, happened.Device);
        var plain = happened.Step is { Trigger: not nameof(Trigger.StorageFailed) };
        // A step was stored when the next one is neither a restart nor a failure of storage.
        if (plain && _wasPlain) _stored = was?.Confirmed?.Value ?? _stored;
        (_was, _wasPlain) = (now, plain);
        return now is null ? null : Running(now) ?? Trying(happened.Next, now) ?? (happened.Step is { } step ? Change(step, was, now) : NeverFalls(now));
    }

    private Objection? Running(DeviceData now)
    {
        if (now is not { Running.Value: { } running, Confirmed: { } confirmed }) return null;
        return ledger.Demand(
            "I-03",
            confirmed.Value is { } image && (running == image || running.Number > image.Number),
            () => ($"that the confirmed image {Texts.Of(confirmed.Value)} or a newer one runs", Texts.Of(running)));
    }

    /// <summary>What runs unconfirmed runs on a trial whose beginning is recorded.</summary>
    private Objection? Trying(string? phase, DeviceData now)
    {
        if (phase != nameof(DevicePhase.Trial) || now is not { Running.Value: { } running, Confirmed.Value: { } confirmed, Candidate: { } candidate } || running == confirmed) return null;
        return ledger.Demand(
            "I-23",
            candidate.Value is { Stage: nameof(CandidateStage.Trial) } tried && tried.Image == running,
            () => ($"a candidate {running} in stage Trial while it runs unconfirmed", Texts.Of(candidate.Value)));
    }

    /// <summary>After a restart what was confirmed before is confirmed, or something newer.</summary>
    private Objection? NeverFalls(DeviceData now)
    {
        if (_stored is not { } before || now.Confirmed is not { } told) return null;
        return ledger.Demand(
            "I-04",
            told.Value is { } image && (image == before || image.Number > before.Number),
            () => ($"that {before} or a newer image is confirmed", Texts.Of(told.Value)));
    }

    private Objection? Change(TraceStep step, DeviceData? was, DeviceData now)
    {
        if (was?.Confirmed is not { } before || now.Confirmed is not { } after) return null;
        return ledger.Demand(
            "I-04",
            after == before || (step is { Trigger: nameof(Trigger.SelfTestPassed), Phase: nameof(DevicePhase.Trial) } && Follows(was, before.Value, after.Value)),
            () => (
                $"that {Texts.Of(before.Value)} stays confirmed until SelfTestPassed in Trial of a newer image that runs ({Texts.Of(was.Running?.Value)} ran)",
                $"{Texts.Of(after.Value)} by {step.Trigger} in {step.Phase}"));
    }

    private static bool Follows(DeviceData was, ImageName? before, ImageName? after) =>
        after is not null && (before is null || after.Number > before.Number) && (was.Running is not { } ran || ran.Value == after);
}
