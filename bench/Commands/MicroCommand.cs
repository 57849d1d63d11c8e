using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>The parts, with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var (filter, output, log) = (Interruptible.FilterOption(), Session.Out(), LogOption());
        var command = new Command(
            "micro",
            """
            Measure the parts with BenchmarkDotNet: messages, frames, envelopes, machines, flash, stores, the scenario runner, the two ends of a transfer.

            Examples:
              micro
              micro --filter "store a block" journal
            """)
        {
            filter, output, log,
        };
        command.Runs((parsed, cancel) =>
        {
            var session = new Session(parsed.GetRequiredValue(output));
            Run(session, Interruptible.Filter(parsed.GetValue(filter) ?? []), parsed.GetValue(log), cancel);
            session.Conclude();
            return BenchExit.Done;
        });
        return command;
    }

    /// <summary>Measures class after class; what was measured before Ctrl-C stays.</summary>
    public static void Run(Session session, Func<string, bool> wanted, bool log, CancellationToken cancel)
    {
        using var artifacts = new Scratch();
        var classes = Subject.Classes.Where(type => Subject.ParametersOf(type).Any(parameter =>
            Subject.BenchmarksOf(type).Any(method => wanted($"{Subject.GroupOf(method, parameter?.ToString() ?? "").Group}: {method.Name}")))).ToList();
        foreach (var (type, index) in classes.Select(static (type, index) => (type, index)))
        {
            cancel.ThrowIfCancellationRequested();
            Session.Tell($"{index + 1} of {classes.Count}: {type.Name}");
            session.Add(CarefulRun.Measure(type, wanted, artifacts["benchmarks"], log));
        }
    }

    private static Option<bool> LogOption() => new("--log") { Description = "Show what BenchmarkDotNet says." };
}
