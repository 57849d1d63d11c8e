using System.Xml.Linq;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using static SecUpIoT.Hosting.Pages.Markup;

namespace SecUpIoT.Conformance.Reports.Html;

/// <summary>Every requirement by role and clause, down to each check.</summary>
internal sealed class RequirementsSection(RunRecord run)
{
    private readonly Dictionary<string, Planned> _plan = run.Header.Plan.Scenarios.ToDictionary(static planned => planned.Pickle.Id);
    private readonly ILookup<string, ScenarioResult> _results = run.Results.ToLookup(static result => result.Pickle.Id);

    /// <summary>Where a requirement stands in this section.</summary>
    public static string Anchor(RequirementRow row) => $"r-{(row.Role is { } role ? Names.Of(role) : "none")}-{row.Requirement.Id}";

    public XElement Write() => Of(
        "section", Has("id", "requirements"),
        Of("h2", "Requirements"),
        run.Header.Subjects.Select(subject => WriteRole(subject.Role, [.. run.Requirements.Where(row => row.Row.Role == subject.Role)])),
        WriteRole(null, [.. run.Requirements.Where(static row => row.Row.Role is null)]));

    private XElement? WriteRole(Role? role, List<JudgedRequirement> rows) => rows.Count == 0 ? null : Of(
        "section", Has("id", role is { } known ? Names.Of(known) : "no-role"),
        Of("h3", Title(role), Of("span", Class("counts"), Pill.Counts(rows))),
        role is null
            ? rows.Select(Write)
            : rows.GroupBy(Clause).OrderBy(static group => Place(group.Key)).Select(group => WriteClause(group.Key, [.. group])));

    private static string Title(Role? role) => role is null ? "Of no single role" : Words.Of(role);

    private XElement WriteClause(string clause, List<JudgedRequirement> rows) => Opening(
        "clause", rows.Any(static row => row.Verdict is RequirementVerdict.Fail or RequirementVerdict.Deviation),
        Of("summary", Of("span", Class("name"), clause.Length == 0 ? "without a scenario" : clause), Of("span", Class("counts"), Pill.Counts(rows))),
        clause.Length > 0 && Clauses.All.TryGetValue(clause, out var source) ? Paragraph(Class("muted source"), source) : null,
        rows.OrderBy(static row => Array.IndexOf(Pill.WorstFirst, row.Verdict)).Select(Write));

    private XElement Write(JudgedRequirement judged)
    {
        var requirement = judged.Row.Requirement;
        var opening = Opening(
            "requirement", isOpen: false,
            Of("summary", Pill.Of(judged.Verdict), Of("code", requirement.Id), Of("span", Class("sentence"), requirement.Statement)),
            Of(
                "div", Class("body"),
                judged.Reason.Length == 0 ? null : Paragraph(Class("reason"), judged.Reason),
                Of(
                    "dl", Class("facts"),
                    Fact("worded", Words.Of(requirement.Level)),
                    Fact("profile", requirement.ProfileName),
                    Fact("source", string.Join("; ", requirement.Sources)),
                    Fact("evidence", $"{RollUp.Name(judged.Strongest)}; demanded at least: {RollUp.Name(requirement.Evidence)}")),
                judged.Scenarios.Select(WriteScenario)));
        opening.SetAttributeValue("id", Anchor(judged.Row));
        return opening;
    }

    private static IEnumerable<XElement> Fact(string name, string value) => [Of("dt", name), Of("dd", value)];

    private XElement WriteScenario(string id)
    {
        var planned = _plan[id];
        var result = _results[id].FirstOrDefault();
        var summary = Of("summary", Pill.Of(result?.Verdict), Of("code", id), Of("span", Class("sentence"), planned.Pickle.Title), Of("span", Class("muted kind"), planned.Pickle.Values("kind")));
        return Opening(
            "scenario", isOpen: false, summary,
            Of(
                "div", Class("body"),
                result is null ? Paragraph(Class("reason"), planned.IsSelected ? "It was not executed." : planned.Why) : null,
                result is { Verdict: not Verdict.Pass } ? Paragraph(Of("a", Has("href", $"#{FailuresSection.Anchor(id)}"), "What happened")) : null,
                StepList.Of(planned.Pickle, result),
                result is null ? null : Checks(result)));
    }

    private static IEnumerable<object?> Checks(ScenarioResult result)
    {
        var deciding = result.Deciding.ToList();
        yield return deciding.Count == 0 ? null : Table(
            ["check", "expected", "observed", "evidence"],
            deciding.Select(static check => new object?[] { Pill.Of(check.Holds ? Verdict.Pass : Verdict.Fail), check.Expected, check.Observed, RollUp.Name(check.Evidence) }));
        yield return result.Checks.Count == deciding.Count ? null : Paragraph(Class("muted"), $"{Number(result.Checks.Count - deciding.Count)} more checks before its purpose and after it.");
        yield return result.SubVerdicts.Count == 0 ? null : Paragraph(
            Class("muted"), $"{result.SubVerdicts.Count(static sub => sub.Verdict == Verdict.Pass)} of {result.SubVerdicts.Count} cases passed.");
    }

    private string Clause(JudgedRequirement judged) => judged.Scenarios.Count == 0 ? "" : _plan[judged.Scenarios[0]].Pickle.Values("clause").FirstOrDefault() ?? "";

    private static int Place(string clause) => clause.Length == 0 ? int.MaxValue : Clauses.All.Keys.ToList() is var keys && keys.IndexOf(clause) is >= 0 and var place ? place : keys.Count;
}
