using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>How a device comes by its candidate, fills it and gives it up: I-05, I-06, I-14.</summary>
internal sealed class CandidateRules(Ledger ledger) : ISubjectRules
{
    private static readonly HashSet<string> Accepting = [nameof(Trigger.UpdateAccepted), nameof(Trigger.UpdateAcceptedWhole)];

    private static readonly HashSet<string> Storing = [nameof(Trigger.BlockStored), nameof(Trigger.LastBlockStored)];

    private static readonly HashSet<string> Ending =
    [
        nameof(Trigger.SelfTestPassed), nameof(Trigger.SelfTestFailed), nameof(Trigger.TrialExpired), nameof(Trigger.RecoveryFailed), nameof(Trigger.ImageRejected),
        nameof(Trigger.StorageFailed), nameof(Trigger.CancelBelieved), nameof(Trigger.TrialImageRejected), nameof(Trigger.StartedAfterTrial),
    ];

    private static readonly HashSet<string> Replaceable = [nameof(DevicePhase.Receiving), nameof(DevicePhase.Verified), nameof(DevicePhase.Unbootable)];

    private Told<TraceCandidate?>? _was;

    public Objection? Take(TraceEvent happened)
    {
        if (happened.Step?.Refused is not null) return null;
        var (was, now) = (_was, happened.Device?.Candidate);
        _was = now;
        if (happened.Step is not { } step) return null;
        var storing = was is null ? null : Store(step, was.Value);
        return storing ?? (was is null || now is null ? null : Change(step, was.Value, now.Value, happened.Device!));
    }

    private Objection? Store(TraceStep step, TraceCandidate? was) => !Storing.Contains(step.Trigger) ? null : ledger.Demand(
        "I-05", was is not null, () => ($"an accepted update before {step.Trigger}", "no candidate"));

    private Objection? Change(TraceStep step, TraceCandidate? was, TraceCandidate? now, DeviceData data)
    {
        if (now is null)
        {
            return was is null ? null : ledger.Demand(
                "I-14", Ending.Contains(step.Trigger), () => (
                    $"that {step.Trigger} leaves the candidate {was.Image} in its place",
                    "no candidate"));
        }

        if (Accepting.Contains(step.Trigger)) return Accept(step, was, now, data);
        if (was is null) return Appears(step, now);
        if (was.Image != now.Image) return Replaces(step, was, now);
        return Received(step, was, now);
    }

    private Objection? Appears(TraceStep step, TraceCandidate now) =>
        ledger.Demand("I-05", holds: false, () => ("that a candidate comes by an accepted update", $"{Texts.Of(now)} by {step.Trigger}"));

    private Objection? Replaces(TraceStep step, TraceCandidate was, TraceCandidate now) => ledger.Demand(
        "I-14",
        holds: false,
        () => ($"that another candidate than {was.Image} comes by an accepted update", $"{now.Image} by {step.Trigger}"));

    private Objection? Accept(TraceStep step, TraceCandidate? was, TraceCandidate now, DeviceData data) => ledger.Demand(
        "I-03",
        data.Confirmed?.Value is not { } confirmed || now.Image.Number >= confirmed.Number,
        () => ($"a candidate that is not older than {Texts.Of(data.Confirmed?.Value)}", Texts.Of(now)))
        ?? ledger.Demand(
            "I-14",
            was is null || (Replaceable.Contains(step.Phase) && (step.Phase == nameof(DevicePhase.Unbootable) || now.Image.Number > was.Image.Number)),
            () => ($"a newer candidate in the place of {Texts.Of(was)}, in {string.Join(", ", Replaceable)} only", $"{now.Image} in {step.Phase}"));

    private Objection? Received(TraceStep step, TraceCandidate was, TraceCandidate now)
    {
        var holds = now.Received <= now.Total && now.Total == was.Total && step.Trigger switch
        {
            nameof(Trigger.BlockStored) => now.Received > was.Received && now.Received < now.Total,
            nameof(Trigger.LastBlockStored) => now.Received > was.Received && now.Received == now.Total,
            _ => now.Received == was.Received,
        };
        return ledger.Demand(
            "I-06", holds, () => (
                $"that received grows by stored blocks only and ends with the last, from {was.Received} of {was.Total}",
                $"{now.Received} of {now.Total} after {step.Trigger}"));
    }
}
