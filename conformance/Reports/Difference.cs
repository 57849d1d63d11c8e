using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Reports;

/// <summary>What is otherwise in a run than in an earlier one.</summary>
/// <param name="Settings">What the two runs do not have in common, so that their verdicts may differ for other reasons than the implementation; a sentence each.</param>
/// <param name="OldWord">What the earlier one said.</param>
/// <param name="NewWord">What this one says.</param>
/// <param name="Requirements">Requirements with another verdict.</param>
/// <param name="Scenarios">Scenarios with another verdict, and those that only one of the runs executed.</param>
public sealed record Difference(
    IReadOnlyList<string> Settings,
    Overall OldWord,
    Overall NewWord,
    IReadOnlyList<RequirementChange> Requirements,
    IReadOnlyList<ScenarioChange> Scenarios)
{
    /// <summary>True when every verdict is the same.</summary>
    public bool IsNone => OldWord == NewWord && Requirements.Count == 0 && Scenarios.Count == 0;

    /// <summary>True when something passed before and does not now.</summary>
    public bool IsWorse => Requirements.Any(static change => change is { Old: RequirementVerdict.Pass, New: not RequirementVerdict.Pass })
        || Scenarios.Any(static change => change is { Old: Verdict.Pass, New: not Verdict.Pass });

    /// <summary>Compares two runs.</summary>
    public static Difference Between(ResultsDocument old, ResultsDocument now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        return new([.. SettingsOf(old, now)], old.Overall, now.Overall, RequirementsOf(old, now), ScenariosOf(old, now));
    }

    private static IEnumerable<string> SettingsOf(ResultsDocument old, ResultsDocument now)
    {
        if (old.Suite != now.Suite) yield return $"The suite is {now.Suite}, it was {old.Suite}.";
        if (old.Revision != now.Revision) yield return $"The catalogue has revision {now.Revision}, it had {old.Revision}.";
        if (old.Seed != now.Seed) yield return $"The seed is {now.Seed}, it was {old.Seed}.";
        var (before, after) = (Names(old), Names(now));
        if (before != after) yield return $"Under test is {after}, it was {before}.";
        if (!old.Taints.SequenceEqual(now.Taints)) yield return $"Tainted by: {Listed(now.Taints)}; it was: {Listed(old.Taints)}.";
        if (old.End != now.End) yield return $"The run ended as {now.End}, the other as {old.End}.";
    }

    private static List<RequirementChange> RequirementsOf(ResultsDocument old, ResultsDocument now)
    {
        var before = old.Rows.ToDictionary(static row => (row.Role, row.Id));
        var after = now.Rows.ToDictionary(static row => (row.Role, row.Id));
        return
        [
            .. before.Keys.Union(after.Keys)
                .Select(key => new RequirementChange(key.Role, key.Id, before.GetValueOrDefault(key)?.Verdict, after.GetValueOrDefault(key)?.Verdict, after.GetValueOrDefault(key)?.Reason ?? ""))
                .Where(static change => change.Old != change.New),
        ];
    }

    private static List<ScenarioChange> ScenariosOf(ResultsDocument old, ResultsDocument now)
    {
        var before = old.Scenarios.ToDictionary(static scenario => scenario.Id);
        var after = now.Scenarios.ToDictionary(static scenario => scenario.Id);
        return
        [
            .. before.Keys.Union(after.Keys)
                .Select(key => new ScenarioChange(key, before.GetValueOrDefault(key)?.Verdict, after.GetValueOrDefault(key)?.Verdict))
                .Where(static change => change.Old != change.New),
        ];
    }

    private static string Names(ResultsDocument document) =>
        string.Join(", ", document.Roles.Select(static role => $"{role.Implementation.Implementation} {role.Implementation.Version}").Distinct());

    private static string Listed(IReadOnlyList<string> texts) => texts.Count == 0 ? "nothing" : string.Join(", ", texts);
}

/// <summary>A requirement with another verdict; null where the run did not judge it.</summary>
public sealed record RequirementChange(Role? Role, string Id, RequirementVerdict? Old, RequirementVerdict? New, string Reason);

/// <summary>A scenario with another verdict; null where the run did not execute it.</summary>
public sealed record ScenarioChange(string Id, Verdict? Old, Verdict? New);
