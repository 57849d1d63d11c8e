using System.CommandLine;
using SecUpIoT.Fuzz.Engine;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Commands;

/// <summary>run TARGET|GROUP.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    public static Command Make()
    {
        var json = CommandLine.JsonOption();
        var name = new Argument<string>("TARGET|GROUP") { Description = "A target, a group, or all." };
        var minutes = new Option<double>("--minutes") { Description = "For all of it together; the targets of a group share the time.", DefaultValueFactory = static _ => 5 };
        var seed = new Option<int>("--seed") { Description = "Seed of the random numbers.", DefaultValueFactory = static _ => 1 };
        var jobs = new Option<int>("--jobs") { Description = "Targets at the same time.", DefaultValueFactory = static _ => 1 };
        var command = new Command("run", "Fuzz with libFuzzer, guided by coverage. Ctrl-C ends it in order. Example: dotnet run --project tools/Fuzz -- run wire --minutes 30 --seed 7")
        {
            name, minutes, seed, jobs, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(
            AllTargets.Find(parsed.GetRequiredValue(name)), parsed.GetValue(minutes), parsed.GetValue(seed), Math.Max(1, parsed.GetValue(jobs)), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(IReadOnlyList<FuzzTarget> targets, double minutes, int seed, int jobs, bool json, CancellationToken cancellation)
    {
        if (targets.Count == 0) return CommandLine.Fail($"Expected a target, a group ({string.Join(", ", AllTargets.Groups)}) or all; 'list' shows the targets.");
        if (minutes <= 0) return CommandLine.Fail("Expected a number of minutes above 0.");
        string driver, program;
        try
        {
            (driver, program) = CommandLine.Prepare();
        }
        catch (FuzzingException exception)
        {
            return CommandLine.Fail(exception.Message);
        }

        var share = TimeSpan.FromMinutes(minutes * Math.Min(jobs, targets.Count) / targets.Count);
        var results = new List<RunResult>();
        var failures = new List<string>();
        Parallel.ForEach(targets, new ParallelOptions { MaxDegreeOfParallelism = jobs }, target =>
        {
            if (cancellation.IsCancellationRequested) return;
            try
            {
                using var run = new LibFuzzerRun(target, seed, driver, program);
                using var beat = new Timer(_ => Show(run.Now, json, final: false), null, Beat, Beat);
                var result = run.Run(share, cancellation);
                lock (results) results.Add(result);
                Show(result, json, final: true);
            }
            catch (FuzzingException exception)
            {
                lock (failures) failures.Add(exception.Message);
            }
        });
        File.AppendAllLines(Path.Combine(Repository.Work, "results.txt"), results.Select(static result => result.ToString()));
        foreach (var group in results.GroupBy(static result => result.Group))
        {
            var (executions, seconds) = (group.Sum(static result => result.Executions), group.Sum(static result => result.Seconds));
            var whole = new RunResult("(all)", group.Key, seed, Math.Round(seconds, 1), executions, group.Sum(static result => result.Branches), group.Sum(static result => result.Corpus), group.Sum(static result => result.Findings));
            Show(whole, json, final: true);
        }

        foreach (var target in targets.Where(static target => Directory.Exists(LibFuzzerRun.FindingsOf(target))))
        {
            foreach (var file in Directory.EnumerateFiles(LibFuzzerRun.FindingsOf(target), "*.txt")) Tell($"{Path.ChangeExtension(file, ".bin")}\n  {File.ReadAllText(file).TrimEnd()}");
        }

        if (failures.Count > 0) return CommandLine.Fail(string.Join("\n", failures));
        return results.Any(static result => result.Findings > 0) ? CommandLine.Found : CommandLine.Done;
    }

    private static void Tell(string sentence) => Console.Error.WriteLine(sentence);

    private static void Show(RunResult result, bool json, bool final)
    {
        if (json) CommandLine.Write(new { final, result });
        else Console.WriteLine($"{(final ? "done " : "     ")}{result.Group,-10}{result.Target,-20}{result.Seconds,8:0} s {result.Executions,11} executions {result.PerSecond,8:0}/s {result.Branches,6} branches {result.Corpus,6} corpus {result.Findings,4} findings");
    }
}
