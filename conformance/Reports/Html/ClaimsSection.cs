using System.Globalization;
using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Hosting.Pages;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>What the vendor says, beside what was seen. What is required is claimed with the role; only what a vendor can choose is listed here.</summary>
internal static class ClaimsSection
{
    public static XElement Of(RunRecord run) => Markup.Of(
        "section", Has("id", "claims"),
        Markup.Of("h2", "Claimed and observed"),
        run.Header.Claims is { } claims ? Write(run, claims) : Paragraph("No claims were given. Everything that the catalogue demands or allows was taken as claimed."));

    private static IEnumerable<XElement> Write(RunRecord run, ClaimSet claims)
    {
        yield return Paragraph(
            $"{claims.Vendor} claims {claims.Name} {claims.Version} as {string.Join(", ", claims.Roles.Select(static role => Words.Of((Role?)role)))} of profile {claims.Claimed}, with {claims.Items.Count(static item => item.Value)} of {claims.Items.Count} items.");
        yield return run.Claims.Count == 0
            ? Paragraph("Nothing that was observed speaks against a claim.")
            : Markup.Of("div", run.Claims.Select(static finding => Paragraph(Class("warning"), Markup.Of("code", finding.Requirement), " ", finding.Text, " ", string.Join(", ", finding.Scenarios))));
        yield return Table(["requirement", "worded", "claimed", "observed", "reason of the vendor"], Choices(claims).Select(row => new object?[]
        {
            Markup.Of("code", row.Id), Words.Of(row.Level), claims.Claims(row.Id) ? "yes" : "no", Observed(run, row), claims.Deviations.GetValueOrDefault(row.Id, ""),
        }));
        if (claims.Values.Count > 0) yield return Table(["role", "value", "claimed"], claims.Values.Select(static value => new object?[] { Words.Of((Role?)value.Item.Role), value.Item.Name, Show(value) }));
    }

    private static IEnumerable<Requirement> Choices(ClaimSet claims) => Proforma.Items(claims.Roles).Where(row => row.Level != Level.Required && claims.Claimed.Has(row));

    private static object Observed(RunRecord run, Requirement requirement)
    {
        List<XElement> seen =
        [
            .. run.Requirements.Where(row => row.Row.Requirement.Id == requirement.Id && row.Row.NotApplicableBecause is null).Select(static row => Pill.Of(row.Verdict)),
            .. run.Apart.Where(result => result.Pickle.Requirements.Contains(requirement.Id)).Select(static result => Markup.Of("span", Class("apart"), Pill.Of(result.Verdict), " apart")),
        ];
        return seen.Count == 0 ? Markup.Of("span", Class("muted"), "not looked at") : seen;
    }

    private static string Show(ClaimedValue value) =>
        value.Duration is { } duration ? Durations.Write(duration) : value.Count is { } count ? count.ToString(CultureInfo.InvariantCulture) : string.Join(", ", value.Algorithms);
}
