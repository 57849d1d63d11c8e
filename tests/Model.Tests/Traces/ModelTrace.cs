using System.Globalization;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Model.Tests.Traces;

/// <summary>
/// Traces of a run as spec/model/accept.sh takes them: the numbers that the run needs, and the rows of every entity in their order
/// (spec/model/README.md, "Traces").
/// </summary>
internal static class ModelTrace
{
    /// <summary>The model knows no other failure of a link: a connection that failed, and an answer that ended the round, is one that did not come.</summary>
    private const string Overdue = "ReplyOverdue";

    /// <summary>What an operator or author does with a record or package from outside of the model's world.</summary>
    private static readonly string[] Outside =
        ["EnrolmentAccepted", "EnrolmentRepeated", "EnrolmentRefused", "PackageStaged", "PublishRepeated", "PublishRefused", "PayloadArrived", "EnvelopeAsked", "BlockAsked", "BlockRefused"];

    /// <summary>The lines of the file.</summary>
    /// <exception cref="FormatException">The run is none of the model's world; the message says why.</exception>
    public static IReadOnlyList<string> Of(params IReadOnlyList<TraceFile> files)
    {
        var events = files.SelectMany(file => file.Entries).Select(entry => entry.Event).ToList();
        var cast = new TraceCast(events);
        var kept = ServerLinkRounds.WithoutIdle(events);
        var rows = kept.GroupBy(happened => (happened.Machine, happened.Subject)).OrderBy(subject => subject.Key)
            .SelectMany(subject => RowsOf(cast, [.. subject])).ToList();
        return [$"~ {cast}{Budgets(kept)}", .. rows];
    }

    private static IEnumerable<string> RowsOf(TraceCast cast, IReadOnlyList<TraceEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Step is not null)
            {
                if (Row(cast, events[i]) is { } row) yield return row;
            }
            else if (i > 0 && Mark(events[i - 1], events[i]) is { } mark)
            {
                yield return $"# {events[i].Machine} {cast.NumberOf(events[i])} {mark}";
            }
        }
    }

    // A device that restarted by itself was Off before; records and packages lose nothing by a restart.
    private static string? Mark(TraceEvent before, TraceEvent start) => start.Machine switch
    {
        TraceMachine.DeviceCore => before.Next == "Off" ? null : "cut",
        TraceMachine.Communicator or TraceMachine.ServerLink => "restart",
        _ => null,
    };

    private static string? Row(TraceCast cast, TraceEvent happened)
    {
        var (phase, trigger) = (happened.Step!.Phase, happened.Step.Trigger);
        if (happened.Machine is TraceMachine.StatusTracker or TraceMachine.FirmwareServer && Outside.Contains(trigger)) return null;
        if (happened.Machine == TraceMachine.FirmwareServer && (happened.Step.Refused is not null || trigger is not ("PackageCompleted" or "WithdrawAccepted"))) return null;
        if (trigger == "PackageCompleted") phase = "Absent";
        if (trigger == "PeerFailed") trigger = Overdue;
        var isRow = Tables.Has(happened.Machine, phase, trigger);
        return $"# {happened.Machine} {cast.NumberOf(happened)} {phase} {trigger} {(isRow ? happened.Next : "refused")}";
    }

    /// <summary>What the run may have suffered; a reply that did not come can have been lost on either way, or be late.</summary>
    private static string Budgets(IReadOnlyList<TraceEvent> events)
    {
        int Count(params string[] triggers) => events.Count(happened => happened.Step is { Refused: null } step && triggers.Contains(step.Trigger));
        var restarts = events.GroupBy(happened => (happened.Machine, happened.Subject)).ToLookup(subject => subject.Key.Machine, subject => subject.ToList());
        int Restarts(TraceMachine machine) => restarts[machine].Sum(all => all.Skip(1).Count(happened => happened.Step is null));
        var cuts = restarts[TraceMachine.DeviceCore].Sum(all => all.Zip(all.Skip(1)).Count(pair => pair.Second.Step is null && Mark(pair.First, pair.Second) is not null));
        (string Name, int Amount)[] budgets =
        [
            ("LOSS", Count(Overdue, "PeerFailed")),
            ("LATE", Count(Overdue, "PeerFailed")),
            ("CUT", cuts),
            ("CRASH", Restarts(TraceMachine.Communicator) + Restarts(TraceMachine.ServerLink) + Restarts(TraceMachine.FirmwareServer)),
            ("STORE", events.Count(happened => happened.Machine == TraceMachine.DeviceCore && happened.Step?.Trigger == "StorageFailed")),
            ("FAIL", events.Count(happened => happened.Machine == TraceMachine.DeviceCore && happened.Step?.Trigger is "SelfTestFailed" or "TrialExpired")),
            ("EXPIRE", Count("NonceExpired", "FreshnessExpired")),
            ("SILENCE", Count("SilenceExpired")),
            ("PROGRESS", Count("ProgressDue")),
            ("CANCEL", events.Count(happened => happened.Step?.Trigger == "CancelRequested")),
            ("PUBLISH", Count("PackageCompleted")),
            ("WITHDRAW", Count("WithdrawAccepted")),
        ];
        return string.Concat(budgets.Where(budget => budget.Amount > 0 || budget.Name == "PUBLISH").Select(budget => $" {budget.Name}={budget.Amount.ToString(CultureInfo.InvariantCulture)}"));
    }
}
