using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Everything once, as small as can be: whether it runs, not how fast.</summary>
internal static class SmokeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "smoke",
            """
            Call every benchmark once, install an image of 1 MiB and serve it: fails when something breaks, never because of a time.

            Example: smoke
            """);
        command.Runs(static (_, cancel) =>
        {
            var calls = QuickRun.CallAll(static _ => true, Session.Tell, cancel);
            using (var install = new InstallRun(mebibytes: 1))
            {
                var leftOut = new List<Absence>();
                foreach (var measure in install.Run(0, leftOut, Session.Tell, cancel)) Session.Tell(measure.Id);
                foreach (var absence in leftOut) Session.Tell($"left out: {absence.Id}: {absence.Reason}");
            }

            Console.WriteLine($"{calls} benchmarks called, an image installed.");
            return BenchExit.Done;
        });
        return command;
    }
}
