using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings;

/// <summary>What a failing test says: the seed, the file that replays it, what broke and how it came to it.</summary>
internal static class Failed
{
    public static string Text(HuntResult result, string? bug)
    {
        if (result.Failure is null) return "";
        var file = Path.Combine(Path.GetTempPath(), $"interleaving-{result.Scenario.Replace('/', '-')}-{result.Order.Strategy}-{result.Order.Seed}.json");
        File.WriteAllText(file, Counterexample.Of(result, bug).Write());
        return $"""
            {result.Scenario}, {result.Order.Strategy}, seed {result.Order.Seed}, run {result.Iterations}: {result.Failure}
            Again: dotnet run --project src/Cli -- explore --replay {file}
            {result.Log}
            """;
    }
}
