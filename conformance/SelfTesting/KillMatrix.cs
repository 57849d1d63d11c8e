using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>What became of every mutant that was tried.</summary>
/// <param name="Outcomes">In the order of the mutants.</param>
public sealed record KillMatrix(IReadOnlyList<MutantOutcome> Outcomes)
{
    /// <summary>Mutants that were not noticed, or not for the right reason.</summary>
    public IEnumerable<MutantOutcome> Survivors => Outcomes.Where(static outcome => !outcome.IsKilled);

    /// <summary>Tries mutants on several threads; the result does not depend on how many.</summary>
    /// <param name="mutants">What is tried.</param>
    /// <param name="jobs">How many at a time.</param>
    /// <param name="after">Called after each, one at a time.</param>
    /// <param name="cancel">Stops between two scenarios.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static KillMatrix Run(IReadOnlyList<Mutant> mutants, int jobs, Action<MutantOutcome>? after = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(mutants);
        if (mutants.Count == 0) throw new SuiteErrorException("no mutant is selected");
        var outcomes = new MutantOutcome[mutants.Count];
        var gate = new object();
        Parallel.For(0, mutants.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, jobs), CancellationToken = cancel }, index =>
        {
            outcomes[index] = MutantTrial.Run(mutants[index], cancel: cancel);
            lock (gate) after?.Invoke(outcomes[index]);
        });
        return new(outcomes);
    }

    /// <summary>The rows of the page.</summary>
    public IReadOnlyList<KillRow> Rows() => [.. Outcomes.Select(static outcome => new KillRow(
        outcome.Mutant.Id,
        outcome.Mutant.Wrong,
        outcome.Mutant.Violates,
        // One for each requirement is enough to look it up.
        [.. outcome.Mutant.Violates.Select(requirement => outcome.KilledBy.FirstOrDefault(id => Carries(id, requirement))).OfType<string>().Distinct()],
        outcome.KilledBy.Count,
        outcome.IsKilled))];

    private static bool Carries(string scenario, string requirement) => Suite.Pickles.First(pickle => pickle.Id == scenario).Requirements.Contains(requirement);
}

/// <summary>One row of the kill matrix.</summary>
/// <param name="Mutant">Its id.</param>
/// <param name="Wrong">What it does wrong.</param>
/// <param name="Violates">The requirements that it breaks.</param>
/// <param name="KilledBy">For each of them a scenario that failed.</param>
/// <param name="Scenarios">How many scenarios of these requirements failed.</param>
/// <param name="IsKilled">Noticed for each requirement, and for nothing else.</param>
public sealed record KillRow(string Mutant, string Wrong, IReadOnlyList<string> Violates, IReadOnlyList<string> KilledBy, int Scenarios, bool IsKilled);
