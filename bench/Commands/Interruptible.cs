using System.CommandLine;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Commands that hear Ctrl-C while they measure.</summary>
internal static class Interruptible
{
    /// <summary>Sets what the command does, on a thread of its own: the caller has to come back to hear of Ctrl-C.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, int> run) =>
        command.SetAction((parsed, cancel) => Task.Run(() => run(parsed, cancel), CancellationToken.None));

    /// <summary>Chooses by parts of ids; everything when none is given.</summary>
    public static Func<string, bool> Filter(IReadOnlyCollection<string> parts) =>
        parts.Count == 0 ? static _ => true : id => parts.Any(part => id.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The option that chooses.</summary>
    public static Option<string[]> FilterOption() => new("--filter") { Description = "Only measures whose id contains one of these texts.", AllowMultipleArgumentsPerToken = true };
}
