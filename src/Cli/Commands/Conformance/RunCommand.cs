using System.CommandLine;
using System.Diagnostics;
using SecUpIoT.Cli.Console;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runs;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>Runs the suite, and writes down what came out.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var command = new Command(
            "run",
            """
            Run the suite. Without options: the whole of it, in all four roles, against the reference.
            Exit code 0: it conforms; 1: a requirement failed; 2: not everything came to a verdict; 3: claims or attachment file wrong; 4: the suite is at fault;
            5: the list of known failures is stale; 6: nothing is selected; 10 to 15: the attachment; 16: the folder; 17: a port is taken; 64: the command line; 130: Ctrl-C.

            Example: secup conformance run --ics ics.yaml --ixit ixit.yaml --out results
            """);
        options.AddTo(command);
        command.Judges((parsed, terminal, cancel) =>
        {
            var since = options.Since(parsed) is { } earlier ? ResultsDocument.Read(earlier) : null;
            var order = options.Read(parsed);
            using var folder = options.Folder(parsed, order);
            return Run(order, folder, since, terminal, cancel);
        });
        return command;
    }

    /// <summary>Runs what is ordered, into the folder.</summary>
    public static int Run(RunOrder order, RunFolder folder, ResultsDocument? since, Terminal terminal, CancellationToken cancel)
    {
        var started = DateTimeOffset.Now;
        var clock = Stopwatch.StartNew();
        folder.Begin(order.Header);
        RunConsole.Announce(terminal, order.Header, folder);
        var (results, end) = RunConsole.Watch(terminal, order.Header, told => ConformanceRun.Execute(
            order,
            result =>
            {
                folder.Append(result);
                told(result);
            },
            cancel));
        var run = new RunRecord(order.Header, results, end, Wall.Here(started, clock.Elapsed));
        folder.End(end, run.Wall);
        ReportFiles.Write(run, folder, since);
        RunConsole.Conclude(terminal, run, folder);
        return run.Exit;
    }
}
