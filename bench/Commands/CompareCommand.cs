using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecUpIoT.Benchmarks.Comparing;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Benchmarks.Programs;
using SecUpIoT.Benchmarks.Reporting;

namespace SecUpIoT.Benchmarks.Commands;

/// <summary>Two checkouts, measured in turn.</summary>
internal static class CompareCommand
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        // What only one of the two has is no ratio.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Create()
    {
        var before = new Argument<string>("base") { Description = "The folder of a checkout, or a revision." };
        var head = new Argument<string>("head") { Description = "The same; this checkout unless given.", DefaultValueFactory = static _ => Checkout.Root() };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = static _ => 6 };
        var threshold = new Option<double>("--threshold") { Description = "From which ratio on a change counts.", DefaultValueFactory = static _ => Judgement.UsualThreshold };
        var json = new Option<bool>("--json") { Description = "Print the comparison as JSON." };
        var (filter, install) = (Interruptible.FilterOption(), InstallOption());
        var command = new Command(
            "compare",
            """
            Build two checkouts and measure them in turn in one run; show head's time as a ratio of base's, and what either allocates. Revisions are measured by the benchmarks
            of this checkout, folders by their own.
            Exit code 0: nothing became slower; 1: something did, by more than the threshold; 3: one of the two cannot be built or measured.

            Examples:
              compare HEAD~1
              compare main ../other-checkout --filter "64 KiB" --threshold 1.05
              compare HEAD~3 --filter none --install 256
            """)
        {
            before, head, rounds, threshold, filter, install, json,
        };
        command.Runs((parsed, cancel) =>
        {
            if (parsed.GetValue(threshold) <= 1) throw new BenchException($"Expected a threshold above 1, but got {parsed.GetValue(threshold)}.");
            if (parsed.GetValue(rounds) < 1) throw new BenchException($"Expected a number from 1 on for --rounds, but got {parsed.GetValue(rounds)}.");
            if (parsed.GetValue(install) is not > 0) Interruptible.Demand(parsed.GetValue(filter) ?? []);
            List<string> options = [.. (parsed.GetValue(filter) ?? []).SelectMany(static part => (string[])["--filter", part]), .. parsed.GetValue(install) is > 0 and var size ? (string[])["--install", $"{size}"] : []];
            var compared = Compare(parsed.GetRequiredValue(before), parsed.GetRequiredValue(head), options, parsed.GetValue(rounds), parsed.GetValue(threshold), cancel);
            foreach (var line in parsed.GetValue(json) ? [JsonSerializer.Serialize(compared, Readable)] : Lines(compared)) Console.WriteLine(line);
            return compared.Any(static one => one.IsRegression()) ? BenchExit.Regression : BenchExit.Done;
        });
        return command;
    }

    /// <summary>One sample of everything that is compared: what 'compare' asks each of the two builds for.</summary>
    public static Command CreateSample()
    {
        var output = new Option<string>("--out") { Description = "The JSON file for the sample.", Required = true };
        var (filter, install) = (Interruptible.FilterOption(), InstallOption());
        var command = new Command("sample", "Take one quick sample of our own measures; 'compare' calls it in each build.") { filter, install, output };
        command.Runs((parsed, cancel) =>
        {
            var taken = new List<Measure>();
            QuickRun.Measure(Interruptible.Filter(parsed.GetValue(filter) ?? []), TimeSpan.FromMilliseconds(60), taken.Add, cancel);
            if (parsed.GetValue(install) is > 0 and var size)
            {
                using var run = new InstallRun(size);
                taken.AddRange(run.RunOwn(Session.Tell, cancel));
            }

            (ResultFile.Begin() with { Measures = taken }).Write(parsed.GetRequiredValue(output));
            return BenchExit.Done;
        });
        return command;
    }

    private static Option<int> InstallOption() => new("--install") { Description = "Also install an image of so many MiB by secup device." };

    private static IReadOnlyList<Compared> Compare(string before, string head, IReadOnlyList<string> options, int rounds, double threshold, CancellationToken cancel)
    {
        using var scratch = new Scratch();
        using var old = Build.Prepare(before, scratch, Session.Tell, cancel);
        using var now = Build.Prepare(head, scratch, Session.Tell, cancel);
        var (olds, news) = (new List<Measure>(), new List<Measure>());
        for (var round = 1; round <= rounds; round++)
        {
            Session.Tell($"round {round} of {rounds}");
            // Who begins changes, so that neither is always the one that finds the machine warm.
            var order = round % 2 == 1 ? (ReadOnlySpan<(Build, List<Measure>)>)[(old, olds), (now, news)] : [(now, news), (old, olds)];
            foreach (var (build, samples) in order)
            {
                build.Sample(options, scratch["sample.json"], cancel);
                samples.AddRange(ResultFile.Read(scratch["sample.json"]).Measures);
            }
        }

        return Judgement.Judge(olds, news, threshold);
    }

    private static IEnumerable<string> Lines(IReadOnlyList<Compared> compared)
    {
        yield return $"{"measure",-66} {"head/base",9} {"least",7} {"most",7}  {"allocated",-24} ";
        foreach (var one in compared)
        {
            var allocated = one.AllocatedBase is { } old && one.AllocatedHead is { } now ? $"{Figures.Bytes(old)} -> {Figures.Bytes(now)}" : "";
            yield return one.Change == Change.Alone
                ? $"{one.Id,-66} only in one of the two"
                : $"{one.Id,-66} {Figures.Digits(one.Ratio),9} {Figures.Digits(one.Least),7} {Figures.Digits(one.Most),7}  {allocated,-24} {Word(one.Change)}";
        }

        yield return $"{compared.Count(static one => one.IsRegression())} regressions, {compared.Count(static one => one.Change == Change.Faster)} faster, of {compared.Count}";
    }

    private static string Word(Change change) => change switch { Change.Slower => "SLOWER", Change.AllocatesMore => "ALLOCATES MORE", Change.Faster => "faster", _ => "" };
}
