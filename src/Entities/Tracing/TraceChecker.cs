using SecUpIoT.Entities.Tracing.Rules;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>
/// Holds traces against the tables of the machines and the invariants (spec/trace-format.md). Events of one subject are in order: within a file by
/// their lines, and across files by the order in which the files are given. Nothing is concluded from clocks.
/// </summary>
public sealed class TraceChecker
{
    private readonly Ledger _ledger = new();
    private readonly Evidence _evidence;
    private readonly HashSet<(TraceMachine, string, string)> _rows = [];
    private readonly Dictionary<(TraceMachine, string), ISubjectRules[]> _subjects = [];

    private TraceChecker(IReadOnlyList<TraceFile> files) => _evidence = new Evidence(files);

    /// <summary>The ids of all invariants that the checker knows of, those among them that no trace can show.</summary>
    public static IReadOnlyList<string> KnownInvariants { get; } = [.. Ledger.Known];

    /// <summary>Checks the files together; it stops at the first event that does not fit.</summary>
    public static TraceVerdict Check(params IReadOnlyList<TraceFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new TraceChecker(files).Run(files);
    }

    private TraceVerdict Run(IReadOnlyList<TraceFile> files)
    {
        var events = 0;
        Misfit? misfit = null;
        foreach (var file in files)
        {
            ulong? seq = null;
            foreach (var entry in file.Entries)
            {
                events++;
                misfit = Take(file.Name, entry, seq);
                seq = entry.Event.Seq;
                if (misfit is not null) break;
            }

            if (misfit is not null) break;
        }

        return new(misfit, events, _subjects.Count, _rows.Count, MachineTables.Rows, new(_ledger.Judged), new(_ledger.NotJudged), new(Warnings(files)));
    }

    private Misfit? Take(string file, TraceEntry entry, ulong? before)
    {
        var happened = entry.Event;
        var key = (happened.Machine, happened.Subject);
        if (!_subjects.TryGetValue(key, out var rules)) _subjects[key] = rules = RulesFor(happened.Machine, happened.Subject);
        var objection = Counted(happened.Seq, before);
        foreach (var rule in rules) objection ??= rule.Take(happened);
        return objection is null ? null : new(file, entry.Line, happened.Machine, happened.Subject, objection.Rule, objection.Expected, objection.Found);
    }

    private static Objection? Counted(ulong? seq, ulong? before) =>
        seq is not { } number || before is not { } last || number == 1 || number == last + 1 ? null : new("seq", $"{last + 1}, or 1 where a writer begins", $"{number}");

    private ISubjectRules[] RulesFor(TraceMachine machine, string subject)
    {
        ISubjectRules[] all = [new TableRules(machine, _ledger, _rows), new RefusalRules(_ledger)];
        return machine switch
        {
            TraceMachine.DeviceCore =>
            [
                .. all, new ImageRules(_ledger), new DeviceStorageRules(_ledger), new TrialRules(_ledger), new CandidateRules(_ledger), new BeliefRules(subject, _evidence, _ledger),
            ],
            TraceMachine.StatusTracker => [.. all, new RecordStorageRules(_ledger), new RecordRules(subject, _evidence, _ledger)],
            TraceMachine.FirmwareServer => [.. all, new RecordStorageRules(_ledger)],
            _ => all,
        };
    }

    private static IEnumerable<string> Warnings(IReadOnlyList<TraceFile> files) =>
        files.Where(static file => file.Torn).Select(static file => $"{file.Name}: the last line is not whole and was left out")
            .Concat(files.SelectMany(static file => file.Header.Stolen).Distinct().Select(static key => $"the {key} key is said to be stolen: what rests on it is not judged"));
}
