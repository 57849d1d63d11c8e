using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>One way to do the work of a group, measured in turn with the others.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="Role">What it is to the others.</param>
/// <param name="Run">Does the work once.</param>
internal sealed record Contestant(string Name, Role Role, Func<CancellationToken, Sampled> Run)
{
    /// <summary>What is to be known about its figure.</summary>
    public string Note { get; init; } = "";
}

/// <summary>One sample: the figure, and the processor time of all that took part, in seconds.</summary>
internal readonly record struct Sampled(double Value, double? Processor);

/// <summary>Lets contestants do their work in turn, so that what changes on the machine meanwhile meets all of them.</summary>
internal static class Contest
{
    /// <summary>A round that does not count, then so many that do.</summary>
    public static IReadOnlyList<Measure> Run(string group, Unit unit, IReadOnlyList<Contestant> contestants, int rounds, Action<string> tell, CancellationToken cancel)
    {
        var samples = contestants.Select(static _ => new List<Sampled>()).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (contestant, taken) in contestants.Zip(samples))
            {
                cancel.ThrowIfCancellationRequested();
                var sample = contestant.Run(cancel);
                if (round > 0 || rounds == 0) taken.Add(sample);
                tell(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{group}: {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}, {contestant.Name}: {Reporting.Figures.Of(sample.Value, unit)}"));
            }
        }

        return [.. contestants.Zip(samples, (contestant, taken) =>
            Measure.Of(group, contestant.Name, contestant.Role, unit, [.. taken.Select(static one => one.Value)]) with
            {
                Processor = taken.All(static one => one.Processor is not null) ? taken.Select(static one => one.Processor!.Value).Order().ElementAt(taken.Count / 2) : null,
                Note = contestant.Note,
            })];
    }
}
