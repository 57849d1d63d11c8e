using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>What is otherwise between two runs.</summary>
internal static class DiffCommand
{
    private const int Same = 0;
    private const int Worse = 1;
    private const int Other = 2;

    public static Command Create()
    {
        var old = new Argument<string>("old") { Description = "The folder of a run, or its results.json." };
        var now = new Argument<string>("new") { Description = "The same of a later one." };
        var command = new Command(
            "diff",
            """
            Compare the verdicts of two runs.
            Exit code 0: all are the same; 1: something passed and does not any more; 2: something else is otherwise; 16: one is no run.

            Example: secup conformance diff conformance-results/all/001 conformance-results/all/002
            """)
        {
            old, now,
        };
        command.Judges((parsed, terminal, _) =>
        {
            var difference = Difference.Between(ResultsDocument.Read(parsed.GetRequiredValue(old)), ResultsDocument.Read(parsed.GetRequiredValue(now)));
            Tell(terminal, difference);
            return difference.IsNone ? Same : difference.IsWorse ? Worse : Other;
        });
        return command;
    }

    private static void Tell(Terminal terminal, Difference difference)
    {
        foreach (var setting in difference.Settings) terminal.Result(new JsonObject { ["setting"] = setting }, $"Not alike: {setting}");
        foreach (var change in difference.Requirements)
        {
            terminal.Result(
                new JsonObject { ["requirement"] = change.Id, ["role"] = Words.Of(change.Role), ["old"] = Word(change.Old), ["new"] = Word(change.New), ["reason"] = change.Reason },
                $"{change.Id,-12} {Words.Of(change.Role),-16} {Word(change.Old) ?? "not judged"} -> {Word(change.New) ?? "not judged"}{(change.Reason.Length == 0 ? "" : $": {change.Reason}")}");
        }

        foreach (var change in difference.Scenarios)
        {
            terminal.Result(
                new JsonObject { ["scenario"] = change.Id, ["old"] = Word(change.Old), ["new"] = Word(change.New) },
                $"{change.Id,-29} {Word(change.Old) ?? "not run"} -> {Word(change.New) ?? "not run"}");
        }

        terminal.Result(
            new JsonObject { ["old"] = Summary.Print(difference.OldWord), ["new"] = Summary.Print(difference.NewWord), ["requirements"] = difference.Requirements.Count, ["scenarios"] = difference.Scenarios.Count },
            difference.IsNone
                ? $"Every verdict is the same: {Summary.Print(difference.NewWord)}."
                : $"{Summary.Print(difference.OldWord)} -> {Summary.Print(difference.NewWord)}; {difference.Requirements.Count} requirements and {difference.Scenarios.Count} scenarios are otherwise.");
    }

    private static string? Word(RequirementVerdict? verdict) => verdict is { } known ? Words.Of(known) : null;

    private static string? Word(Verdict? verdict) => verdict is { } known ? Words.Of(known) : null;
}
