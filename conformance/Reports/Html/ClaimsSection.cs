using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using static SecUpIoT.Conformance.Reports.Html.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>What the vendor says, beside what was seen.</summary>
internal static class ClaimsSection
{
    public static XElement Of(RunRecord run) => Markup.Of(
        "section", Has("id", "claims"),
        Markup.Of("h2", "Claimed and observed"),
        run.Header.Claims is { } claims
            ? Table(["role", "item", "claimed", "observed"], claims.Select(claim => new object?[] { Words.Of(claim.Role), claim.Item, claim.Value, Observed(run, claim) }))
            : Paragraph("No claims were given. Everything that the catalogue demands or allows was taken as claimed."));

    private static object Observed(RunRecord run, Claim claim)
    {
        var rows = run.Requirements.Where(row => row.Row.Requirement.Id == claim.Requirement && (claim.Role is null || row.Row.Role == claim.Role)).ToList();
        return rows.Count == 0 ? Markup.Of("span", Class("muted"), "not shown by a single requirement") : rows.Select(static row => Pill.Of(row.Verdict)).ToList();
    }
}
