using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Reference.Hosted;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="KilledBy">The scenarios that failed and carry a requirement that it breaks.</param>
/// <param name="Missed">Requirements that it breaks and that no failed scenario carries.</param>
/// <param name="Unrelated">Scenarios that failed and carry neither a requirement that it breaks nor one that may fall with it.</param>
/// <param name="Errors">Scenarios that were the suite's own error.</param>
public sealed record MutantOutcome(
    Mutant Mutant, IReadOnlyList<string> KilledBy, IReadOnlyList<string> Missed, IReadOnlyList<string> Unrelated, IReadOnlyList<ScenarioResult> Errors)
{
    /// <summary>Noticed, for the right reason, and for nothing else.</summary>
    public bool IsKilled => KilledBy.Count > 0 && Missed.Count == 0 && Unrelated.Count == 0 && Errors.Count == 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Mutant.Id} ({Mutant.Wrong}): killed by [{string.Join(' ', KilledBy)}], missed [{string.Join(' ', Missed)}], unrelated failures [{string.Join(' ', Unrelated)}]"
        + string.Concat(Errors.Select(static error => $"\n{error}"));
}

/// <summary>Runs the suite against mutants.</summary>
public static class MutantTrial
{
    /// <summary>
    /// Only scenarios of the requirements that it breaks, until each of these has a failure: much cheaper, and blind for what else fails.
    /// </summary>
    public static MutantOutcome Notice(Mutant mutant, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(mutant);
        var open = mutant.Violates.ToHashSet();
        var results = new List<ScenarioResult>();
        foreach (var pickle in InTurn([.. Told(mutant).Where(pickle => pickle.Requirements.Any(open.Contains))]))
        {
            if (open.Count == 0) break;
            if (!pickle.Requirements.Any(open.Contains)) continue;
            var result = Suite.RunOne(pickle, attached => References.Attach(attached, mutant.Design), seed);
            results.Add(result);
            if (result.Verdict == Verdict.Fail) open.ExceptWith(pickle.Requirements);
        }

        return Judge(mutant, results);
    }

    /// <summary>
    /// All scenarios of the mutant's role against it that can tell it from the reference: a host is built from the right machines whatever a design says of machines, and
    /// a machine has no links to protect.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped, between two scenarios.</exception>
    public static MutantOutcome Run(Mutant mutant, ulong seed = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(mutant);
        var results = new List<ScenarioResult>();
        foreach (var result in Suite.Run([.. Told(mutant)], pickle => References.Attach(pickle, mutant.Design), seed))
        {
            cancel.ThrowIfCancellationRequested();
            results.Add(result);
        }

        return Judge(mutant, results);
    }

    // Most mutants let an attack through, but one that does nothing keeps the suite waiting in each of them and fails the first scenario that asks it to work.
    private static IEnumerable<Pickle> InTurn(IReadOnlyList<Pickle> pickles)
    {
        var (attacks, others) = (pickles.Where(IsAttack).ToList(), pickles.Where(static pickle => !IsAttack(pickle)).ToList());
        for (var i = 0; i < Math.Max(attacks.Count, others.Count); i++)
        {
            if (i < attacks.Count) yield return attacks[i];
            if (i < others.Count) yield return others[i];
        }

        static bool IsAttack(Pickle pickle) => pickle.Has("kind:attack");
    }

    private static IEnumerable<Pickle> Told(Mutant mutant)
    {
        var isHost = mutant.Design.Hosts != HostedDesign.Right;
        return Suite.For(mutant.Role).Where(pickle => pickle.Has(References.NativeLinksTag) == isHost);
    }

    private static MutantOutcome Judge(Mutant mutant, IReadOnlyList<ScenarioResult> results)
    {
        var failed = results.Where(static result => result.Verdict == Verdict.Fail).ToList();
        var killers = failed.Where(result => result.Pickle.Requirements.Any(mutant.Violates.Contains)).ToList();
        var hit = killers.SelectMany(static result => result.Pickle.Requirements).ToHashSet();
        return new(
            mutant,
            [.. killers.Select(static result => result.Pickle.Id)],
            [.. mutant.Violates.Where(requirement => !hit.Contains(requirement))],
            [.. failed.Where(result => !result.Pickle.Requirements.Any(requirement => mutant.Violates.Contains(requirement) || mutant.Allows.Contains(requirement))).Select(static result => result.Pickle.Id)],
            [.. results.Where(static result => result.Verdict == Verdict.Error)]);
    }
}
