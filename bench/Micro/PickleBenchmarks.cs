using System.Reflection;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;
using Role = SecUpIoT.Benchmarks.Measuring.Role;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// What the pickle runner costs for each step: a scenario of 200 steps that do nothing, its own begin and end included. The floor matches the sentence and calls the method
/// that stands behind it.
/// </summary>
[MemoryDiagnoser]
public partial class PickleBenchmarks
{
    private const int Steps = 200;

    private static readonly MethodInfo Call = typeof(EmptyLaboratory).GetMethod(nameof(EmptyLaboratory.Call))!;

    private readonly PickleRunner _runner;
    private readonly Pickle _pickle;
    private readonly Implementation _implementation;

    /// <summary>One runner, one scenario.</summary>
    public PickleBenchmarks()
    {
        var steps = string.Concat(Enumerable.Range(1, Steps - 1).Select(static number => $"\n    Given nothing is done for the {number}th time"));
        _pickle = PickleReader.Read("bench", $"@role:device-core\nFeature: F\n\n  @tp:T\n  Scenario: S{steps}\n    Then that was all\n")[0];
        _implementation = References.Attach(_pickle);
        _runner = new PickleRunner(typeof(PickleBenchmarks).Assembly, _ => new EmptyLaboratory(_implementation));
    }

    /// <summary>Ends what was attached.</summary>
    [GlobalCleanup]
    public void Clear()
    {
        _runner.Dispose();
        _implementation.Dispose();
    }

    /// <summary>Through the runner.</summary>
    [Benchmark(OperationsPerInvoke = Steps), Group("step of a scenario")]
    public int RunStep()
    {
        var result = _runner.Run(_pickle);
        return result.Verdict == Verdict.Pass ? result.Executed : throw new InvalidOperationException($"{result.Verdict}: {result.Message}");
    }

    /// <summary>A regular expression and a call by reflection.</summary>
    [Benchmark(OperationsPerInvoke = Steps), Group("step of a scenario", Role.Floor)]
    public int MatchAndCall()
    {
        using var laboratory = new EmptyLaboratory(_implementation);
        foreach (var step in _pickle.Steps)
        {
            if (Sentence().Match(step.Text) is { Success: true }) Call.Invoke(laboratory, null);
        }

        return laboratory.Calls;
    }

    [GeneratedRegex("^nothing is done for the (.+) time$")]
    private static partial Regex Sentence();
}
