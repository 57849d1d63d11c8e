using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Verdicts;

/// <summary>
/// Holds what was executed against what was planned. A scenario that silently did not run, ran twice, or passed without all of its steps would be a false
/// pass of the whole.
/// </summary>
public static class Gate
{
    /// <summary>What does not agree, a sentence each; none when all does.</summary>
    /// <param name="plan">What was to be executed.</param>
    /// <param name="results">What was.</param>
    /// <param name="isWhole">False for a run that was stopped: then scenarios may be missing, but none may be there that was not planned.</param>
    public static IReadOnlyList<string> Check(Plan plan, IReadOnlyCollection<ScenarioResult> results, bool isWhole)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(results);
        List<Pickle> wanted = [.. plan.Selected, .. plan.Denied];
        var planned = wanted.Select(static pickle => pickle.Id).ToHashSet();
        var executed = results.CountBy(static result => result.Pickle.Id).ToDictionary();
        return
        [
            .. wanted.Where(pickle => isWhole && !executed.ContainsKey(pickle.Id)).Select(static pickle => $"{pickle.Id} was planned and has no result."),
            .. executed.Where(pair => !planned.Contains(pair.Key)).Select(static pair => $"{pair.Key} has a result and was not planned."),
            .. executed.Where(static pair => pair.Value > 1).Select(static pair => $"{pair.Key} has {pair.Value} results."),
            .. results.Where(static result => result.Verdict == Verdict.Pass && result.Executed != result.Pickle.Steps.Count)
                .Select(static result => $"{result.Pickle.Id} passed with {result.Executed} of {result.Pickle.Steps.Count} steps."),
            .. results.Where(static result => result.Verdict == Verdict.Pass && result.Checks.Count == 0).Select(static result => $"{result.Pickle.Id} passed without a check."),
            .. results.Where(static result => result.Verdict == Verdict.Pass && result.Checks.Any(static check => !check.Holds))
                .Select(static result => $"{result.Pickle.Id} passed although a check does not hold."),
            .. results.Where(static result => result.Verdict == Verdict.Pass && result.SubVerdicts.Any(static sub => sub.Verdict != Verdict.Pass))
                .Select(static result => $"{result.Pickle.Id} passed although one of its cases did not."),
        ];
    }
}
