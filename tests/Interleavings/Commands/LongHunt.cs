using System.Diagnostics;
using System.Globalization;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Commands;

/// <summary>Hunts scenario after scenario, strategy after strategy, with new seeds in every round, until something breaks or the time is over.</summary>
internal sealed class LongHunt(
    IReadOnlyList<Scenario> scenarios, string? bug, IReadOnlyList<Strategy> strategies, TimeSpan most, uint seed, FileInfo output, Telling telling)
{
    // A hunt cannot be stopped in the middle, so it is cut into turns of about this long.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Tally> _tallies = scenarios.ToDictionary(scenario => scenario.Name, scenario => new Tally(scenario.Name));

    public static LongHunt Of(Order order, Telling telling)
    {
        var seeded = Scenarios.Bugs.FirstOrDefault(known => known.Name == order.Bug);
        Scenario[] chosen = seeded is not null
            ? [seeded.Scenario]
            : order.Scenarios is { Count: > 0 } names ? [.. names.Distinct().Select(name => Scenarios.Find(name)!)] : [.. Scenarios.All];
        var strategies = order.Strategies is { Count: > 0 } named ? [.. named.Distinct()] : Enum.GetValues<Strategy>();
        return new(chosen, seeded?.Name, strategies, TimeSpan.FromMinutes(order.Minutes), order.Seed, new FileInfo(order.File ?? "interleaving.json"), telling);
    }

    public int Run(CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var each = new TimeSpan(Math.Min(Turn.Ticks, most.Ticks / (scenarios.Count * strategies.Count)));
        for (var round = 0u; ; round++)
        {
            foreach (var scenario in scenarios)
            {
                for (var at = 0; at < strategies.Count; at++)
                {
                    var left = most - clock.Elapsed;
                    if (left < TimeSpan.FromMilliseconds(50) || cancel.IsCancellationRequested)
                    {
                        Tell();
                        if (cancel.IsCancellationRequested) telling.Say("Stopped.");
                        return cancel.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Done;
                    }

                    var tally = _tallies[scenario.Name];
                    var seedOfTurn = HuntOrder.SeedOfTurn(seed, unchecked(round * (uint)strategies.Count + (uint)at));
                    var order = new HuntOrder(strategies[at], seedOfTurn, RunsWithin(each < left ? each : left, tally));
                    var result = Hunt.Run(scenario, order);
                    tally.Add(result);
                    telling.Progress(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{scenario.Name} {order.Strategy} seed {order.Seed}: {result.Iterations} runs, {result.Paths.Count} unique, {result.Rate:F0}/s; {clock.Elapsed:hh\\:mm\\:ss} of {most:hh\\:mm\\:ss}"));
                    if (result.Failure is not null) return Broken(result);
                }
            }
        }
    }

    private static uint RunsWithin(TimeSpan time, Tally tally) => tally.Runs == 0 ? 50 : (uint)Math.Clamp(tally.Rate * time.TotalSeconds, 1, HuntOrder.MostInTurn);

    private int Broken(HuntResult result)
    {
        Tell();
        var found = Counterexample.Of(result, bug);
        try
        {
            File.WriteAllText(output.FullName, found.Write());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            telling.Fail($"{output.FullName}: expected a file that can be written, but: {exception.Message}");
        }

        foreach (var line in result.Log!.TrimEnd().Split('\n').TakeLast(200)) telling.Say(line);
        telling.Result(
            new { broken = result.Scenario, bug, strategy = result.Order.Strategy.ToString(), seed = result.Order.Seed, iteration = result.Iterations, failure = result.Failure, file = output.FullName },
            $"""
            Broken: {result.Scenario}, {result.Order.Strategy}, seed {result.Order.Seed}, run {result.Iterations}
            {result.Failure}
            Written to {output.FullName}; take its decisions again with: secup explore --replay {output.FullName}
            """);
        return ExitCodes.Broken;
    }

    private void Tell()
    {
        foreach (var tally in _tallies.Values.Where(static tally => tally.Runs > 0))
        {
            telling.Result(
                new { scenario = tally.Scenario, runs = tally.Runs, unique = tally.Unique, mostSteps = tally.MostSteps, seconds = Math.Round(tally.Time.TotalSeconds, 1), runsPerSecond = Math.Round(tally.Rate) },
                string.Create(CultureInfo.InvariantCulture, $"{tally.Scenario,-52} {tally.Runs,9} runs {tally.Unique,9} unique  longest {tally.MostSteps,5}  {tally.Time.TotalSeconds,7:F1} s  {tally.Rate,6:F0}/s"));
        }
    }
}
