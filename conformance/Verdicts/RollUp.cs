using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Verdicts;

/// <summary>Makes verdicts about requirements out of verdicts about scenarios. The worst one counts; what was not executed is no pass.</summary>
public static class RollUp
{
    /// <summary>Judges every row.</summary>
    /// <param name="rows">The requirements, each on its role.</param>
    /// <param name="plan">What was to be executed.</param>
    /// <param name="results">What was.</param>
    public static IReadOnlyList<JudgedRequirement> Judge(IEnumerable<RequirementRow> rows, Plan plan, IEnumerable<ScenarioResult> results)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        // Two results of one scenario are the gate's finding; until then the worse one counts.
        var byId = results.GroupBy(static result => result.Pickle.Id).ToDictionary(static group => group.Key, static group => group.MaxBy(static result => result.Verdict)!);
        var carried = plan.Scenarios
            .SelectMany(static planned => planned.Pickle.Requirements.Select(requirement => (Key: ((Attachment.Role?)planned.Pickle.Role, requirement), Planned: planned)))
            .ToLookup(static pair => pair.Key, static pair => pair.Planned);
        return [.. rows.Select(row => Judge(row, [.. carried[(row.Role, row.Requirement.Id)]], byId))];
    }

    private static JudgedRequirement Judge(RequirementRow row, List<Planned> carrying, Dictionary<string, ScenarioResult> results)
    {
        JudgedRequirement Verdict(RequirementVerdict verdict, Cause cause, string reason, EvidenceClass? strongest = null) =>
            new(row, verdict, cause, reason, strongest, [.. carrying.Select(static planned => planned.Pickle.Id)]);

        if (row.NotApplicableBecause is { } because) return Verdict(RequirementVerdict.NotApplicable, Cause.None, because);
        if (row.Requirement.UntestableBecause is { } untestable) return Verdict(RequirementVerdict.Untested, Cause.None, untestable);
        if (row.Role is null) return Verdict(RequirementVerdict.Untested, Cause.None, "The links of no role show it.");

        // A scenario that carries a requirement which does not apply says nothing about the others.
        var wanted = carrying.Where(static planned => planned.IsApplicable).ToList();
        if (wanted.Count == 0) return Verdict(RequirementVerdict.Inconclusive, Cause.NotRun, carrying is [var first, ..] ? first.Why : "No scenario of the suite shows it on this role.");

        var had = wanted.Where(planned => results.ContainsKey(planned.Pickle.Id)).Select(planned => results[planned.Pickle.Id]).ToList();
        EvidenceClass? strongest = had.Where(static result => result.Verdict == Verdicts.Verdict.Pass).SelectMany(static result => result.Deciding)
            .Where(static check => check.Holds).Select(static check => (EvidenceClass?)check.Evidence).Max();
        if (had.FirstOrDefault(static result => result.Verdict == Verdicts.Verdict.Fail) is { } failed)
        {
            var verdict = row.Requirement.Level == Level.Required ? RequirementVerdict.Fail : RequirementVerdict.Deviation;
            return Verdict(verdict, failed.Cause, Because(failed), strongest);
        }

        // The suite's own error is told before what the implementation did not let be seen.
        if (had.Where(static result => result.Verdict != Verdicts.Verdict.Pass).MaxBy(static result => result.Verdict) is { } open)
            return Verdict(RequirementVerdict.Inconclusive, open.Cause, Because(open), strongest);
        if (wanted.FirstOrDefault(planned => !results.ContainsKey(planned.Pickle.Id)) is { } missing)
            return Verdict(RequirementVerdict.Inconclusive, Cause.NotRun, $"{missing.Pickle.Id} was not executed{(missing.IsSelected ? "." : $": {missing.Why}")}", strongest);
        if (row.Requirement.Evidence > EvidenceClass.SelfReport && had.FirstOrDefault(RestsOnItsWord) is { } told)
            return Verdict(RequirementVerdict.Inconclusive, Cause.EvidenceTooWeak, $"{told.Pickle.Id} rests on what the upper tester says; the catalogue demands {Name(row.Requirement.Evidence)}.", strongest);
        return strongest is null || strongest < row.Requirement.Evidence
            ? Verdict(
                RequirementVerdict.Inconclusive, Cause.EvidenceTooWeak, $"The strongest evidence is {Name(strongest)}; the catalogue demands {Name(row.Requirement.Evidence)}.", strongest)
            : Verdict(RequirementVerdict.Pass, Cause.None, "", strongest);
    }

    // One check that only the upper tester's word fulfils, and a shim that lies makes a wrong implementation pass.
    private static bool RestsOnItsWord(ScenarioResult result) => result.Deciding.Any(static check => check.Evidence == EvidenceClass.SelfReport);

    /// <summary>How evidence is called in sentences.</summary>
    public static string Name(EvidenceClass? evidence) => evidence switch
    {
        EvidenceClass.Effect => "an effect",
        EvidenceClass.Wire => "seen on a link",
        EvidenceClass.SelfReport => "a self-report",
        _ => "none",
    };

    private static string Because(ScenarioResult result) => $"{result.Pickle.Id}: {result.Message.Replace("\n", ": ", StringComparison.Ordinal)}";
}
