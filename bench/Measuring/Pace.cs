namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>How long a benchmark is measured.</summary>
/// <param name="WarmUps">Iterations that do not count.</param>
/// <param name="Iterations">Iterations that do.</param>
/// <param name="Iteration">How long one takes, about.</param>
internal sealed record Pace(int WarmUps, int Iterations, TimeSpan Iteration)
{
    /// <summary>
    /// Long enough for a figure. A class that is run with many messages gets shorter iterations, because what it measures takes nanoseconds and never waits for a disk; its
    /// warm-up is as long as the others', because the runtime takes as long to compile it well.
    /// </summary>
    public static Pace Careful(Type type) => Subject.ParametersOf(type).Skip(1).Any() ? new(12, 7, TimeSpan.FromMilliseconds(25)) : new(3, 7, TimeSpan.FromMilliseconds(100));

    /// <summary>Long enough to see that it runs.</summary>
    public static Pace Quick { get; } = new(1, 2, TimeSpan.FromMilliseconds(1));
}
