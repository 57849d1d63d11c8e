using System.Globalization;
using System.Xml.Linq;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pages;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>The word, what it rests on, and what is not in it.</summary>
internal static class SummarySection
{
    private const int MostNamed = 16;

    public static XElement Of(RunRecord run) => Markup.Of(
        "header", Class(Pill.Colour(run.Whole.Overall)),
        Paragraph(Class("kicker"), $"Conformance to X.secup-iot, requirement catalogue revision {run.Header.Revision}"),
        Markup.Of("h1", Pill.Of(run.Whole.Overall), Markup.Of("span", Class("subject"), Subjects(run))),
        Paragraph(Class("lead"), Lead(run)),
        Failed(run),
        Warnings(run),
        Cards(run),
        Markup.Of("div", Class("roles"), run.Roles.Select(Role)));

    private static string Subjects(RunRecord run) =>
        string.Join(", ", run.Header.Subjects.Select(static subject => $"{subject.Hello.Implementation} {subject.Hello.Version}").Distinct());

    private static string Lead(RunRecord run)
    {
        var (whole, required) = (run.Whole, run.Whole.Required);
        var why = whole.Overall switch
        {
            Overall.Conforms => $"Every requirement that applies and can be tested passes: {required.Pass} of {required.Judged}.",
            Overall.DoesNotConform => $"{required.Fail} of {required.Judged} requirements failed.",
            _ when required.Judged == 0 => "Nothing was judged.",
            _ when required.Inconclusive > 0 => $"No requirement failed, but {required.Inconclusive} of {required.Judged} came to no verdict.",
            _ => "No requirement failed, but something was observed that the claims deny.",
        };
        return $"{why} {whole.Untested} {(whole.Untested == 1 ? "row is" : "rows are")} untested, because no scenario can show {(whole.Untested == 1 ? "it" : "them")}.";
    }

    private static XElement? Failed(RunRecord run)
    {
        var failed = run.Requirements.Where(static row => row.Verdict == RequirementVerdict.Fail).ToList();
        return failed.Count == 0 ? null : Paragraph(
            Class("failed"), "Failed: ",
            failed.Take(MostNamed).Select(static row => new object[] { Markup.Of("a", Has("href", $"#{RequirementsSection.Anchor(row.Row)}"), Markup.Of("code", row.Row.Requirement.Id)), " " }),
            failed.Count > MostNamed ? $"and {failed.Count - MostNamed} more." : null);
    }

    private static IEnumerable<XElement> Warnings(RunRecord run)
    {
        if (run.Header.Taints.Count > 0) yield return Warning("Tainted", $"This is no result of the whole suite and may not be shown as one: {string.Join("; ", run.Header.Taints)}.");
        if (run.End != RunEnd.Finished) yield return Warning("Not finished", $"The run {(run.End == RunEnd.Killed ? "was killed" : run.End == RunEnd.Interrupted ? "was interrupted" : Words.Of(run.End))}; {run.NotRun.Count} scenarios were not executed. What is here is valid.");
        if (run.Gate.Count > 0) yield return Warning("Suite at fault", $"What was executed is not what was planned: {string.Join(" ", run.Gate.Take(5))}");
        if (run.Count(Verdict.Error) is > 0 and var errors) yield return Warning("Suite at fault", $"{errors} scenarios could not give a verdict because of the suite itself.");
        if (run.Claims.Count > 0) yield return Warning("Claims", $"{run.Claims.Count} claims were not borne out: {string.Join(", ", run.Claims.Select(static finding => finding.Requirement))}.");
        if (run.Known.Count(static finding => finding.IsStale) is > 0 and var stale) yield return Warning("Known failures", $"{stale} entries of the list do not say what is: {string.Join(" ", run.Known.Where(static finding => finding.IsStale).Take(5).Select(static finding => finding.Text))}");
        if (run.Known.Count(static finding => finding.Kind == KnownFindingKind.AsExpected) is > 0 and var expected) yield return Warning("Known failures", $"{expected} scenarios do not pass as is known. Their verdicts are shown as any other.");
    }

    private static XElement Warning(string head, string text) => Paragraph(Class("warning"), Markup.Of("b", head), " ", text);

    private static XElement Cards(RunRecord run)
    {
        var (whole, required) = (run.Whole, run.Whole.Required);
        return Markup.Of(
            "dl", Class("cards"),
            Card("required: pass", required.Pass, "pass"),
            Card("required: fail", required.Fail, required.Fail > 0 ? "fail" : ""),
            Card("required: inconclusive", required.Inconclusive, required.Inconclusive > 0 ? "open" : ""),
            Card("recommended or optional: pass", whole.Recommended.Pass + whole.Optional.Pass, ""),
            Card("deviations from those", whole.Deviations, whole.Deviations > 0 ? "open" : ""),
            Card("untested", whole.Untested, ""),
            Card("not applicable", required.NotApplicable + whole.Recommended.NotApplicable + whole.Optional.NotApplicable, ""),
            Card("scenarios executed", run.Results.Count, ""));
    }

    private static XElement Card(string name, int number, string colour) =>
        Markup.Of("div", Class($"card {colour}"), Markup.Of("dt", name), Markup.Of("dd", Number(number)));

    private static XElement Role(RoleSummary role)
    {
        var required = role.Summary.Required;
        return Markup.Of(
            "a", Class("role"), Has("href", $"#{Attachment.Names.Of(role.Subject.Role)}"),
            Markup.Of("span", Class("name"), Words.Of((Attachment.Role?)role.Subject.Role)),
            Pill.Of(role.Summary.Overall),
            Bar(required),
            Markup.Of("span", Class("numbers"), Numbers(role.Summary)));
    }

    private static string Numbers(Summary summary)
    {
        var required = summary.Required;
        List<string> parts = [$"{required.Pass} of {required.Judged} required pass"];
        if (required.Fail > 0) parts.Add($"{required.Fail} fail");
        if (required.Inconclusive > 0) parts.Add($"{required.Inconclusive} inconclusive");
        if (summary.Deviations > 0) parts.Add($"{summary.Deviations} deviations");
        parts.Add($"{summary.Untested} untested");
        return string.Join(", ", parts);
    }

    private static XElement Bar(Tally tally) => Markup.Of(
        "span", Class("bar"), Has("aria-hidden", "true"),
        Part("pass", tally.Pass), Part("open", tally.Inconclusive), Part("fail", tally.Fail), Part("none", tally.Untested));

    private static XElement? Part(string colour, int count) =>
        count == 0 ? null : Markup.Of("span", Class(colour), Has("style", string.Create(CultureInfo.InvariantCulture, $"flex-grow:{count}")));
}
