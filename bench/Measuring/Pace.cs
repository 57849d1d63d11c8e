namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>How long a benchmark is measured.</summary>
/// <param name="WarmUps">Iterations that do not count.</param>
/// <param name="Iterations">Iterations that do.</param>
/// <param name="Iteration">How long one takes, about.</param>
internal sealed record Pace(int WarmUps, int Iterations, TimeSpan Iteration)
{
    /// <summary>Long enough for a figure; a class that is run with many messages gets a quarter of the time, because what it measures takes nanoseconds and never waits for a disk.</summary>
    public static Pace Careful(Type type) => new(3, 7, TimeSpan.FromMilliseconds(Subject.ParametersOf(type).Skip(1).Any() ? 25 : 100));

    /// <summary>Long enough to see that it runs.</summary>
    public static Pace Quick { get; } = new(1, 2, TimeSpan.FromMilliseconds(1));
}
