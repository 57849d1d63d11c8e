using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Selection;

/// <summary>
/// Decides which scenarios are run. It knows nothing but the claims, the catalogue, the tags and what a person asks for: nothing that only a run shows leaves
/// a scenario out.
/// </summary>
public static class Selector
{
    /// <summary>The plan for the scenarios of the suite.</summary>
    /// <param name="claims">What is claimed; null for a look at everything.</param>
    /// <param name="filters">What is asked for of what applies.</param>
    public static Plan Plan(ClaimSet? claims = null, Filters? filters = null) => Plan(Suite.Pickles, claims, filters);

    /// <summary>The plan for these scenarios.</summary>
    public static Plan Plan(IEnumerable<Pickle> pickles, ClaimSet? claims = null, Filters? filters = null) => Plan(Requirements.Find, pickles, claims, filters);

    /// <summary>The same of another catalogue.</summary>
    public static Plan Plan(Func<string, Requirement?> catalogue, IEnumerable<Pickle> pickles, ClaimSet? claims, Filters? filters = null) =>
        new([.. pickles.Select(pickle => Decide(pickle, [.. pickle.Requirements.Select(catalogue).OfType<Requirement>()], claims, filters ?? Filters.None))]);

    private static Planned Decide(Pickle pickle, List<Requirement> rows, ClaimSet? claims, Filters filters)
    {
        var role = Names.Of(pickle.Role);
        if (claims is not null)
        {
            if (!claims.Roles.Contains(pickle.Role)) return NotApplicable(pickle, $"the role {role} is not claimed");
            if (claims.Profile < Profile.Secure && pickle.Has("profile:Secure")) return NotApplicable(pickle, $"it needs what only profile Secure has, and profile {claims.Profile} is claimed");
            if (rows.Find(row => !claims.Claimed.Has(row)) is { } beyond) return NotApplicable(pickle, $"{beyond} is of profile {beyond.ProfileName}, and profile {claims.Claimed} is claimed");
            // What is required is tested even when it is denied: the claims cannot excuse from it.
            if (rows.Find(row => row.Level != Level.Required && claims.Denies(row.Id)) is { } denied)
            {
                var why = $"{denied} is {Word(denied)} and denied; the scenario is run apart, to see whether that is so";
                return NotApplicable(pickle, why) with { IsDenied = filters.LeavesOut(pickle) is null };
            }
        }

        return filters.LeavesOut(pickle) is { } left ? new(pickle, false, left) : new(pickle, true, Because(rows, role, claims));
    }

    private static Planned NotApplicable(Pickle pickle, string why) => new(pickle, false, $"Not applicable: {why}.") { IsApplicable = false };

    private static string Because(List<Requirement> rows, string role, ClaimSet? claims)
    {
        if (rows.Find(static row => row.Level == Level.Required) is { } required) return $"Run: {required} is required of a {role} of profile {claims?.Claimed.ToString() ?? required.ProfileName}.";
        return rows is [var first, ..]
            ? $"Run: {first} is {Word(first)} for a {role}{(claims is null ? ", and there are no claims" : " and claimed")}."
            : $"Run: it is a scenario of the role {role}.";
    }

    private static string Word(Requirement row) => row.Level.ToString().ToLowerInvariant();
}
