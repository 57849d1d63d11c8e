using System.CommandLine;
using System.Diagnostics;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>The parts, with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var (filter, quick, output, log) = (Interruptible.FilterOption(), Session.QuickOption(), Session.Out(), LogOption());
        var command = new Command(
            "micro",
            """
            Measure the parts with BenchmarkDotNet: messages, frames, envelopes, machines, flash, stores, the scenario runner, the two ends of a transfer.

            Examples:
              micro
              micro --filter "store a block" journal
            """)
        {
            filter, quick, output, log,
        };
        command.Runs((parsed, cancel) =>
        {
            Interruptible.Demand(parsed.GetValue(filter) ?? []);
            var session = Session.Continue(parsed.GetRequiredValue(output), parsed.GetValue(quick));
            Run(session, Interruptible.Filter(parsed.GetValue(filter) ?? []), parsed.GetValue(log), cancel);
            session.Conclude();
            return BenchExit.Done;
        });
        return command;
    }

    /// <summary>Measures one benchmark after the other; what was measured before Ctrl-C stays.</summary>
    public static void Run(Session session, Func<string, bool> wanted, bool log, CancellationToken cancel)
    {
        using var artifacts = new Scratch();
        var chosen = Subject.Classes.SelectMany(static type => Subject.IdsOf(type).Select(id => (Type: type, Id: id))).Where(one => wanted(one.Id)).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var ((type, id), index) in chosen.Select(static (one, index) => (one, index)))
        {
            cancel.ThrowIfCancellationRequested();
            var measure = CarefulRun.Measure(type, id, session.Results.Quick ? Pace.Quick : Pace.Careful(type), artifacts["benchmarks"], log);
            session.Add([measure]);
            var left = clock.Elapsed / (index + 1) * (chosen.Count - index - 1);
            Session.Tell($"{index + 1} of {chosen.Count}, about {left:m\\:ss} left: {id}: {Figures.Of(measure.Value, measure.Unit)}");
        }
    }

    private static Option<bool> LogOption() => new("--log") { Description = "Show what BenchmarkDotNet says." };
}
