using System.CommandLine;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Everything, one after the other.</summary>
internal static class AllCommand
{
    public static Command Create()
    {
        var publish = new Option<bool>("--publish") { Description = "Renew bench/results.json, and with it the tables and the picture of bench/README.md." };
        var output = Session.Out();
        var command = new Command(
            "all",
            """
            Measure everything: install, serve, conformance, micro. About 15 minutes on a quiet machine.

            Example: all --publish
            """)
        {
            publish, output,
        };
        command.Runs((parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(output);
            // A run of everything says what this run measured and nothing else.
            File.Delete(path);
            var session = new Session(path);
            ProgramCommands.Install(session, 256, 5, cancel);
            ProgramCommands.Serve(session, 4, 3, cancel);
            ProgramCommands.Conformance(session, cancel);
            MicroCommand.Run(session, static _ => true, log: false, cancel);
            session.Conclude();
            if (parsed.GetValue(publish)) ReportCommand.Publish(session.Results);
            return BenchExit.Done;
        });
        return command;
    }
}
