using System.CommandLine;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Everything, one after the other.</summary>
internal static class AllCommand
{
    public static Command Create()
    {
        var publish = new Option<bool>("--publish") { Description = "Renew bench/results.json, and with it the tables and the picture of bench/README.md." };
        var (quick, output) = (Session.QuickOption(), Session.Out());
        output.Description = "The JSON file for the results; what it held is replaced.";
        var command = new Command(
            "all",
            """
            Measure everything: install, serve, conformance, micro. bench/README.md says how long it takes.

            Examples:
              all --quick
              all --publish
            """)
        {
            publish, quick, output,
        };
        command.Runs((parsed, cancel) =>
        {
            var hurried = parsed.GetValue(quick);
            var session = Session.Anew(parsed.GetRequiredValue(output), hurried);
            ProgramCommands.Install(session, hurried ? 16 : 256, hurried ? 1 : 5, cancel);
            ProgramCommands.Serve(session, hurried ? 1 : 4, hurried ? 1 : 3, cancel);
            ProgramCommands.Conformance(session, cancel);
            MicroCommand.Run(session, static _ => true, log: false, cancel);
            session.Conclude();
            if (parsed.GetValue(publish)) ReportCommand.Publish(session.Results, ReportCommand.Published);
            return BenchExit.Done;
        });
        return command;
    }
}
