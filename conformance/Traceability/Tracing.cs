using SecUpIoT.Conformance.Traceability.Checks;

namespace SecUpIoT.Conformance.Traceability;

/// <summary>One check of traceability.</summary>
/// <param name="Id">Such as <c>T3</c>.</param>
/// <param name="Title">What it demands.</param>
/// <param name="NeedsRun">True when it looks at the results of a run.</param>
/// <param name="Find">What is amiss.</param>
public sealed record TraceCheck(string Id, string Title, bool NeedsRun, Func<TraceSubject, IEnumerable<TraceFinding>> Find)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>Traces requirements to scenarios, checks, mutants and back. T1 is held by tests/Traceability, T12 by the reports.</summary>
public static class Tracing
{
    /// <summary>Every check.</summary>
    public static IReadOnlyList<TraceCheck> All { get; } =
    [
        new("T2", "ids are unique and not used again", false, CatalogueChecks.Ids),
        new("T3", "what is required has a scenario that obeys and one that attacks; an attack has a control", false, ScenarioChecks.Coverage),
        new("T4", "tags are complete, known and at their place", false, ScenarioChecks.Tags),
        new("T5", "no requirement or clause dangles", false, ScenarioChecks.Dangling),
        new("T6", "a tag without an executed comparison is none", true, RunChecks.TagsWithoutCheck),
        new("T7", "what is required has a mutant, and all mutants are killed", false, MutantChecks.Mutants),
        new("T8", "each requirement has its formal element", false, CatalogueChecks.Formal),
        new("T9", "each item of the claims is used", false, ClaimChecks.Items),
        new("T10", "what is planned is executed", true, RunChecks.Executed),
        new("T11", "a changed text has a higher version", false, LockChecks.Purposes),
        new("T13", "what is not tested has a reason, and is little", false, CatalogueChecks.Untested),
        new("T14", "evidence is at least what is demanded", true, RunChecks.Evidence),
        new("T15", "vectors are used, locked, and have names of their own", false, LockChecks.Vectors),
    ];

    /// <summary>The findings of every check that can be made.</summary>
    public static IReadOnlyList<TraceFinding> Check(TraceSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return [.. All.Where(check => !check.NeedsRun || subject.Results is not null).SelectMany(check => check.Find(subject))];
    }

    /// <summary>What forbids to renew the lock.</summary>
    public static IReadOnlyList<TraceFinding> AgainstRenewal(TraceSubject subject) => [.. LockChecks.Unversioned(subject)];

    /// <summary>The share of rows that no scenario can show, in words.</summary>
    public static string Untested(TraceSubject subject) => CatalogueChecks.Share(subject);
}
