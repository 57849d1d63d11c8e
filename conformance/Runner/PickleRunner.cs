using System.Collections.Specialized;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Verdicts;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Runner;

/// <summary>
/// Executes pickles through SpecFlow's own test runner. A step that has no binding, or more than one, is the suite's error; so is a pickle of which
/// not every step was executed, or in which nothing was compared. One for each thread.
/// </summary>
public sealed class PickleRunner : IDisposable
{
    private static int _instances;

    private readonly ITestRunner _runner;
    private readonly Func<Pickle, Laboratory> _laboratory;

    /// <summary>A runner for the bindings of one assembly.</summary>
    /// <param name="bindings">Where the step bindings are.</param>
    /// <param name="laboratory">Makes the laboratory that the bindings of a scenario call; it is disposed of after the scenario.</param>
    public PickleRunner(Assembly bindings, Func<Pickle, Laboratory> laboratory)
    {
        _laboratory = laboratory;
        var manager = TestRunnerManager.GetTestRunnerManager(bindings, new SuiteContainerBuilder());
        _runner = manager.GetTestRunner(Interlocked.Increment(ref _instances));
    }

    /// <summary>Executes one pickle.</summary>
    public ScenarioResult Run(Pickle pickle)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        var clock = Stopwatch.StartNew();
        try
        {
            using var laboratory = _laboratory(pickle);
            return Run(pickle, laboratory) with { Took = clock.Elapsed };
        }
        catch (Exception exception) when (Lost(exception) is { } cause)
        {
            return new ScenarioResult(pickle, Verdict.Inconclusive, cause, $"before the first step: {exception.Message}", 0, [], [], [])
            {
                Took = clock.Elapsed,
                Fault = FaultOf(exception),
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.OnTestRunEnd();

    private ScenarioResult Run(Pickle pickle, Laboratory laboratory)
    {
        string[] tags = [.. pickle.Tags];
        _runner.OnFeatureStart(new FeatureInfo(CultureInfo.GetCultureInfo("en-US"), "", pickle.Feature, null, ProgrammingLanguage.CSharp, tags));
        try
        {
            _runner.OnScenarioInitialize(new ScenarioInfo(pickle.Title, null, tags, new OrderedDictionary(), tags));
            _runner.ScenarioContext.ScenarioContainer.RegisterInstanceAs(laboratory, laboratory.GetType());
            _runner.OnScenarioStart();
            var (executed, ended) = Execute(pickle, laboratory);
            return new ScenarioResult(
                pickle, ended.Verdict, ended.Cause, ended.Message, executed, laboratory.Checks, laboratory.SubVerdicts, laboratory.Implementation.Exchanges)
            {
                Fault = ended.Fault,
            };
        }
        finally
        {
            _runner.OnScenarioEnd();
            _runner.OnFeatureEnd();
        }
    }

    private (int Executed, Ending Ending) Execute(Pickle pickle, Laboratory laboratory)
    {
        var scenario = _runner.ScenarioContext;
        var executed = 0;
        foreach (var step in pickle.Steps)
        {
            laboratory.Step = $"{step.Keyword} {step.Text}";
            Execute(step);
            if (scenario.ScenarioExecutionStatus != ScenarioExecutionStatus.OK) return (executed, Judge(step, scenario));
            executed++;
        }

        var counted = scenario.Get<StepLog>().Count;
        if (executed == 0 || counted != executed) return (executed, Ending.OfSuite($"{counted} of {pickle.Steps.Count} steps were executed"));
        if (laboratory.Checks.Count == 0) return (executed, Ending.OfSuite("nothing was compared"));
        return (executed, pickle.Has("kind:attack") ? Survived(laboratory) : Ending.Passed);
    }

    private void Execute(PickleStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Given:
                _runner.Given(step.Text, null, null, "Given ");
                break;
            case StepKind.When:
                _runner.When(step.Text, null, null, "When ");
                break;
            default:
                _runner.Then(step.Text, null, null, "Then ");
                break;
        }
    }

    // An implementation that died of the attack refused nothing.
    private static Ending Survived(Laboratory laboratory)
    {
        laboratory.Step = "afterwards, the implementation still answers";
        try
        {
            laboratory.Probe();
            return Ending.Passed;
        }
        catch (Exception exception) when (exception is ObservationException or AttachmentException or UpperTesterException)
        {
            return new Ending(Verdict.Inconclusive, Cause.NotLive, $"{laboratory.Step}\n{exception.Message}") { Fault = FaultOf(exception) };
        }
    }

    private static Ending Judge(PickleStep broken, ScenarioContext scenario)
    {
        var where = $"{broken.Keyword} {broken.Text}";
        var error = scenario.TestError;
        while (error is TargetInvocationException { InnerException: { } inner }) error = inner;
        if (scenario.ScenarioExecutionStatus != ScenarioExecutionStatus.TestError) return Ending.OfSuite($"{where}\n{scenario.ScenarioExecutionStatus}: {error?.Message}");
        if (error is ObservationException observed)
        {
            return broken.Kind == StepKind.Given
                ? new Ending(Verdict.Inconclusive, Cause.ControlFailed, $"{where}\n{observed.Message}")
                : new Ending(Verdict.Fail, Cause.ObservedOtherwise, $"{where}\n{observed.Message}");
        }

        return Lost(error) is { } cause
            ? new Ending(Verdict.Inconclusive, cause, $"{where}\n{error!.Message}") { Fault = FaultOf(error) }
            : Ending.OfSuite($"{where}\n{error}");
    }

    private static Cause? Lost(Exception? exception) => exception switch
    {
        AttachmentException { Fault: AttachmentFault.NoLink } => Cause.NoLink,
        AttachmentException => Cause.ImplementationLost,
        UpperTesterException { Error: UpperTesterError.Unimplemented } => Cause.Unimplemented,
        UpperTesterException => Cause.UpperTesterFailed,
        _ => null,
    };

    // A link that is not there is no loss.
    private static AttachmentFault? FaultOf(Exception? exception) => exception is AttachmentException { Fault: not AttachmentFault.NoLink and var fault } ? fault : null;

    private sealed record Ending(Verdict Verdict, Cause Cause, string Message)
    {
        public AttachmentFault? Fault { get; init; }

        public static Ending Passed { get; } = new(Verdict.Pass, Cause.None, "");

        public static Ending OfSuite(string message) => new(Verdict.Error, Cause.SuiteAtFault, message);
    }
}
