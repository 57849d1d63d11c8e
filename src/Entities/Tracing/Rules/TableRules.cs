using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing.Rules;

/// <summary>Every step is a row of its machine's table or a refusal, and begins where the one before it ended (R-GEN-02).</summary>
internal sealed class TableRules(TraceMachine machine, Ledger ledger, HashSet<(TraceMachine, string, string)> rowsSeen) : ISubjectRules
{
    private const string Table = "table";

    private readonly MachineTables.Table _table = MachineTables.Of(machine);
    private string? _phase;

    public Objection? Take(TraceEvent happened)
    {
        var objection = happened.Step is { } step ? Step(step, happened.Next) : Start(happened.Next);
        _phase = happened.Next;
        return objection;
    }

    private Objection? Start(string phase)
    {
        if (!_table.Phases.Contains(phase)) return Unknown("phase", phase);
        return _table.Initial is { } initial && initial != phase ? new(Table, $"that a {machine} begins in {initial}", phase) : null;
    }

    private Objection? Step(TraceStep step, string next)
    {
        if (!_table.Phases.Contains(step.Phase)) return Unknown("phase", step.Phase);
        if (!_table.Triggers.Contains(step.Trigger)) return Unknown("trigger", step.Trigger);
        if (!_table.Phases.Contains(next)) return Unknown("phase", next);
        if (_phase is not null && _phase != step.Phase) return new("order", $"phase {_phase}, in which the event before left it", $"phase {step.Phase}");
        return _table.Next.TryGetValue((step.Phase, step.Trigger), out var row) ? Row(step, next, row) : NoRow(step, next);
    }

    private Objection? Row(TraceStep step, string next, string row)
    {
        rowsSeen.Add((machine, step.Phase, step.Trigger));
        var cell = $"({step.Phase}, {step.Trigger})";
        if (_table.Refuses(step.Phase, step.Trigger))
        {
            if (step.Refused is null) return new(Table, $"a code in refused, because {cell} refuses", "none");
            return Unchanged(step, next);
        }

        if (step.Refused is { } code) return new(Table, $"that {cell} leads to {row}", $"that it is refused with {code}");
        return next == row ? null : new(Table, $"that {cell} leads to {row}", next);
    }

    private Objection? NoRow(TraceStep step, string next) => step.Refused is null
        ? new(Table, $"a refusal, because no row begins with ({step.Phase}, {step.Trigger})", $"a step to {next}")
        : Unchanged(step, next);

    private Objection? Unchanged(TraceStep step, string next) => ledger.Demand(
        "I-16", next == step.Phase, () => ($"that the phase stays {step.Phase} when {step.Trigger} is refused", next));

    private Objection Unknown(string what, string name) => new(Table, $"a {what} of the {machine}", name);
}
