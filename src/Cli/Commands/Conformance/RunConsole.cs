using System.Globalization;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;
using Spectre.Console;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>What a person sees of a run.</summary>
internal static class RunConsole
{
    private const int MostNamed = 12;

    public static void Announce(Terminal terminal, RunHeader header, RunFolder folder)
    {
        var subjects = header.Subjects.GroupBy(static subject => $"{subject.Hello.Implementation} {subject.Hello.Version}")
            .Select(static group => $"{group.Key} ({string.Join(", ", group.Select(static subject => Names.Of(subject.Role)))})");
        terminal.Result(
            new JsonObject { ["seed"] = header.Seed, ["scenarios"] = header.Plan.Selected.Count, ["folder"] = folder.Path, ["taints"] = List(header.Taints) },
            $"Under test: {string.Join("; ", subjects)}\nSeed {header.Seed}, {header.Plan.Selected.Count} of {header.Plan.Scenarios.Count} scenarios, record in {folder.Path}");
        foreach (var taint in header.Taints) terminal.Say($"Tainted: {taint}.");
        terminal.Say("");
    }

    /// <summary>Shows results as they come: a bar for each role on a terminal, otherwise a line for each scenario that did not pass.</summary>
    public static T Watch<T>(Terminal terminal, RunHeader header, Func<Action<ScenarioResult>, T> run)
    {
        if (!terminal.Interactive) return run(result => Tell(terminal, result));
        return terminal.Human.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn()).Start(progress =>
        {
            var bars = header.Plan.Selected.Concat(header.Plan.Denied).GroupBy(static pickle => pickle.Role)
                .ToDictionary(static group => group.Key, group => progress.AddTask(Words.Of((Role?)group.Key), maxValue: group.Count()));
            var failed = new Dictionary<Role, int>();
            return run(result =>
            {
                var role = result.Pickle.Role;
                bars[role].Increment(1);
                if (result.Verdict == Verdict.Pass) return;
                failed[role] = failed.GetValueOrDefault(role) + 1;
                bars[role].Description = $"{Words.Of((Role?)role)} [red]{failed[role]} not passed[/]";
            });
        });
    }

    public static void Conclude(Terminal terminal, RunRecord run, RunFolder folder)
    {
        terminal.Emit(ToJson(run, folder));
        if (terminal.Json) return;
        terminal.Human.Write(Table(run));
        foreach (var line in Warnings(run)) terminal.Say(line);
        Failed(terminal, run, folder);
        var word = Summary.Print(run.Whole.Overall);
        var taint = run.Header.Taints.Count > 0 ? " (tainted)" : "";
        if (terminal.Interactive) terminal.Human.MarkupLine($"[bold {Colour(run.Whole.Overall)}]{word}[/]{taint}: {Markup.Escape(Counts(run))}");
        else terminal.Say($"{word}{taint}: {Counts(run)}");
        terminal.Say($"Report: {folder.At(ReportFiles.Html)}");
    }

    /// <summary>The word, its counts, and what is not in it, in one line.</summary>
    public static string Counts(RunRecord run)
    {
        var required = run.Whole.Required;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{required.Pass} of {required.Judged} requirements pass, {required.Fail} fail, {required.Inconclusive} inconclusive; {run.Whole.Deviations} deviations from recommendations and options; {run.Whole.Untested} rows untested. {run.Results.Count} scenarios in {run.Wall.Took:F1} s, seed {run.Header.Seed}.");
    }

    private static Table Table(RunRecord run)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("role", "verdict", "pass", "fail", "inconclusive", "deviations", "untested", "scenarios");
        foreach (var (subject, summary) in run.Roles) Row(table, Words.Of((Role?)subject.Role), summary, run.Results.Count(result => result.Pickle.Role == subject.Role));
        if (run.Roles.Count > 1) Row(table, "all", run.Whole, run.Results.Count);
        return table;
    }

    private static void Row(Table table, string name, Summary summary, int scenarios)
    {
        var required = summary.Required;
        string Marked(int number, string colour) => number == 0 ? "0" : $"[{colour}]{number}[/]";
        table.AddRow(
            name, $"[bold {Colour(summary.Overall)}]{Summary.Print(summary.Overall)}[/]", $"{required.Pass} of {required.Judged}", Marked(required.Fail, "red"), Marked(required.Inconclusive, "yellow"),
            Marked(summary.Deviations, "yellow"), $"{summary.Untested}", $"{scenarios}");
    }

    private static string Colour(Overall overall) => overall switch
    {
        Overall.Conforms => "green",
        Overall.DoesNotConform => "red",
        _ => "yellow",
    };

    private static IEnumerable<string> Warnings(RunRecord run)
    {
        if (run.End != RunEnd.Finished) yield return $"Not finished: {Words.Of(run.End)}. {run.NotRun.Count} scenarios were not executed.";
        foreach (var problem in run.Gate.Take(MostNamed)) yield return $"The suite is at fault: {problem}";
        foreach (var finding in run.Known.Where(static finding => finding.IsStale).Take(MostNamed)) yield return $"Known failures: {finding.Text}";
        if (run.Known.Count(static finding => finding.Kind == KnownFindingKind.AsExpected) is > 0 and var known) yield return $"Known failures: {known} scenarios do not pass, as is known.";
        foreach (var finding in run.Claims.Take(MostNamed)) yield return $"Claims: {finding}";
    }

    private static void Failed(Terminal terminal, RunRecord run, RunFolder folder)
    {
        var rows = run.Requirements.Where(static row => row.Verdict is RequirementVerdict.Fail or RequirementVerdict.Deviation).ToList();
        foreach (var row in rows.Take(MostNamed)) terminal.Say($"{Words.Of(row.Verdict),-9} {row.Row.Requirement.Id} {Names.Of(row.Row.Role!.Value)}: {Short(row.Row.Requirement.Statement, 140)}");
        if (rows.Count > MostNamed) terminal.Say($"          and {rows.Count - MostNamed} more in the report.");
        if (run.Results.FirstOrDefault(static result => result.Verdict == Verdict.Fail) is { } first) terminal.Say($"See one again: secup conformance replay {folder.Path} '{first.Pickle.Id}'");
    }

    private static void Tell(Terminal terminal, ScenarioResult result)
    {
        terminal.Emit(new JsonObject { ["scenario"] = result.Pickle.Id, ["verdict"] = Words.Of(result.Verdict), ["cause"] = Words.Of(result.Cause), ["message"] = result.Message });
        if (result.Verdict == Verdict.Pass) return;
        terminal.Say($"{Words.Of(result.Verdict),-12} {result.Pickle.Id,-20} {Short(KnownFailures.MessageOf(result), 150)}");
    }

    private static string Short(string text, int most) => text.Split('\n')[0] is var line && line.Length <= most ? line : line[..most] + "...";

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];

    private static JsonObject ToJson(RunRecord run, RunFolder folder) => new()
    {
        ["overall"] = Summary.Print(run.Whole.Overall),
        ["end"] = Words.Of(run.End),
        ["untested"] = run.Whole.Untested,
        ["required"] = ToJson(run.Whole.Required),
        ["recommended"] = ToJson(run.Whole.Recommended),
        ["optional"] = ToJson(run.Whole.Optional),
        ["roles"] = new JsonObject(run.Roles.Select(static role => KeyValuePair.Create(Names.Of(role.Subject.Role), (JsonNode?)Summary.Print(role.Summary.Overall)))),
        ["scenarios"] = new JsonObject
        {
            ["pass"] = run.Count(Verdict.Pass), ["fail"] = run.Count(Verdict.Fail), ["inconclusive"] = run.Count(Verdict.Inconclusive), ["error"] = run.Count(Verdict.Error), ["notRun"] = run.NotRun.Count,
        },
        ["taints"] = List(run.Header.Taints),
        ["seed"] = run.Header.Seed,
        ["folder"] = folder.Path,
        ["exitCode"] = run.Exit,
    };

    private static JsonObject ToJson(Tally tally) => new()
    {
        ["pass"] = tally.Pass, ["deviation"] = tally.Deviation, ["inconclusive"] = tally.Inconclusive, ["fail"] = tally.Fail, ["untested"] = tally.Untested, ["notApplicable"] = tally.NotApplicable,
    };
}
