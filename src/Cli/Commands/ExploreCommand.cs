using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SecUpIoT.Cli.Console;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Cli.Commands;

/// <summary>
/// Searches everything that can happen to the machines that ship, within the budgets of a configuration; or hunts among the interleavings of machines and
/// hosts for as long as it is told.
/// </summary>
internal static class ExploreCommand
{
    public static Command Create()
    {
        var exhaustive = new Option<bool>("--exhaustive") { Description = "Breadth-first search over every reachable state; checks every invariant of spec/invariants.md." };
        var names = new Option<string[]>("--config") { Description = "The configurations to search; all standard ones when none is named.", AllowMultipleArgumentsPerToken = true };
        var list = new Option<bool>("--list") { Description = "Name the configurations and end." };
        var workers = new Option<int>("--workers") { Description = "How many threads search; the result does not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var most = new Option<int>("--most-states") { Description = "Give up after so many states; the result is then incomplete.", DefaultValueFactory = _ => int.MaxValue };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write a counterexample, if there is one, for --replay." };
        var replay = new Option<FileInfo?>("--replay") { Description = "Walk the way in this file again and print it: of a search as a transcript and as a Mermaid chart, of a hunt as what happens in the run." };
        var hunt = new HuntOptions();
        var command = new Command("explore", "Search everything that can happen to the four entities, with faults and attackers, for a broken invariant; or hunt among the interleavings of machines and hosts (in the repository).\n\nExamples:\n  secup explore --exhaustive --config cut\n  secup explore --minutes 10 --strategy prioritised --scenario hosts/duplicate-and-late-reports")
        {
            exhaustive, names, list, workers, most, output, replay,
        };
        foreach (var option in hunt.All) command.Options.Add(option);
        command.Runs((parsed, terminal, cancel) =>
        {
            if (parsed.GetValue(list)) return Task.FromResult(List(terminal));
            if (hunt.OrderOf(parsed, parsed.GetValue(output)) is { } order) return InterleavingHunt.RunAsync(terminal, order, cancel);
            if (parsed.GetValue(replay) is { } file)
            {
                return HuntOptions.IsOfHunt(file)
                    ? InterleavingHunt.RunAsync(terminal, new JsonObject { ["do"] = "replay", ["file"] = file.FullName }, cancel)
                    : Task.FromResult(Replay(terminal, file));
            }

            if (!parsed.GetValue(exhaustive)) throw new CommandFailure(ExitCode.Usage, "Expected --exhaustive, --minutes N, --replay FILE, --list or --list-scenarios.");
            var chosen = Chosen(parsed.GetValue(names) ?? []);
            var limits = (Workers: Math.Max(1, parsed.GetValue(workers)), Most: Math.Max(1, parsed.GetValue(most)));
            // On a thread of its own: the caller has to come back to hear of Ctrl-C.
            return Task.Run(() => Explore(terminal, chosen, limits, parsed.GetValue(output), cancel), CancellationToken.None);
        });
        return command;
    }

    private static List<ExplorationSettings> Chosen(string[] names) => names.Length == 0
        ? [.. Configurations.Standard]
        : [.. names.Select(name => Configurations.Find(name) ?? throw new CommandFailure(
            ExitCode.Usage, $"Expected one of {string.Join(", ", Configurations.All.Select(known => known.Name))}, got '{name}'."))];

    private static int List(Terminal terminal)
    {
        foreach (var settings in Configurations.All)
        {
            var size = Configurations.Standard.Contains(settings) ? "standard" : "large";
            terminal.Result(
                new JsonObject { ["config"] = settings.Name, ["size"] = size, ["budgets"] = settings.Budgets.ToString() },
                $"{settings.Name,-26} {size,-9} {settings.Devices} devices, {settings.Servers} servers, {settings.Profile}, attacker {settings.Attacker}: {settings.Budgets}");
        }

        return ExitCode.Done;
    }

