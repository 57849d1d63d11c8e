using System.CommandLine;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Commands that hear Ctrl-C while they measure.</summary>
internal static class Interruptible
{
    /// <summary>Sets what the command does, on a thread of its own: the caller has to come back to hear of Ctrl-C.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, int> run) =>
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            try
            {
                return run(parsed, cancel);
            }
            catch (BenchException) when (cancel.IsCancellationRequested)
            {
                // A terminal interrupts the programs that were started too, and what they then say is no failure.
                throw new OperationCanceledException(cancel);
            }
        }, CancellationToken.None));

    /// <summary>Chooses by parts of ids; everything when none is given.</summary>
    public static Func<string, bool> Filter(IReadOnlyCollection<string> parts) =>
        parts.Count == 0 ? static _ => true : id => parts.Any(part => id.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses a choice of nothing, before anything takes time.</summary>
    public static void Demand(IReadOnlyCollection<string> parts)
    {
        if (!Subject.Classes.SelectMany(Subject.IdsOf).Any(Filter(parts)))
            throw new BenchException($"Expected a part of the id of a measure, but no id contains {string.Join(" or ", parts.Select(static part => $"'{part}'"))}. 'smoke' names all of them.");
    }

    /// <summary>The option that chooses.</summary>
    public static Option<string[]> FilterOption() => new("--filter") { Description = "Only measures whose id contains one of these texts.", AllowMultipleArgumentsPerToken = true };
}
