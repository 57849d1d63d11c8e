using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Which requirements say something to an implementation, by what is claimed. What is required is judged even when it is denied.</summary>
public static class Applicability
{
    /// <summary>The rows of these roles.</summary>
    public static IReadOnlyList<RequirementRow> Rows(IEnumerable<Role> roles, ClaimSet? claims) =>
        RequirementRow.For(roles, claims is null ? null : (_, requirement) => Because(requirement, claims));

    private static string? Because(Requirement requirement, ClaimSet claims)
    {
        if (!claims.Claimed.Has(requirement)) return $"It is of profile {requirement.ProfileName}, and profile {claims.Claimed} is claimed.";
        if (requirement.Level == Level.Required || !claims.Denies(requirement.Id)) return null;
        return claims.Deviations.TryGetValue(requirement.Id, out var reason) ? $"It is recommended and not followed: {reason}" : "It is optional and not claimed.";
    }
}
