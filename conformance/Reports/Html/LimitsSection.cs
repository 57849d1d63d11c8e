using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Hosting.Pages;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>What this run does not show. A report that is silent about it would be read for more than it says.</summary>
internal static class LimitsSection
{
    private static readonly string[] Verbs = ["reset", "provision", "start", "stop", "do", "query", "clock", "fault", "link", "evidence"];

    public static XElement Of(RunRecord run) => Markup.Of(
        "section", Has("id", "limits"),
        Markup.Of("h2", "What this run does not show"),
        Paragraph("A pass says that no scenario of this suite found a violation, with this seed, on this attachment. It does not say that there is none."),
        Rows("Untested: no scenario can show them", run.Requirements.Where(static row => row.Verdict == RequirementVerdict.Untested)),
        Rows("Evidence too weak", run.Requirements.Where(static row => row.Cause == Cause.EvidenceTooWeak)),
        Rows("Passed on the word of the implementation or its shim alone", run.Requirements.Where(static row => row is { Verdict: RequirementVerdict.Pass, Strongest: EvidenceClass.SelfReport })),
        Rows("Not applicable, by what is claimed", run.Requirements.Where(static row => row.Verdict == RequirementVerdict.NotApplicable)),
        Rows("Without a scenario in this suite", run.Requirements.Where(static row => row is { Verdict: RequirementVerdict.Inconclusive, Scenarios.Count: 0 })),
        List("Not offered by the upper tester", Missing(run)),
        List("Which implementation it is", run.Header.Subjects.Where(static subject => subject.Hello.Version == Hello.Unknown).Select(static subject => $"{Words.Of((Role?)subject.Role)}: there was no upper tester to ask; the claims were taken at their word.")),
        List("Links", run.Header.Subjects.Select(subject => Links(run, subject))),
        List("Time", run.Header.Subjects.Where(static subject => !subject.Hello.VirtualClock).Select(static subject => $"{Words.Of((Role?)subject.Role)}: the clock is real, so nothing was observed that takes longer than the patience of the IXIT.")),
        List("Scenarios that were left out", run.Header.Plan.Scenarios.Where(static planned => !planned.IsSelected).GroupBy(static planned => planned.Why).Select(static group => $"{group.Key} ({string.Join(", ", group.Select(static planned => planned.Pickle.Id))})")),
        List("Scenarios that were planned and not executed", run.NotRun.Count == 0 ? [] : [string.Join(", ", run.NotRun)]));

    private static XElement? Rows(string head, IEnumerable<JudgedRequirement> rows)
    {
        var list = rows.ToList();
        return list.Count == 0 ? null : Opening(
            "limit", isOpen: list.Count <= 8,
            Markup.Of("summary", Markup.Of("span", Class("name"), head), Markup.Of("b", Number(list.Count))),
            Markup.Of("ul", Class("body rows"), list.Select(static row => Markup.Of(
                "li",
                Markup.Of("code", row.Row.Requirement.Id), row.Row.Role is { } role ? $" {Words.Of((Role?)role)}. " : " ", row.Row.Requirement.Statement,
                row.Reason.Length == 0 ? null : Markup.Of("span", Class("muted"), " ", row.Reason)))));
    }

    private static XElement? List(string head, IEnumerable<string> texts)
    {
        var list = texts.ToList();
        return list.Count == 0 ? null : Opening(
            "limit", isOpen: list.Sum(static text => text.Length) <= 800,
            Markup.Of("summary", Markup.Of("span", Class("name"), head), Markup.Of("b", Number(list.Count))),
            Markup.Of("ul", Class("body rows"), list.Select(static text => Markup.Of("li", text))));
    }

    private static IEnumerable<string> Missing(RunRecord run)
    {
        foreach (var subject in run.Header.Subjects)
        {
            var verbs = Verbs.Except(subject.Hello.Verbs).ToList();
            if (verbs.Count > 0) yield return $"{Words.Of((Role?)subject.Role)}: the verbs {string.Join(", ", verbs)}.";
        }

        foreach (var group in run.Results.Where(static result => result.Cause == Cause.Unimplemented).GroupBy(static result => KnownFailures.MessageOf(result)))
            yield return $"{group.Key} ({string.Join(", ", group.Select(static result => result.Pickle.Id))})";
    }

    private static string Links(RunRecord run, Subject subject)
    {
        var own = run.Results.Count(result => result.Pickle.Role == subject.Role && result.Pickle.Has(References.NativeLinksTag) && result.Verdict == Verdict.Pass);
        var seen = own > 0 ? $"How they are protected was seen in {own} scenarios on links of their own." : "How they are framed and protected on links of their own was not seen.";
        return subject.Hello.Tunnelled.Count == 0
            ? $"{Words.Of((Role?)subject.Role)}: no link goes through the upper tester. {seen}"
            : $"{Words.Of((Role?)subject.Role)}: {string.Join(", ", subject.Hello.Tunnelled.Select(static link => Names.Of(link)))} through the upper tester. {seen}";
    }
}
