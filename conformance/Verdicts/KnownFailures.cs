using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Verdicts;

/// <summary>One failure that is known. It is run and shown as any other; only what the process tells its caller takes it into account.</summary>
/// <param name="Tp">The test purpose.</param>
/// <param name="Row">The row of its outline; null for all of them.</param>
/// <param name="Reason">Why it is not mended yet.</param>
/// <param name="Message">How its message begins, after the line of the step.</param>
/// <param name="Until">The last day on which it is accepted.</param>
/// <param name="Issue">Where it is followed up; may be null.</param>
public sealed record KnownFailure(string Tp, string? Row, string Reason, string Message, DateOnly Until, string? Issue)
{
    /// <summary>As scenarios are named.</summary>
    public string Name => Row is null ? Tp : $"{Tp}#{Row}";

    /// <summary>True for the scenarios that it is about.</summary>
    public bool Covers(Pickle pickle)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        return pickle.Purpose == Tp && (Row is null || pickle.Row == Row);
    }
}

/// <summary>What became of a known failure in a run.</summary>
public enum KnownFindingKind
{
    /// <summary>It is as the list says.</summary>
    AsExpected,
    /// <summary>The scenario was not executed in this run.</summary>
    NotExecuted,
    /// <summary>It passes now; remove the entry.</summary>
    Passes,
    /// <summary>It does not pass, but for another reason.</summary>
    OtherMessage,
    /// <summary>Its day is over.</summary>
    Expired,
    /// <summary>The suite has no such scenario.</summary>
    Unmatched,
}

/// <summary>An entry of the list, held against the run.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Scenario">The scenario; the entry's name when there is none.</param>
/// <param name="Reason">The entry's reason.</param>
/// <param name="Text">One sentence.</param>
public sealed record KnownFinding(KnownFindingKind Kind, string Scenario, string Reason, string Text)
{
    /// <summary>True when the list does not say what is.</summary>
    public bool IsStale => Kind is not (KnownFindingKind.AsExpected or KnownFindingKind.NotExecuted);
}

/// <summary>The list of known failures.</summary>
/// <param name="Day">The day of the run.</param>
/// <param name="Entries">The entries.</param>
public sealed record KnownFailures(DateOnly Day, IReadOnlyList<KnownFailure> Entries)
{
    /// <summary>Holds the list against a run.</summary>
    public IReadOnlyList<KnownFinding> Compare(Plan plan, IEnumerable<ScenarioResult> results)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var byId = results.GroupBy(static result => result.Pickle.Id).ToDictionary(static group => group.Key, static group => group.MaxBy(static result => result.Verdict)!);
        return [.. Entries.SelectMany(entry => Compare(entry, plan, byId))];
    }

    /// <summary>What a result says, without the line of the step.</summary>
    public static string MessageOf(ScenarioResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Message[(result.Message.IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }

    private IEnumerable<KnownFinding> Compare(KnownFailure entry, Plan plan, Dictionary<string, ScenarioResult> results)
    {
        var covered = plan.Scenarios.Where(planned => entry.Covers(planned.Pickle)).Select(static planned => planned.Pickle.Id).ToList();
        return covered.Count == 0
            ? [new(KnownFindingKind.Unmatched, entry.Name, entry.Reason, $"The suite has no scenario {entry.Name}; correct or remove the entry.")]
            : covered.Select(id => Compare(entry, id, results.GetValueOrDefault(id)));
    }

    private KnownFinding Compare(KnownFailure entry, string id, ScenarioResult? result)
    {
        KnownFinding Found(KnownFindingKind kind, string text) => new(kind, id, entry.Reason, text);
        if (result is null) return Found(KnownFindingKind.NotExecuted, $"{id} was not executed.");
        if (result.Verdict == Verdict.Pass) return Found(KnownFindingKind.Passes, $"{id} passes now; remove the entry.");
        if (!MessageOf(result).StartsWith(entry.Message, StringComparison.Ordinal))
            return Found(KnownFindingKind.OtherMessage, $"{id}: expected a message that begins with '{entry.Message}', got '{MessageOf(result)}'; look at it anew.");
        return Day > entry.Until
            ? Found(KnownFindingKind.Expired, $"{id} was accepted until {entry.Until:yyyy-MM-dd}; mend it, or decide anew.")
            : Found(KnownFindingKind.AsExpected, $"{id} does not pass, as is known until {entry.Until:yyyy-MM-dd}: {entry.Reason}");
    }
}
