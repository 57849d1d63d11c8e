using System.CommandLine;
using SecUpIoT.Conformance.Reports;
using SecUpIoT.Conformance.Runs;

namespace SecUpIoT.Cli.Commands.Conformance;

/// <summary>Makes the reports of runs again, from their records.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("folders") { Description = "Folders of runs; one that was killed will do.", Arity = ArgumentArity.OneOrMore };
        var since = new Option<string?>("--since") { Description = "The folder of an earlier run; the report says what is otherwise." };
        var command = new Command(
            "report",
            """
            Make the reports of runs again, from run.json and scenarios.ndjson, also of a run that did not come to its end.
            Exit code 0 when they are written, whatever they say; 16 when a folder holds no run.

            Example: secup conformance report conformance-results/all/001 --since conformance-results/all/000
            """)
        {
            folders, since,
        };
        command.Judges((parsed, terminal, _) =>
        {
            var earlier = parsed.GetValue(since) is { } path ? ResultsDocument.Read(path) : null;
            foreach (var one in parsed.GetRequiredValue(folders))
            {
                using var folder = RunFolder.Open(one);
                var run = folder.Read();
                ReportFiles.Write(run, folder, earlier);
                RunConsole.Conclude(terminal, run, folder);
            }

            return RunExit.Conforms;
        });
        return command;
    }
}