    private static int Explore(Terminal terminal, List<ExplorationSettings> chosen, (int Workers, int Most) limits, FileInfo? output, CancellationToken cancel)
    {
        var exit = ExitCode.Done;
        foreach (var settings in chosen)
        {
            var clock = Stopwatch.StartNew();
            var search = new Search(settings, limits.Workers, static (pieces, piece) => Parallel.For(0, pieces, piece));
            var told = TimeSpan.Zero;
            var result = search.Run(limits.Most, progress =>
            {
                if (terminal.Json || clock.Elapsed - told < TimeSpan.FromSeconds(2)) return;
                told = clock.Elapsed;
                terminal.Errors.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{settings.Name}: depth {progress.Depth}, {progress.States} states, {progress.Frontier} to expand, {clock.Elapsed.TotalSeconds:F0} s"));
            }, () => cancel.IsCancellationRequested);
            Tell(terminal, result, clock.Elapsed);
            cancel.ThrowIfCancellationRequested();
            if (result.Breach is not null) Show(terminal, result, output);
            if (!result.Holds) exit = ExitCode.Refused;
        }

        return exit;
    }

    private static void Tell(Terminal terminal, SearchResult result, TimeSpan time)
    {
        var rate = (long)(result.States / Math.Max(0.001, time.TotalSeconds));
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        var verdict = result.Breach is { } breach ? $"BROKEN {breach.Invariant}: {breach.Detail}" : result.IsComplete ? "holds" : "incomplete";
        terminal.Result(
            new JsonObject
            {
                ["config"] = result.Settings.Name,
                ["verdict"] = result.Breach is not null ? "broken" : result.IsComplete ? "holds" : "incomplete",
                ["invariant"] = result.Breach?.Invariant,
                ["detail"] = result.Breach?.Detail,
                ["states"] = result.States,
                ["steps"] = result.Steps,
                ["depth"] = result.Depth,
                ["rows"] = result.Rows.Count,
                ["seconds"] = Math.Round(time.TotalSeconds, 1),
                ["statesPerSecond"] = rate,
                ["peakMemoryMiB"] = memory,
            },
            string.Create(CultureInfo.InvariantCulture,
                $"{result.Settings.Name,-26} {result.States,9} states {result.Steps,10} steps  depth {result.Depth,3}  {time.TotalSeconds,6:F1} s  {rate,7} states/s  {memory,5} MiB  {verdict}"));
    }

    private static void Show(Terminal terminal, SearchResult result, FileInfo? output)
    {
        var walk = Counterexample.Walk(result.Settings, result.Path);
        Show(terminal, walk);
        if (output is null) return;
        File.WriteAllLines(output.FullName, CounterexampleFile.Write(result));
        terminal.Say($"Written to {output.FullName}; walk it again with: secup explore --replay {output.FullName}");
    }

    private static void Show(Terminal terminal, Counterexample walk)
    {
        if (terminal.Json)
        {
            foreach (var step in walk.Steps) terminal.Emit(new JsonObject { ["action"] = step.Action.ToString(), ["state"] = step.State });
            return;
        }

        foreach (var line in walk.Transcript()) terminal.Say(line);
        terminal.Say("");
        foreach (var line in walk.Chart()) terminal.Say(line);
    }

    private static int Replay(Terminal terminal, FileInfo file)
    {
        var text = System.Text.Encoding.UTF8.GetString(Shared.ReadFile(file, 1 << 20));
        var read = CounterexampleFile.Read(text);
        if (read.Walk is not { } walk) throw CommandFailure.File(file.FullName, read.Error);
        Show(terminal, walk);
        if (walk.Breach is { } breach)
        {
            terminal.Result(new JsonObject { ["invariant"] = breach.Invariant, ["detail"] = breach.Detail }, $"Breaks {breach.Invariant}: {breach.Detail}");
            return ExitCode.Refused;
        }

        terminal.Result(new JsonObject { ["invariant"] = null }, "No invariant is broken on this way.");
        return ExitCode.Done;
    }
}
