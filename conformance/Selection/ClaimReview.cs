using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Selection;

/// <summary>How a claim and what was observed part.</summary>
public enum ClaimMismatch
{
    /// <summary>Claimed, and a scenario failed.</summary>
    Contradicted,
    /// <summary>Denied, and yet it was observed.</summary>
    Underdeclared,
}

/// <summary>A claim that the run did not bear out.</summary>
/// <param name="Mismatch">How they part.</param>
/// <param name="Requirement">The item.</param>
/// <param name="Scenarios">The scenarios that show it.</param>
/// <param name="Text">A sentence.</param>
public sealed record ClaimFinding(ClaimMismatch Mismatch, string Requirement, IReadOnlyList<string> Scenarios, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Requirement}: {Text}";
}

/// <summary>Holds claims against what was observed.</summary>
public static class ClaimReview
{
    /// <summary>Every claim that is contradicted, and everything that is denied and was observed, in the order of the catalogue.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="results">Of the selected scenarios, and of those that were run apart because they are denied.</param>
    public static IReadOnlyList<ClaimFinding> Compare(ClaimSet claims, IEnumerable<ScenarioResult> results)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var of = results.SelectMany(static result => result.Pickle.Requirements.Select(id => (id, result))).ToLookup(static pair => pair.id, static pair => pair.result);
        return [.. Proforma.Items(claims.Roles).Select(row => claims.Claims(row.Id) ? Contradicted(row, of[row.Id]) : Underdeclared(row, of[row.Id])).OfType<ClaimFinding>()];
    }

    private static ClaimFinding? Contradicted(Requirement row, IEnumerable<ScenarioResult> results)
    {
        List<string> failed = [.. results.Where(static result => result.Verdict == Verdict.Fail).Select(static result => result.Pickle.Id)];
        return failed.Count == 0 ? null : new(ClaimMismatch.Contradicted, row.Id, failed, $"It is claimed, and {Count(failed)} of it failed: \"{row.Statement}\"");
    }

    // Who does not have something also does not fall for an attack on it: only what is right under right input shows that it is there.
    private static ClaimFinding? Underdeclared(Requirement row, IEnumerable<ScenarioResult> results)
    {
        List<ScenarioResult> obey = [.. results.Where(static result => result.Pickle.Has("kind:obey"))];
        return obey.Count == 0 || obey.Exists(static result => result.Verdict != Verdict.Pass)
            ? null
            : new(ClaimMismatch.Underdeclared, row.Id, [.. obey.Select(static result => result.Pickle.Id)], $"It is denied, and yet {Count(obey)} of it passed; claim it, or switch it off: \"{row.Statement}\"");
    }

    private static string Count<T>(List<T> scenarios) => scenarios.Count == 1 ? "a scenario" : $"{scenarios.Count} scenarios";
}
