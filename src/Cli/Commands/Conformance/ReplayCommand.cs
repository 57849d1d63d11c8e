using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Runs;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>One scenario of a run once more, with its seed and its attachment, and everything that passes.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "The folder of the run." };
        var scenario = new Argument<string>("scenario") { Description = "The test purpose, with # and the row of its outline." };
        var hex = new Option<bool>("--hex") { Description = "Print the bytes of each message as well." };
        var command = new Command(
            "replay",
            """
            Run one scenario of a run again, with the same seed and the same attachment, and print every message.
            Exit code 0: it passes; 1: it fails; 2: it is inconclusive; 4: the suite is at fault; others as for 'run'.

            Example: secup conformance replay conformance-results/all/001 'TP-DC-04-2#0'
            """)
        {
            folder, scenario, hex,
        };
        command.Judges((parsed, terminal, _) =>
        {
            var record = RunFolder.Open(parsed.GetRequiredValue(folder)).Read();
            var id = parsed.GetRequiredValue(scenario);
            var pickle = Find(id);
            using var source = Attachments.Find(record.Header.Attachment)();
            var result = Suite.RunOne(pickle, source.AttachAs(record.Header.Claims), record.Header.Seed);
            Show(terminal, result, parsed.GetValue(hex));
            Compare(terminal, result, record.Results.Concat(record.Apart).FirstOrDefault(stored => stored.Pickle.Id == id));
            return result.Verdict switch
            {
                Verdict.Pass => RunExit.Conforms,
                Verdict.Fail => RunExit.Failed,
                Verdict.Inconclusive => result.Fault is { } fault ? RunExit.Of(fault) : RunExit.Incomplete,
                _ => RunExit.SuiteAtFault,
            };
        });
        return command;
    }

    private static Pickle Find(string id)
    {
        if (Suite.Pickles.FirstOrDefault(pickle => pickle.Id == id) is { } pickle) return pickle;
        var rows = Suite.Pickles.Where(pickle => pickle.Purpose == id).Select(static pickle => $"'{pickle.Id}'").ToList();
        throw new CommandFailure(RunExit.NothingSelected, rows.Count > 0 ? $"Expected a row as well: one of {string.Join(", ", rows)}." : $"Expected a scenario of this suite, got '{id}'; 'secup conformance list' names them all.");
    }

    private static void Show(Terminal terminal, ScenarioResult result, bool hex)
    {
        var pickle = result.Pickle;
        terminal.Say($"{pickle.Id}: {pickle.Title}\n{pickle.Path}:{pickle.Line}; {string.Join(", ", pickle.Requirements)}\n");
        var begin = result.Exchanges.Count > 0 ? result.Exchanges[0].At : 0;
        foreach (var exchange in result.Exchanges) Show(terminal, exchange, begin, hex);
        terminal.Say("");
        for (var i = 0; i < pickle.Steps.Count; i++)
            terminal.Say($"  {(i < result.Executed ? "ok " : i == result.Executed ? "-> " : "   ")} {pickle.Steps[i].Keyword} {pickle.Steps[i].Text}");
        foreach (var check in result.Checks.Where(static check => !check.Holds)) terminal.Say($"\n  expected  {check.Expected}\n  observed  {check.Observed}");
        terminal.Result(
            new JsonObject { ["scenario"] = pickle.Id, ["verdict"] = Words.Of(result.Verdict), ["cause"] = Words.Of(result.Cause), ["message"] = result.Message },
            $"\n{Words.Of(result.Verdict)}{(result.Verdict == Verdict.Pass ? "" : $", {Words.Of(result.Cause)}: {result.Message}")}");
    }

    private static void Show(Terminal terminal, Exchange exchange, long begin, bool hex)
    {
        terminal.Result(
            new JsonObject
            {
                ["number"] = exchange.Number, ["at"] = exchange.At, ["from"] = exchange.From, ["to"] = exchange.To, ["link"] = exchange.Link, ["name"] = exchange.Name, ["text"] = exchange.Text,
                ["bytes"] = exchange.Bytes.IsEmpty ? null : Convert.ToBase64String(exchange.Bytes.Span),
            },
            string.Create(CultureInfo.InvariantCulture, $"{exchange.Number,4} {(exchange.At - begin) / 1000.0,9:F3} s  {exchange.From} -> {exchange.To}, {exchange.Link}: {Said(exchange)}"));
        if (hex && !exchange.Bytes.IsEmpty) terminal.Say(HexDump.Write(exchange.Bytes.Span));
    }

    private static string Said(Exchange exchange) => exchange.Text.Length == 0 ? exchange.Name : exchange.Text.StartsWith(exchange.Name, StringComparison.Ordinal) ? exchange.Text : $"{exchange.Name} {exchange.Text}";

    private static void Compare(Terminal terminal, ScenarioResult result, ScenarioResult? stored)
    {
        terminal.Say(
            stored is null ? "The run has no result of this scenario."
            : (stored.Verdict, stored.Message) == (result.Verdict, result.Message) ? "As in the run."
            : $"Otherwise than in the run, which says: {Words.Of(stored.Verdict)}{(stored.Message.Length == 0 ? "" : $": {stored.Message}")}");
    }
}
