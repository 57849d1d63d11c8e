using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>What a device finds after a restart is what it stored before (I-13); its report counters never repeat (I-12).</summary>
internal sealed class DeviceStorageRules(Ledger ledger) : ISubjectRules
{
    private readonly Durable _durable = new();
    private string? _outcome;
    private ulong? _sent;
    private ulong? _perhapsSent;

    public Objection? Take(TraceEvent happened) => Counter(happened) ?? Stored(happened);

    /// <summary>A report that storage or power kept from being sent may be made again with its counter; one that was sent may not.</summary>
    private Objection? Counter(TraceEvent happened)
    {
        if (happened.Step is { Trigger: not nameof(Trigger.StorageFailed) }) _sent = _perhapsSent ?? _sent;
        _perhapsSent = happened.Device?.Report;
        if (_perhapsSent is not { } counter) return null;
        return ledger.Demand("I-12", _sent is not { } last || counter > last, () => ($"a report counter above {_sent}", $"{counter}"));
    }

    private Objection? Stored(TraceEvent happened)
    {
        if (happened.Step?.Refused is not null)
        {
            _durable.Unchanged();
            return null;
        }

        if (happened.Device is not { Confirmed: not null, Candidate: not null, Outcome: not null } data)
        {
            _durable.Lose();
            return null;
        }

        var (state, outcome) = (Describe(data, data.Candidate.Value), Texts.Of(data.Outcome.Value));
        if (happened.Step is not { } step) return Begin(state, outcome);
        // A candidate that is replaced leaves the record before the new one enters it: an outcome and a candidate come in one step.
        var midway = outcome != _outcome && data.Candidate.Value is not null ? Describe(data, null) : null;
        _outcome = outcome;
        _durable.Step(state, step.Trigger == nameof(Trigger.StorageFailed), midway);
        return null;
    }

    private Objection? Begin(string state, string outcome)
    {
        var objection = _durable.IsKnown
            ? ledger.Demand("I-13", _durable.Allows(state), () => ($"what was stored: {_durable.Describe()}", state))
            : null;
        _outcome = outcome;
        _durable.Begin(state);
        return objection;
    }

    private static string Describe(DeviceData data, TraceCandidate? candidate) =>
        $"confirmed {Texts.Of(data.Confirmed!.Value)}, candidate {Texts.Of(candidate)}, outcome {Texts.Of(data.Outcome!.Value)}";
}
