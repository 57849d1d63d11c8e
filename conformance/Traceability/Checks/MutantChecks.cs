using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;

namespace SecUpIoT.Conformance.Traceability.Checks;

/// <summary>That the scenarios notice.</summary>
internal static class MutantChecks
{
    /// <summary>T7: each required row is broken by a mutant, and the last kill matrix is of these mutants and has no survivor.</summary>
    public static IEnumerable<TraceFinding> Mutants(TraceSubject subject)
    {
        foreach (var (row, role) in subject.Testable().Where(static pair => pair.Row.Level == Level.Required))
        {
            if (!subject.Mutants.Any(mutant => mutant.Role == role && mutant.Violates.Contains(row.Id)))
                yield return new("T7", row.Id, $"Expected a mutant in the role {Names.Of(role)} that breaks it; there is none, so nothing shows that its scenarios notice.");
        }

        var tried = subject.LastKills.DistinctBy(static kill => kill.Mutant).ToDictionary(static kill => kill.Mutant);
        foreach (var mutant in subject.Mutants)
        {
            if (!tried.TryGetValue(mutant.Id, out var kill)) yield return new("T7", mutant.Id, "Expected it in the last kill matrix; it is not there. Renew it: secup conformance selftest --write.");
            else if (!kill.Violates.SequenceEqual(mutant.Violates) || kill.Wrong != mutant.Wrong) yield return new("T7", mutant.Id, "Expected the same fault and requirements in the last kill matrix; they differ. Renew it: secup conformance selftest --write.");
            else if (!kill.IsKilled) yield return new("T7", mutant.Id, $"Expected that it is killed; it survives: {mutant.Wrong}.");
        }

        foreach (var kill in tried.Values.ExceptBy(subject.Mutants.Select(static mutant => mutant.Id), static kill => kill.Mutant))
            yield return new("T7", kill.Mutant, "Expected mutants that exist in the last kill matrix; this one does not. Renew it: secup conformance selftest --write.");
        var known = subject.Pickles.ToLookup(static pickle => pickle.Id);
        foreach (var (kill, killer) in tried.Values.SelectMany(static kill => kill.KilledBy.Select(killer => (kill, killer))))
        {
            if (!known[killer].Any(pickle => pickle.Requirements.Any(kill.Violates.Contains)))
                yield return new("T7", kill.Mutant, $"Expected killers that exist and carry a broken requirement; {killer} does not. Renew the kill matrix: secup conformance selftest --write.");
        }
    }
}
