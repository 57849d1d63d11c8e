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
/// <param name="Seed">Of all chance.</param>
/// <param name="Iterations">Most runs.</param>
public sealed record HuntOrder(Strategy Strategy, uint Seed, uint Iterations);

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
/// <param name="Standstills">Standstills that the same decisions did not bring again: the hand-over between Coyote's threads lost a race, not the scenario.</param>
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
    IReadOnlyList<string> Uncontrolled,
    int Standstills)
{
    /// <summary>Runs in a second.</summary>
    public double Rate => Iterations / Math.Max(0.001, Time.TotalSeconds);

    /// <summary>Both hunts as one: what broke in the second one, under its order, so that it is found again.</summary>
    internal HuntResult And(HuntResult next) => next with
    {
        Iterations = Iterations + next.Iterations,
        Paths = [.. Paths.Union(next.Paths)],
        MostSteps = Math.Max(MostSteps, next.MostSteps),
        Time = Time + next.Time,
        Uncontrolled = [.. Uncontrolled.Union(next.Uncontrolled).Order(StringComparer.Ordinal)],
        Standstills = Standstills + next.Standstills,
    };
}

/// <summary>Runs a scenario under Coyote's control until something breaks or the order is done.</summary>
public static class Hunt
{
    /// <summary>More standstills than this that the same decisions do not bring again are a finding about the scenario after all.</summary>
    public const int MostStandstills = 3;

    /// <summary>
    /// Hunts. What follows a task that <c>Task.WhenAny</c> waited for is entered by that task's thread after Coyote has given the turn away; when everything else
    /// pauses before it is (about once in 15 000 runs), Coyote takes the run for a deadlock. A real one depends on the decisions alone, so the decisions of a
    /// deadlock are taken again, and the hunt goes on with another seed when they end well.
    /// </summary>
    public static HuntResult Run(Scenario scenario, HuntOrder order)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(order);
        var result = RunOnce(scenario, order);
        while (result.Failure is not null && result.Standstills < MostStandstills && IsLostRace(scenario, result))
        {
            var left = order.Iterations - (uint)result.Iterations;
            result = result with { Standstills = result.Standstills + 1, Failure = null, Trace = null, Log = null };
            if (left == 0) break;
            result = result.And(RunOnce(scenario, order with { Seed = unchecked(order.Seed + ((uint)result.Standstills << 24)), Iterations = left }));
        }

        return result;
    }

    private static bool IsLostRace(Scenario scenario, HuntResult result) =>
        result.Failure!.StartsWith("Deadlock detected.", StringComparison.Ordinal) && Replay(scenario, result.Order, result.Trace!).Failure is null;

    private static HuntResult RunOnce(Scenario scenario, HuntOrder order) => Run(
        scenario,
        order,
        Controlled(scenario).With(order.Strategy).WithRandomGeneratorSeed(order.Seed).WithTestingIterations(order.Iterations));

    /// <summary>Takes the decisions of a former hunt again.</summary>
    public static HuntResult Replay(Scenario scenario, HuntOrder order, string trace)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(order);
        using var told = new StringWriter(CultureInfo.InvariantCulture);
        var result = Run(scenario, order, Controlled(scenario).With(order.Strategy).WithReproducibleTrace(trace).WithVerbosityEnabled(VerbosityLevel.Info), told);
        return result with { Log = result.Failure is null ? null : told.ToString() };
    }

    private static HuntResult Run(Scenario scenario, HuntOrder order, Configuration configuration, TextWriter? told = null)
    {
        var clock = Stopwatch.StartNew();
        using var engine = TestingEngine.Create(configuration, scenario.RunAsync);
        using var logger = new TextWriterLogger(told ?? TextWriter.Null, told is null ? VerbosityLevel.None : VerbosityLevel.Info);
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
            [.. report.UncontrolledInvocations.Order(StringComparer.Ordinal)],
            Standstills: 0);
    }

    private static UInt128 Digest(string path)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(path));
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static Configuration Controlled(Scenario scenario)
    {
        // Actors share nothing but by their cues: a decision at every access to a list would only cost time.
        var shares = scenario.Subject == Subject.Hosts;
        return Configuration.Create()
            .WithTelemetryEnabled(false)
            .WithMaxSchedulingSteps(scenario.MostSteps)
            // Actors do not block: a run that stands still is one that the machine has no time for.
            .WithDeadlockTimeout(shares ? 5_000u : 120_000u)
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
