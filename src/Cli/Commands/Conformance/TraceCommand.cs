using System.CommandLine;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Traceability;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>For developers of the suite: whether anything is lost between a requirement and what notices that it is broken.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var matrix = new Option<FileInfo?>("--matrix") { Description = "Where to write requirements against scenarios and mutants, as CSV." };
        var noRun = new Option<bool>("--no-run") { Description = "Leave out the checks that need a run of every scenario on the reference." };
        var update = new Option<bool>("--update-lock") { Description = $"Renew {PurposesLock.Path} in the repository; refused when a text changed whose version did not rise." };
        var command = new Command(
            "trace",
            """
            Check that every requirement has its scenarios, every scenario its requirement, comparison and control, every mutant its killer, and every changed text a higher version.
            Exit code 0 when nothing is amiss, 1 when something is, 4 when the suite is at fault. Example: secup conformance trace --matrix matrix.csv
            """)
        {
            matrix, noRun, update,
        };
        command.Judges((parsed, terminal, cancel) =>
        {
            var subject = TraceSubject.OfSuite();
            return parsed.GetValue(update)
                ? UpdateLock(terminal, subject)
                : Trace(terminal, parsed.GetValue(noRun) ? subject : subject.WithRun(Progress(terminal, subject.Pickles.Count, cancel)), parsed.GetValue(matrix));
        });
        return command;
    }

    private static Action<ScenarioResult> Progress(Terminal terminal, int all, CancellationToken cancel)
    {
        var done = 0;
        return _ =>
        {
            cancel.ThrowIfCancellationRequested();
            if (++done % 100 == 0) terminal.Progress($"{done} of {all} scenarios on the reference");
        };
    }

    private static int Trace(Terminal terminal, TraceSubject subject, FileInfo? file)
    {
        var rows = TraceMatrix.Of(subject);
        if (file is not null) Write(file, TraceMatrix.Csv(rows));
        if (terminal.Json) foreach (var row in rows) terminal.Emit(new JsonObject { ["matrix"] = TraceMatrix.Json(row) });
        var findings = Tracing.Check(subject);
        foreach (var finding in findings) terminal.Result(new JsonObject { ["check"] = finding.Check, ["subject"] = finding.Subject, ["text"] = finding.Text }, finding.ToString());
        foreach (var check in Tracing.All)
        {
            var count = findings.Count(finding => finding.Check == check.Id);
            var state = check.NeedsRun && subject.Results is null ? "not looked at" : count == 0 ? "holds" : $"{count} findings";
            terminal.Say($"{check.Id,-4} {state,-13} {check.Title}");
        }

        terminal.Result(
            new JsonObject { ["findings"] = findings.Count, ["requirements"] = subject.Requirements.Count, ["scenarios"] = subject.Pickles.Count, ["mutants"] = subject.Mutants.Count, ["untested"] = Tracing.Untested(subject) },
            $"{subject.Requirements.Count} requirements, {subject.Pickles.Count} scenarios, {subject.Mutants.Count} mutants. No scenario can show {Tracing.Untested(subject)}.");
        return findings.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static int UpdateLock(Terminal terminal, TraceSubject subject)
    {
        var path = Checkout.Find(PurposesLock.Path);
        // What is locked is what the repository holds, not what this program was built with.
        var current = subject with { Lock = PurposesLock.Read(File.Exists(path) ? File.ReadAllText(path) : "") };
        var against = Tracing.AgainstRenewal(current);
        foreach (var finding in against) terminal.Result(new JsonObject { ["check"] = finding.Check, ["subject"] = finding.Subject, ["text"] = finding.Text }, finding.ToString());
        if (against.Count > 0)
        {
            terminal.Say($"Not written: {path}.");
            return ExitCode.Refused;
        }

        var renewed = current.Lock.Renew(current.Pickles, current.Vectors);
        Checkout.Write(PurposesLock.Path, renewed.Write());
        terminal.Result(
            new JsonObject { ["file"] = path, ["purposes"] = renewed.Purposes.Count, ["vectors"] = renewed.Vectors.Count },
            $"Written: {path}, {renewed.Purposes.Count} test purposes and {renewed.Vectors.Count} vector files. Build the suite again to build it in.");
        return ExitCode.Done;
    }

    private static void Write(FileInfo file, string text)
    {
        try
        {
            File.WriteAllText(file.FullName, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.File(file.FullName, $"expected a file that can be written, but: {exception.Message}", exception);
        }
    }
}
