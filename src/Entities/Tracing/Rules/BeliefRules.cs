using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>What a device believes and what it makes of it: I-09, I-10, I-11, I-15.</summary>
internal sealed class BeliefRules(string device, Evidence evidence, Ledger ledger) : ISubjectRules
{
    private static readonly HashSet<string> Believing =
    [
        nameof(Trigger.UpToDateBelieved), nameof(Trigger.UpdateAccepted), nameof(Trigger.UpdateAcceptedWhole), nameof(Trigger.UpdateResumed), nameof(Trigger.CancelBelieved),
    ];

    private readonly HashSet<ShortDigest> _believed = [];
    private DeviceData? _was;
    private ulong? _askedAt;

    public Objection? Take(TraceEvent happened)
    {
        var now = happened.Device;
        var was = _was;
        var askedAt = _askedAt;
        Remember(was, now);
        if (now is null || happened.Step is not { Refused: null } step) return null;
        var secure = now.Profile?.Value == Profile.Secure;
        var objection = Believing.Contains(step.Trigger) && now.Directive is { } told
            ? told.Value is { } directive
                ? Addressed(directive) ?? Directed(step.Trigger, now, directive, secure) ?? (secure ? Once(was, now, directive) ?? Issued(directive, askedAt) : null)
                : Undirected(step.Trigger, secure)
            : null;
        return objection ?? (secure ? Fresh(step.Trigger, was, now) : null);
    }

    private void Remember(DeviceData? was, DeviceData? now)
    {
        _was = now;
        if (now?.Nonce?.Value is not { } nonce) _askedAt = null;
        else if (was?.Nonce is not { } before) _askedAt = null;
        else if (before.Value != nonce) _askedAt = now.Report;
    }

    private Objection? Addressed(TraceDirective directive) => ledger.Demand(
        "I-15", directive.Device.ToString() == device, () => ($"a directive for {device}", $"one for {directive.Device}"));

    private Objection? Directed(string trigger, DeviceData now, TraceDirective directive, bool secure)
    {
        if (!secure || !TakesUp(trigger) || now.Candidate is not { } candidate) return null;
        return ledger.Demand(
            "I-09",
            directive.Kind == DirectiveKind.Install && directive.Manifest is { } manifest && manifest == candidate.Value?.Image.Manifest,
            () => ($"a directive to install {Texts.Of(candidate.Value?.Image)}", $"{directive.Kind} {directive.Manifest}"));
    }

    private Objection? Undirected(string trigger, bool secure) => !secure ? null : ledger.Demand(
        TakesUp(trigger) ? "I-09" : "I-10", false, () => ($"a directive with {trigger} in profile Secure", "none"));

    private Objection? Once(DeviceData? was, DeviceData now, TraceDirective directive) =>
        Answers(was?.Nonce, directive) ?? Spends(now.Nonce)
        ?? ledger.Demand("I-10", _believed.Add(directive.Digest), () => ("that a directive is believed once", $"{directive.Digest} again"));

    private Objection? Answers(Told<ShortDigest?>? outstanding, TraceDirective directive) => outstanding is null ? null : ledger.Demand(
        "I-10", outstanding.Value == directive.Nonce, () => (
            $"a directive for the outstanding nonce {outstanding.Value?.ToString() ?? "(none)"}",
            $"one for {directive.Nonce}"));

    private Objection? Spends(Told<ShortDigest?>? left) => left is null ? null : ledger.Demand(
        "I-10", left.Value is null, () => ("that the nonce is spent with the directive that answers it", $"{left.Value} outstanding"));

    private Objection? Issued(TraceDirective directive, ulong? askedAt)
    {
        if (askedAt is not { } counter || evidence.Tracker(device) is not { } tracker || !tracker.Covers(counter)) return null;
        return ledger.Demand(
            "I-10", tracker.Issued.Contains(directive.Digest), () => (
                $"a directive that the Status tracker issued to {device}",
                $"{directive.Digest}, which its trace does not tell of"));
    }

    /// <summary>While a device is awake, only a believed directive ends its suspicion.</summary>
    private Objection? Fresh(string trigger, DeviceData? was, DeviceData now)
    {
        if (was?.Suspected is not { Value: true } || now.Suspected is not { } after) return null;
        var boots = trigger.StartsWith("Started", StringComparison.Ordinal) || trigger.StartsWith("Booted", StringComparison.Ordinal) || trigger == nameof(Trigger.TrialImageAuthentic);
        return ledger.Demand(
            "I-11", after.Value || boots || Believing.Contains(trigger), () => (
                "that a freeze is suspected until a directive is believed",
                $"no suspicion after {trigger}"));
    }

    private static bool TakesUp(string trigger) => trigger is nameof(Trigger.UpdateAccepted) or nameof(Trigger.UpdateAcceptedWhole);
}
