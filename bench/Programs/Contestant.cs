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
    /// <summary>A round that does not count, then so many that do. A floor or a peer that fails is left out, with what it said; our own may not fail.</summary>
    public static IReadOnlyList<Measure> Run(
        string group, Unit unit, IReadOnlyList<Contestant> contestants, int rounds, ICollection<Absence> leftOut, Action<string> tell, CancellationToken cancel)
    {
        var running = contestants.Select(static contestant => (Contestant: contestant, Taken: new List<Sampled>())).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var one in running.ToList())
            {
                cancel.ThrowIfCancellationRequested();
                var (contestant, taken) = one;
                Sampled sample;
                try
                {
                    sample = contestant.Run(cancel);
                }
                catch (BenchException failure) when (contestant.Role != Role.Own)
                {
                    leftOut.Add(new Absence(group, contestant.Name, $"failed: {failure.Message}"));
                    running.Remove(one);
                    continue;
                }

                if (round > 0 || rounds == 0) taken.Add(sample);
                tell(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{group}: {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}, {contestant.Name}: {Reporting.Figures.Of(sample.Value, unit)}"));
            }
        }

        return [.. running.Select(one => Measure.Of(group, one.Contestant.Name, one.Contestant.Role, unit, [.. one.Taken.Select(static sample => sample.Value)]) with
        {
            Processor = one.Taken.All(static sample => sample.Processor is not null) ? one.Taken.Select(static sample => sample.Processor!.Value).Order().ElementAt(one.Taken.Count / 2) : null,
            Note = one.Contestant.Note,
        })];
    }
}
