using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Cli.Commands;

/// <summary>Judges what machines did, after the fact: traces against the tables and the invariants of the specification.</summary>
internal static class TraceCommand
{
    private const long MostBytes = 1L << 30;

    public static Command Create() => new("trace", "Judge traces, of this program or of another implementation (spec/trace-format.md).\n\nExample: secup trace check device.ndjson tracker.ndjson")
    {
        CreateCheck(),
    };

    private static Command CreateCheck()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "Traces of one or more processes. The events of one subject in several files are taken in the order of the files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "check",
            "Hold traces against the tables of the machines and the invariants; works offline. It names the first event that does not fit. "
            + "Exit code 0: all events fit; 1: one does not; 3: a file is missing or no trace.\n\nExample: secup demo --topology distributed --trace traces && secup trace check traces/*.ndjson")
        {
            files,
        };
        command.Runs((parsed, terminal) =>
        {
            var traces = parsed.GetRequiredValue(files).Select(Read).ToList();
            var verdict = TraceChecker.Check(traces);
            terminal.Emit(ToJson(verdict, traces.Count));
            Tell(verdict, traces.Count, terminal);
            return verdict.Fits ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    private static TraceFile Read(FileInfo file)
    {
        var read = TraceReader.Read(file.ToString(), Shared.ReadFile(file, MostBytes));
        return read.Error is { } error ? throw new CommandFailure(ExitCode.Configuration, $"{error}") : read.Value;
    }

    private static void Tell(TraceVerdict verdict, int files, Terminal terminal)
    {
        foreach (var warning in verdict.Warnings) terminal.Say($"Warning: {warning}.");
        terminal.Say(verdict.Misfit is { } misfit
            ? $"Does not fit: {misfit.File}, line {misfit.Line}, {misfit.Machine} {misfit.Subject}\n  rule      {misfit.Rule}\n  expected  {misfit.Expected}\n  found     {misfit.Found}"
            : "All events fit.");
        terminal.Say($"Files {files}, events {verdict.Events}, subjects {verdict.Subjects}, rows seen {verdict.RowsSeen} of {verdict.Rows}.");
        terminal.Say($"Judged: {string.Join(", ", verdict.Judged)}");
        if (verdict.NotJudged.Count > 0) terminal.Say("Not judged:");
        foreach (var left in verdict.NotJudged) terminal.Say($"  {left.Id}  {left.Why}");
    }

    private static JsonObject ToJson(TraceVerdict verdict, int files) => new()
    {
        ["fits"] = verdict.Fits,
        ["misfit"] = verdict.Misfit is not { } misfit ? null : new JsonObject
        {
            ["file"] = misfit.File, ["line"] = misfit.Line, ["machine"] = misfit.Machine.ToString(), ["subject"] = misfit.Subject,
            ["rule"] = misfit.Rule, ["expected"] = misfit.Expected, ["found"] = misfit.Found,
        },
        ["files"] = files,
        ["events"] = verdict.Events,
        ["subjects"] = verdict.Subjects,
        ["rowsSeen"] = verdict.RowsSeen,
        ["rows"] = verdict.Rows,
        ["judged"] = new JsonArray([.. verdict.Judged.Select(id => JsonValue.Create(id))]),
        ["notJudged"] = new JsonArray([.. verdict.NotJudged.Select(left => new JsonObject { ["id"] = left.Id, ["why"] = left.Why })]),
        ["warnings"] = new JsonArray([.. verdict.Warnings.Select(warning => JsonValue.Create(warning))]),
    };
}
