using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Coyote;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.SystematicTesting;

namespace SecUpIoT.Interleavings.Hunting;

/// <summary>How long and by which chance a scenario is hunted.</summary>
/// <param name="Strategy">Who decides.</param>
/// <param name="Seed">Of all chance. The first run has this seed, and each further run the next one.</param>
/// <param name="Iterations">Most runs.</param>
public sealed record HuntOrder(Strategy Strategy, uint Seed, uint Iterations)
{
    /// <summary>Most runs of a turn of a long hunt.</summary>
    public const uint MostInTurn = 65_536;

    /// <summary>
    /// The seed of one of several hunts. Because each run takes the next seed, hunts whose seeds lie close together would repeat each other's runs, and so would
    /// those of one seed under two strategies: Fair begins as Prioritised does.
    /// </summary>
    public static uint SeedOfTurn(uint first, uint turn) => unchecked(first + turn * (MostInTurn + 1));
}

/// <summary>What a hunt found.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Order">How it was hunted.</param>
/// <param name="Iterations">Runs.</param>
/// <param name="Paths">The different interleavings among them, each as 128 bits of its digest.</param>
/// <param name="MostSteps">Decisions of the longest run.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Failure">What broke in the last run; null when nothing did.</param>
/// <param name="Trace">The decisions that lead to it, as Coyote replays them; null when nothing broke.</param>
/// <param name="Log">What happened in the failing run.</param>
/// <param name="Uncontrolled">Calls that Coyote could not decide over: the orders that they bring are not explored.</param>
public sealed record HuntResult(
    string Scenario,
    HuntOrder Order,
    int Iterations,
    IReadOnlyCollection<UInt128> Paths,
    int MostSteps,
    TimeSpan Time,
    string? Failure,
    string? Trace,
    string? Log,
    IReadOnlyList<string> Uncontrolled)
{
    /// <summary>Runs in a second.</summary>
    public double Rate => Iterations / Math.Max(0.001, Time.TotalSeconds);
}

/// <summary>Runs a scenario under Coyote's control until something breaks or the order is done.</summary>
public static class Hunt
{
    /// <summary>Hunts.</summary>
    public static HuntResult Run(Scenario scenario, HuntOrder order)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(order);
        return Run(scenario, order, Chosen(scenario, order));
    }

    /// <summary>
    /// How often a thread that Coyote does not know took part in a hunt: one of the pool, say, to which the runtime gives what follows a task. When it does so
    /// is chance that no seed decides over, so a hunt with such a step is neither systematic nor can it be replayed. A hunt that is asked for this is slow.
    /// </summary>
    public static int ForeignSteps(Scenario scenario, HuntOrder order)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(order);
        using var told = new StringWriter(CultureInfo.InvariantCulture);
        Run(scenario, order, Chosen(scenario, order).WithVerbosityEnabled(VerbosityLevel.Debug), told, VerbosityLevel.Debug);
        return told.ToString().Split('\n').Count(static line => line.Contains(" in uncontrolled thread ", StringComparison.Ordinal));
    }

    /// <summary>
    /// Takes the decisions of a former hunt again. Where they do not fit the code, because it has changed or another component is in its place, nothing is known:
    /// <c>Misfit</c> says where that was.
    /// </summary>
    public static (HuntResult Result, string? Misfit) Replay(Scenario scenario, HuntOrder order, string trace)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(order);
        using var told = new StringWriter(CultureInfo.InvariantCulture);
        var configuration = Controlled(scenario).With(order.Strategy).WithReproducibleTrace(trace).WithVerbosityEnabled(VerbosityLevel.Info);
        var result = Run(scenario, order, configuration, told, VerbosityLevel.Info);
        var misfit = told.ToString().Split('\n').FirstOrDefault(static line => line.Contains(" is not reproducible at execution step ", StringComparison.Ordinal));
        return (result with { Log = result.Failure is null ? null : told.ToString() }, misfit?.Trim());
    }

    private static HuntResult Run(Scenario scenario, HuntOrder order, Configuration configuration, TextWriter? told = null, VerbosityLevel verbosity = VerbosityLevel.None)
    {
        var clock = Stopwatch.StartNew();
        using var engine = TestingEngine.Create(configuration, scenario.RunAsync);
        // Threads that Coyote does not know write at once with those that it does.
        using var logger = new TextWriterLogger(TextWriter.Synchronized(told ?? TextWriter.Null), verbosity);
        engine.SetLogger(logger);
        if (scenario.Subject == Subject.Hosts && !engine.IsTestRewritten())
        {
            throw new InvalidOperationException(
                "Expected rewritten assemblies in the output folder, but these are as compiled: build tests/Interleavings anew.");
        }

        var iterations = 0;
        engine.RegisterEndIterationCallBack(_ => iterations++);
        engine.Run();
        var report = engine.TestReport;
        if (report.InternalErrors.Count > 0) throw new InvalidOperationException($"Coyote failed: {string.Join("; ", report.InternalErrors)}");
        return new(
            scenario.Name,
            order,
            iterations,
            [.. report.CoverageInfo.ExploredPaths.Select(Digest)],
            Math.Max(report.MaxExploredFairSteps, report.MaxExploredUnfairSteps),
            clock.Elapsed,
            report.NumOfFoundBugs == 0 ? null : string.Join('\n', report.BugReports),
            report.NumOfFoundBugs == 0 ? null : engine.ReproducibleTrace,
            report.NumOfFoundBugs == 0 ? null : engine.ReadableTrace,
            [.. report.UncontrolledInvocations.Order(StringComparer.Ordinal)]);
    }

    private static UInt128 Digest(string path)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(path));
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static Configuration Chosen(Scenario scenario, HuntOrder order) =>
        Controlled(scenario).With(order.Strategy).WithRandomGeneratorSeed(order.Seed).WithTestingIterations(order.Iterations);

    private static Configuration Controlled(Scenario scenario)
    {
        // Actors share nothing but by their cues: a decision at every access to a list would only cost time.
        var shares = scenario.Subject == Subject.Hosts;
        return Configuration.Create()
            .WithTelemetryEnabled(false)
            .WithMaxSchedulingSteps(scenario.MostSteps)
            // Coyote sees a deadlock by what is left to decide; a run in which nothing happens is one that the machine has no time for.
            .WithDeadlockTimeout(120_000)
            .WithPotentialDeadlocksReportedAsBugs(true)
            .WithPartiallyControlledConcurrencyAllowed(false)
            .WithSystematicFuzzingFallbackEnabled(false)
            .WithTestIterationsRunToCompletion(false)
            .WithCollectionAccessRaceCheckingEnabled(shares)
            .WithLockAccessRaceCheckingEnabled(shares)
            .WithAtomicOperationRaceCheckingEnabled(shares)
            .WithVolatileOperationRaceCheckingEnabled(shares);
    }
}
