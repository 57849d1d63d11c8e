using SecUpIoT.Conformance.Catalogue;

namespace SecUpIoT.Conformance.Verdicts;

/// <summary>How many requirements have which verdict.</summary>
public sealed record Tally(int Pass, int Deviation, int Inconclusive, int Fail, int Untested, int NotApplicable)
{
    /// <summary>All of them.</summary>
    public int Total => Pass + Deviation + Inconclusive + Fail + Untested + NotApplicable;

    /// <summary>Those that a run has to come to a verdict about.</summary>
    public int Judged => Pass + Deviation + Inconclusive + Fail;

    /// <summary>Counts.</summary>
    public static Tally Of(IEnumerable<JudgedRequirement> rows)
    {
        var count = rows.CountBy(static row => row.Verdict).ToDictionary();
        int Get(RequirementVerdict verdict) => count.GetValueOrDefault(verdict);
        return new(
            Get(RequirementVerdict.Pass),
            Get(RequirementVerdict.Deviation),
            Get(RequirementVerdict.Inconclusive),
            Get(RequirementVerdict.Fail),
            Get(RequirementVerdict.Untested),
            Get(RequirementVerdict.NotApplicable));
    }
}

/// <summary>The requirements of one role, or of all, together.</summary>
/// <param name="Overall">The word.</param>
/// <param name="Required">Rows worded "is required to". They alone decide about the word.</param>
/// <param name="Recommended">Rows worded "is recommended to".</param>
/// <param name="Optional">Rows worded "can optionally".</param>
public sealed record Summary(Overall Overall, Tally Required, Tally Recommended, Tally Optional)
{
    /// <summary>Rows that no scenario can show. Told beside the word every time.</summary>
    public int Untested => Required.Untested + Recommended.Untested + Optional.Untested;

    /// <summary>Rows that were recommended or optional, and failed.</summary>
    public int Deviations => Recommended.Deviation + Optional.Deviation;

    /// <summary>Every row.</summary>
    public int Total => Required.Total + Recommended.Total + Optional.Total;

    /// <summary>Sums up.</summary>
    /// <param name="rows">The requirements.</param>
    /// <param name="isUnderdeclared">True when something was observed that the claims deny: then it does not conform to what is claimed, whatever passes.</param>
    public static Summary Of(IEnumerable<JudgedRequirement> rows, bool isUnderdeclared = false)
    {
        var all = rows.ToList();
        Tally At(Level level) => Tally.Of(all.Where(row => row.Row.Requirement.Level == level));
        var required = At(Level.Required);
        return new(Word(required, isUnderdeclared), required, At(Level.Recommended), At(Level.Optional));
    }

    /// <summary>The word as it is printed.</summary>
    public static string Print(Overall overall) => overall switch
    {
        Overall.Conforms => "CONFORMS",
        Overall.DoesNotConform => "DOES NOT CONFORM",
        _ => "INCOMPLETE",
    };

    // To have tested nothing is not to conform.
    private static Overall Word(Tally required, bool isUnderdeclared) =>
        required.Fail > 0 ? Overall.DoesNotConform
        : required.Inconclusive > 0 || required.Pass == 0 || isUnderdeclared ? Overall.Incomplete
        : Overall.Conforms;
}
