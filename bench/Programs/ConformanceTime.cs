using SecUpIoT.Benchmarks.Measuring;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>How long the whole conformance suite takes, in all four roles, against the reference.</summary>
internal static class ConformanceTime
{
    /// <summary>Runs it once; it has to conform.</summary>
    public static Measure Run(IReadOnlyList<string> options, Action<string> tell, CancellationToken cancel)
    {
        using var scratch = new Scratch();
        var ended = ChildProcess.Succeed("dotnet", Secup.Arguments(["conformance", "run", "--out", scratch["results"], .. options]), cancel);
        tell($"conformance run: {Reporting.Figures.Of(ended.Wall, Unit.Seconds)}");
        return Measure.Of("conformance run", "secup conformance run", Role.Own, Unit.Seconds, [ended.Wall]) with
        {
            Processor = ended.Processor,
            Note = "all roles against the reference, reports written; as many roles at once as there are processors",
        };
    }
}
