namespace SecUpIoT.Model.Tests;

/// <summary>The model alone: its invariants hold in every standard configuration, and a model with a fault is found out.</summary>
public sealed class ModelTests
{
    [SkippableFact]
    public async Task Every_invariant_holds_in_every_standard_configuration_and_every_row_is_taken_or_explained()
    {
        SpinTools.Need();

        var ran = await SpinTools.ScriptAsync("check.sh", "--unreached");

        Assert.True(ran.ExitCode == 0, ran.All);
        var lines = ran.Output.Split('\n');
        Assert.All(Standard(), name => Assert.Contains(lines, line =>
            (line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + ".I_", StringComparison.Ordinal)) && line.EndsWith("complete", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Every_mutant_is_found_by_the_invariant_that_it_breaks()
    {
        SpinTools.Need();

        var ran = await SpinTools.ScriptAsync("mutants.sh", "--check");

        Assert.True(ran.ExitCode == 0, ran.All);
        var mutants = File.ReadLines(Path.Combine(SpinTools.Model, "mutants.txt")).Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.NotEmpty(mutants);
        Assert.All(mutants, mutant => Assert.Contains($"| {mutant.Split('|')[0].Trim()} | ", ran.Output, StringComparison.Ordinal));
    }

    private static List<string> Standard()
    {
        var words = File.ReadLines(Path.Combine(SpinTools.Model, "configurations.txt")).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var standard = words.Where(word => word[3] is "standard" or "liveness").Select(word => word[0]).ToList();
        Assert.NotEmpty(standard);
        return standard;
    }
}
