using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Traceability.Checks;

/// <summary>A run of every scenario on the reference: what is written was done.</summary>
internal static class RunChecks
{
    /// <summary>T6: a scenario that carries a requirement compares something in its When or Then steps.</summary>
    public static IEnumerable<TraceFinding> TagsWithoutCheck(TraceSubject subject) =>
        from result in subject.Results ?? []
        where !PurposeChecks(result).Any()
        select new TraceFinding("T6", result.Pickle.Id, $"Expected an executed comparison in a When or Then step for {string.Join(", ", result.Pickle.Requirements)}; there is none.");

    /// <summary>T10: what is planned is executed, each scenario once and each step of it.</summary>
    public static IEnumerable<TraceFinding> Executed(TraceSubject subject)
    {
        if (subject.Results is not { } results) yield break;
        var executed = results.ToLookup(static result => result.Pickle.Id);
        foreach (var pickle in subject.Pickles.Where(pickle => executed[pickle.Id].Count() != 1))
            yield return new("T10", pickle.Id, $"Expected one execution; there are {executed[pickle.Id].Count()}.");
        foreach (var result in results.ExceptBy(subject.Pickles.Select(static pickle => pickle.Id), static result => result.Pickle.Id))
            yield return new("T10", result.Pickle.Id, "Expected planned scenarios only; this one was executed and not planned.");
        foreach (var result in results.Where(static result => result.Executed != result.Pickle.Steps.Count))
            yield return new("T10", result.Pickle.Id, $"Expected {result.Pickle.Steps.Count} executed steps; there are {result.Executed}: {result}");
    }

    /// <summary>T14: for each requirement a scenario that passed saw it at least as the catalogue demands.</summary>
    public static IEnumerable<TraceFinding> Evidence(TraceSubject subject)
    {
        if (subject.Results is not { } results) yield break;
        foreach (var (row, role) in subject.Testable())
        {
            List<ScenarioResult> passed = [.. results.Where(result => result.Verdict == Verdict.Pass && result.Pickle.Role == role && result.Pickle.Requirements.Contains(row.Id))];
            if (passed.Count == 0) continue; // T3 says that there is no scenario, T10 that it did not run to its end
            var best = passed.SelectMany(PurposeChecks).Select(static check => (EvidenceClass?)check.Evidence).Max();
            if (best < row.Evidence || best is null)
                yield return new("T14", row.Id, $"Expected evidence of class {row.Evidence} for the role {Names.Of(role)}; the best is {(best is { } seen ? $"{seen}" : "none")}.");
        }
    }

    // What is compared in the preamble says nothing about the purpose.
    private static IEnumerable<Check> PurposeChecks(ScenarioResult result)
    {
        var steps = result.Pickle.Steps.Where(static step => step.Kind != StepKind.Given).Select(static step => $"{step.Keyword} {step.Text}").ToHashSet();
        return result.Checks.Where(check => steps.Contains(check.Step));
    }
}
