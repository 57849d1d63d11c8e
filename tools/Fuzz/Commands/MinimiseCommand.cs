using System.CommandLine;
using SecUpIoT.Fuzz.Engine;
using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Commands;

/// <summary>minimise TARGET|GROUP.</summary>
internal static class MinimiseCommand
{
    private const int MostKept = 6 * 1024;
    private const int MostInput = 512;

    public static Command Make()
    {
        var name = new Argument<string>("TARGET|GROUP") { Description = "A target, a group, or all." };
        var keep = new Option<bool>("--keep") { Description = "Write what the corpus adds to the seeds to tools/Fuzz/Corpus, and shrunken findings to tools/Fuzz/Findings." };
        var command = new Command("minimise", "Reduce the corpus of earlier runs to what adds a branch, and shrink findings. Example: dotnet run --project tools/Fuzz -- minimise wire --keep") { name, keep };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(AllTargets.Find(parsed.GetRequiredValue(name)), parsed.GetValue(keep), cancellation)));
        return command;
    }

    private static int Run(IReadOnlyList<FuzzTarget> targets, bool keep, CancellationToken cancellation)
    {
        if (targets.Count == 0) return CommandLine.Fail("Expected a target, a group or all; 'list' shows the targets.");
        try
        {
            var (driver, program) = CommandLine.Prepare();
            foreach (var target in targets) One(target, driver, program, keep, cancellation);
            return CommandLine.Done;
        }
        catch (FuzzingException exception)
        {
            return CommandLine.Fail(exception.Message);
        }
    }

    private static void One(FuzzTarget target, string driver, string program, bool keep, CancellationToken cancellation)
    {
        var findings = Findings(target).ToList();
        foreach (var (file, input, shrunken) in findings)
        {
            Console.WriteLine($"{target.Name}: {Path.GetFileName(file)}: {input.Length} bytes, {shrunken.Length} when shrunken");
            if (!keep) continue;
            Directory.CreateDirectory(Path.Combine(Repository.Findings, target.Name));
            File.WriteAllBytes(Path.Combine(Repository.Findings, target.Name, Path.GetFileName(file)), shrunken);
        }

        if (!Directory.Exists(LibFuzzerRun.CorpusOf(target))) return;
        using var run = new LibFuzzerRun(target, 1, driver, program);
        var merged = run.Merge(cancellation);
        var known = SeedFolder.All(target).Select(static seed => Convert.ToBase64String(seed.Input)).ToHashSet();
        var added = Directory.EnumerateFiles(merged).Select(File.ReadAllBytes).Where(static input => input.Length is > 0 and <= MostInput).OrderBy(static input => input.Length)
            .Select(Convert.ToBase64String).Where(line => !known.Contains(line)).ToList();
        var lines = Thin([.. SeedFolder.Corpus(target).Select(static kept => Convert.ToBase64String(kept.Input)).Concat(added).OrderBy(static line => line.Length)]);
        Console.WriteLine($"{target.Name}: {Directory.EnumerateFiles(merged).Count()} inputs add a branch, {added.Count} of at most {MostInput} bytes are no seeds, {lines.Count} are kept");
        if (keep && lines.Count > 0) File.WriteAllLines(Path.Combine(Repository.Corpus, target.Name + ".txt"), lines.Prepend($"# Inputs of {target.Decoder} that take branches no seed takes; base64, one a line; written by: minimise {target.Name} --keep"));
    }

    // Evenly over the sizes: short inputs show how a decoder ends, long ones how far it comes.
    private static List<string> Thin(List<string> lines)
    {
        var part = Math.Min(1.0, MostKept / (1.0 + lines.Sum(static line => line.Length + 1)));
        return [.. lines.Where((_, index) => (int)(index * part) != (int)((index + 1) * part))];
    }

    private static IEnumerable<(string File, byte[] Input, byte[] Shrunken)> Findings(FuzzTarget target)
    {
        if (!Directory.Exists(LibFuzzerRun.FindingsOf(target))) yield break;
        foreach (var file in Directory.EnumerateFiles(LibFuzzerRun.FindingsOf(target), "*.bin").Order(StringComparer.Ordinal).ToList())
        {
            var input = File.ReadAllBytes(file);
            // What takes the process down cannot be tried in this one; it is kept as it is.
            if (Path.GetFileName(file).StartsWith(nameof(Oracles.Oracle.Survival), StringComparison.Ordinal)) yield return (file, input, input);
            else if (target.Examine(input) is { } breach) yield return (file, input, Shrinking.Of(target, input, breach));
        }
    }
}
