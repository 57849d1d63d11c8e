using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>What a device runs and has confirmed: I-03, I-04.</summary>
internal sealed class ImageRules(Ledger ledger) : ISubjectRules
{
    private DeviceData? _was;
    private ImageName? _confirmed;

    public Objection? Take(TraceEvent happened)
    {
        var now = happened.Device;
        var objection = now is null ? null : Running(now) ?? NeverFalls(now) ?? ByConfirmation(happened, now);
        _was = now;
        _confirmed = now?.Confirmed?.Value ?? _confirmed;
        return objection;
    }

    private Objection? Running(DeviceData now)
    {
        if (now is not { Running.Value: { } running, Confirmed: { } confirmed }) return null;
        return ledger.Demand(
            "I-03",
            confirmed.Value is { } image && (running == image || running.Number > image.Number),
            () => ($"that the confirmed image {Texts.Of(confirmed.Value)} or a newer one runs", Texts.Of(running)));
    }

    private Objection? NeverFalls(DeviceData now)
    {
        if (_confirmed is not { } before || now.Confirmed is not { } told) return null;
        return ledger.Demand(
            "I-04",
            told.Value is { } image && (image == before || image.Number > before.Number),
            () => ($"that {before} or a newer image is confirmed", Texts.Of(told.Value)));
    }

    private Objection? ByConfirmation(TraceEvent happened, DeviceData now)
    {
        if (happened.Step is not { } step || _was?.Confirmed is not { } before || now.Confirmed is not { } after || after == before) return null;
        var onTrial = step.Trigger == nameof(Trigger.SelfTestPassed) && step.Phase == nameof(DevicePhase.Trial) && (_was.Running is not { } ran || ran.Value == after.Value);
        return ledger.Demand(
            "I-04",
            onTrial,
            () => ($"that an image is confirmed by SelfTestPassed in Trial while it runs ({Texts.Of(_was.Running?.Value)} ran)", $"{Texts.Of(after.Value)} by {step.Trigger} in {step.Phase}"));
    }
}
