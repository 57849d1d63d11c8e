using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.SelfTesting;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Traceability;

/// <summary>Everything that is traced from one end to the other.</summary>
public sealed record TraceSubject
{
    /// <summary>The catalogue.</summary>
    public required IReadOnlyList<Requirement> Requirements { get; init; }

    /// <summary>The clauses that features are divided by.</summary>
    public required IReadOnlyCollection<string> Clauses { get; init; }

    /// <summary>The features as they are written.</summary>
    public required IReadOnlyList<FeatureText> Features { get; init; }

    /// <summary>The scenarios that are made of them.</summary>
    public required IReadOnlyList<Pickle> Pickles { get; init; }

    /// <summary>The sentences that are bound.</summary>
    public required IReadOnlyList<StepSentence> Vocabulary { get; init; }

    /// <summary>The mutants.</summary>
    public required IReadOnlyList<MutantEntry> Mutants { get; init; }

    /// <summary>The last kill matrix.</summary>
    public required IReadOnlyList<KillRow> LastKills { get; init; }

    /// <summary>The test purposes and vectors as they were last locked.</summary>
    public required PurposesLock Lock { get; init; }

    /// <summary>The vector files.</summary>
    public required IReadOnlyList<VectorFile> Vectors { get; init; }

    /// <summary>What a run of every scenario gave; null when there was no run, and then nothing is said about it.</summary>
    public IReadOnlyList<ScenarioResult>? Results { get; init; }

    /// <summary>The suite as it is built.</summary>
    public static TraceSubject OfSuite() => new()
    {
        Requirements = Catalogue.Requirements.All,
        Clauses = [.. Catalogue.Clauses.All.Keys],
        Features = FeatureText.ReadAll(),
        Pickles = Suite.Pickles,
        Vocabulary = StepVocabulary.All,
        Mutants = [.. SelfTesting.Mutants.All.Select(static mutant => new MutantEntry(mutant.Id, mutant.Role, mutant.Wrong, mutant.Violates))],
        LastKills = KillMatrixPage.BuiltIn,
        Lock = PurposesLock.BuiltIn,
        Vectors = VectorFile.ReadAll(),
    };

    /// <summary>The same with a run of every scenario on the reference.</summary>
    /// <param name="after">Called after each scenario; may throw to stop.</param>
    public TraceSubject WithRun(Action<ScenarioResult>? after = null)
    {
        var results = new List<ScenarioResult>();
        foreach (var result in Suite.Run([.. Pickles], References.Attach))
        {
            results.Add(result);
            after?.Invoke(result);
        }

        return this with { Results = results };
    }

    /// <summary>The rows that scenarios of a role have to show.</summary>
    internal IEnumerable<(Requirement Row, Role Role)> Testable() =>
        from row in Requirements where row.IsTestable from role in row.Roles select (row, role);

    /// <summary>The scenarios of a role that carry a requirement.</summary>
    internal IEnumerable<Pickle> Of(Requirement row, Role role) => Pickles.Where(pickle => pickle.Role == role && pickle.Requirements.Contains(row.Id));
}

/// <summary>What is traced of a mutant.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">Its role.</param>
/// <param name="Wrong">What it does wrong.</param>
/// <param name="Violates">The requirements that it breaks.</param>
public sealed record MutantEntry(string Id, Role Role, string Wrong, IReadOnlyList<string> Violates);
