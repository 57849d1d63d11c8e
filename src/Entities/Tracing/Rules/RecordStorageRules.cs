using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>What a Status tracker or a Firmware server finds after a restart is what it stored before (I-13): phase and all that is told of the record.</summary>
internal sealed class RecordStorageRules(Ledger ledger) : ISubjectRules
{
    private readonly Durable _durable = new();

    public Objection? Take(TraceEvent happened)
    {
        if (happened.Step?.Refused is not null)
        {
            _durable.Unchanged();
            return null;
        }

        if (Describe(happened) is not { } state)
        {
            _durable.Lose();
            return null;
        }

        if (happened.Step is not null)
        {
            _durable.Step(state, storageFailed: false, midway: null);
            return null;
        }

        var objection = _durable.IsKnown
            ? ledger.Demand("I-13", _durable.Allows(state), () => ($"what was stored: {_durable.Describe()}", state))
            : null;
        _durable.Begin(state);
        return objection;
    }

    /// <summary>The whole of what is durable; null when the event does not tell all of it.</summary>
    private static string? Describe(TraceEvent happened) => happened switch
    {
        { Next: nameof(TrackPhase.Absent) } => happened.Next,
        { Record: { Target: { } target, Confirmed: { } confirmed, Result: { } result, Verified: { } verified, Counter: { } counter, Completed: { } completed, CancelWanted: { } cancel } } =>
            $"{happened.Next}, target {Texts.Of(target.Value)}, confirmed {Texts.Of(confirmed.Value)}, {result.Value}, verified {verified.Value}, counter {counter.Value}, "
            + $"completed {completed.Value}, cancelWanted {cancel.Value}",
        { Package: { Number: { } number, Missing: { } missing } } => $"{happened.Next}, number {number.Value}, missing {missing.Value}",
        _ => null,
    };
}
