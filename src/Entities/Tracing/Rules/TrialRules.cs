using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>The way to a trial: verified, sealed, selected, verified again, all of one image (I-07).</summary>
internal sealed class TrialRules(Ledger ledger) : ISubjectRules
{
    private const string Id = "I-07";

    private ImageName? _candidate;
    private ImageName? _authentic;
    private ImageName? _sealed;
    private ImageName? _selected;
    private bool _begun;

    public Objection? Take(TraceEvent happened)
    {
        if (happened.Step?.Refused is not null) return null;
        var (isFirst, candidate) = (!_begun, happened.Device?.Candidate?.Value);
        _begun = true;
        var accepts = happened.Step is { Trigger: nameof(Trigger.UpdateAccepted) or nameof(Trigger.UpdateAcceptedWhole) };
        if (candidate is not null && (accepts || _candidate != candidate.Image)) Meet(happened, candidate, isFirst, accepts);
        var objection = candidate is null ? null : Whole(candidate) ?? (happened.Step is { } step ? Advance(step.Trigger, candidate.Image) : null);
        _candidate = candidate?.Image;
        return objection;
    }

    /// <summary>
    /// A candidate that was just accepted has come nowhere. One with which the trace begins has come as far as its stage says. Of any other one the
    /// events before were not told, and it is trusted.
    /// </summary>
    private void Meet(TraceEvent happened, TraceCandidate candidate, bool isFirst, bool accepted)
    {
        var image = candidate.Image;
        var trusted = !isFirst && !accepted;
        _authentic = trusted || (isFirst && candidate.Stage != nameof(CandidateStage.Receiving)) ? image : null;
        _sealed = trusted || (isFirst && candidate.Stage is nameof(CandidateStage.AwaitingBoot) or nameof(CandidateStage.Trial)) ? image : null;
        _selected = trusted || (isFirst && happened.Step is not null && happened.Next is nameof(DevicePhase.VerifyingBoot) or nameof(DevicePhase.Trial)) ? image : null;
    }

    private Objection? Whole(TraceCandidate candidate) => candidate.Stage == nameof(CandidateStage.Receiving) ? null : ledger.Demand(
        Id, candidate.Received == candidate.Total, () => (
            $"that a candidate comes beyond Receiving whole, with {candidate.Total} bytes",
            Texts.Of(candidate)));

    private Objection? Advance(string trigger, ImageName image)
    {
        switch (trigger)
        {
            case nameof(Trigger.ImageAuthentic):
                (_authentic, _sealed) = (image, null);
                return null;
            case nameof(Trigger.InstallSucceeded):
                _sealed = image;
                return After(_authentic == image, trigger, nameof(Trigger.ImageAuthentic), image);
            case nameof(Trigger.StartedForTrial):
                _selected = image;
                return After(_sealed == image, trigger, nameof(Trigger.InstallSucceeded), image);
            case nameof(Trigger.TrialImageAuthentic):
                return After(_selected == image, trigger, nameof(Trigger.StartedForTrial), image);
            default:
                return null;
        }
    }

    private Objection? After(bool holds, string trigger, string before, ImageName image) => ledger.Demand(
        Id, holds, () => ($"{before} of {image} before {trigger}", $"{trigger} of {image} without it"));
}
