using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using SecUpIoT.Benchmarks.Programs;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>
/// Measures with BenchmarkDotNet, within this process: the projects that it would generate otherwise fall under this repository's rules for projects (locked packages, one
/// folder for artifacts) and do not build.
/// </summary>
internal static class CarefulRun
{
    /// <summary>Measures one benchmark: BenchmarkDotNet cannot be interrupted, so that it is asked for no more at a time.</summary>
    public static Measure Measure(Type type, string id, Pace pace, string artifacts, bool showLog)
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(pace.WarmUps).WithIterationCount(pace.Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(pace.Iteration.TotalMilliseconds)).WithEvaluateOverhead(false);
        var config = new ManualConfig()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(showLog ? ConsoleLogger.Default : NullLogger.Instance)
            .AddFilter(new SimpleFilter(benchmark => IdOf(benchmark) == id))
            .WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        return BenchmarkRunner.Run(type, config).Reports is [var report] ? Of(report) : throw new BenchException($"{id}: expected figures, but BenchmarkDotNet did not run it. Run it alone with --log.");
    }

    private static Measure Of(BenchmarkReport report)
    {
        var (group, role) = PlaceOf(report.BenchmarkCase);
        if (report.ResultStatistics is not { } statistics)
            throw new BenchException($"{IdOf(report.BenchmarkCase)}: expected figures, but the benchmark failed: {string.Join(' ', report.ExecuteResults.SelectMany(static result => result.Errors))} Run it alone with --log.");
        return new Measure(group, report.BenchmarkCase.Descriptor.WorkloadMethod.Name, role, Unit.Nanoseconds, statistics.Median, statistics.Min, statistics.Max, statistics.N)
        {
            Allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase),
        };
    }

    private static string IdOf(BenchmarkCase benchmark) => $"{PlaceOf(benchmark).Group}: {benchmark.Descriptor.WorkloadMethod.Name}";

    private static (string Group, Role Role) PlaceOf(BenchmarkCase benchmark) =>
        Subject.GroupOf(benchmark.Descriptor.WorkloadMethod, benchmark.HasParameters ? benchmark.Parameters.Items[0].Value?.ToString() ?? "" : "");
}
