using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>What became of an implementation that is none.</summary>
/// <param name="Role">The role that it does not play.</param>
/// <param name="Nullity">How it is none.</param>
/// <param name="Attacks">How many attacks were run.</param>
/// <param name="Wrong">Those that passed, or were the suite's own error. There must be none.</param>
public sealed record NullOutcome(Role Role, Nullity Nullity, int Attacks, IReadOnlyList<ScenarioResult> Wrong)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Names.Of(Role)}, {Nullity}: {Attacks} attacks, {Wrong.Count} passed or in error{string.Concat(Wrong.Select(static result => $"\n{result}"))}";
}

/// <summary>Runs the attacks of the suite against implementations that are none.</summary>
public static class NullTrial
{
    /// <summary>All attacks of a role against one of them.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, between two scenarios.</exception>
    public static NullOutcome Run(Role role, Nullity nullity, CancellationToken cancel = default)
    {
        List<Pickle> attacks = [.. Suite.For(role).Where(static pickle => pickle.Has("kind:attack"))];
        var wrong = new List<ScenarioResult>();
        foreach (var result in Suite.Run(attacks, _ => new Implementation(NullImplementations.Build(role, nullity), role)))
        {
            cancel.ThrowIfCancellationRequested();
            if (result.Verdict is Verdict.Pass or Verdict.Error) wrong.Add(result);
        }

        return new(role, nullity, attacks.Count, wrong);
    }

    /// <summary>Every one of them in these roles, on several threads.</summary>
    /// <param name="roles">The roles; those without attacks are left out.</param>
    /// <param name="jobs">How many at a time.</param>
    /// <param name="after">Called after each, one at a time.</param>
    /// <param name="cancel">Stops between two scenarios.</param>
    public static IReadOnlyList<NullOutcome> RunAll(IEnumerable<Role> roles, int jobs, Action<NullOutcome>? after = null, CancellationToken cancel = default)
    {
        List<(Role Role, Nullity Nullity)> nothings = [.. from role in roles where Suite.For(role).Any(static pickle => pickle.Has("kind:attack")) from nullity in NullImplementations.All select (role, nullity)];
        var outcomes = new NullOutcome[nothings.Count];
        var gate = new object();
        Parallel.For(0, nothings.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, jobs), CancellationToken = cancel }, index =>
        {
            outcomes[index] = Run(nothings[index].Role, nothings[index].Nullity, cancel);
            lock (gate) after?.Invoke(outcomes[index]);
        });
        return outcomes;
    }
}
