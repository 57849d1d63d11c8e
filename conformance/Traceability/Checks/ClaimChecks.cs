using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Traceability.Checks;

/// <summary>The proforma of claims against the scenarios.</summary>
internal static class ClaimChecks
{
    /// <summary>T9: each item that can be tested decides about a scenario, and each requirement of a scenario is an item.</summary>
    public static IEnumerable<TraceFinding> Items(TraceSubject subject)
    {
        foreach (var role in Names.AllRoles)
        {
            var asked = Proforma.Items(subject.Requirements, [role]).Select(static row => row.Id).ToHashSet();
            var carried = subject.Pickles.Where(pickle => pickle.Role == role).SelectMany(static pickle => pickle.Requirements).ToHashSet();
            foreach (var row in Proforma.Items(subject.Requirements, [role]).Where(row => row.IsTestable && !carried.Contains(row.Id)))
                yield return new("T9", row.Id, $"Expected a scenario of the role {Names.Of(role)} that the claim decides about; there is none.");
            foreach (var id in carried.Except(asked)) yield return new("T9", id, $"Expected it in the claims of the role {Names.Of(role)}, because a scenario carries it; it is not asked.");
        }
    }
}
