using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;

namespace SecUpIoT.Conformance.Verdicts;

/// <summary>One requirement as it is to be judged on one role. A requirement of every entity has a row for each role that shows it.</summary>
/// <param name="Role">The role; null for a requirement that the links of no role show.</param>
/// <param name="Requirement">The requirement.</param>
/// <param name="NotApplicableBecause">Why it says nothing to this implementation, by what is claimed; null when it does.</param>
public sealed record RequirementRow(Role? Role, Requirement Requirement, string? NotApplicableBecause = null)
{
    /// <summary>The rows of these roles, and those that the links of no role show.</summary>
    /// <param name="roles">The roles under test.</param>
    /// <param name="notApplicable">Why a requirement does not apply to a role; null when it does.</param>
    public static IReadOnlyList<RequirementRow> For(IEnumerable<Role> roles, Func<Role, Requirement, string?>? notApplicable = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        var shown = roles.SelectMany(role => Requirements.Of(role).Select(requirement => new RequirementRow(role, requirement, notApplicable?.Invoke(role, requirement))));
        return [.. shown, .. Requirements.All.Where(static requirement => requirement.Roles.Count == 0).Select(static requirement => new RequirementRow(null, requirement))];
    }
}
