using System.Collections.Specialized;
using System.Globalization;
using System.Reflection;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Runner;

/// <summary>
/// Executes pickles through SpecFlow's own test runner. A step that has no binding, or more than one, is the suite's error; so is a pickle of which
/// not every step was executed. Not for several threads at once.
/// </summary>
public sealed class PickleRunner : IDisposable
{
    private static int _instances;

    private readonly ITestRunner _runner;
    private readonly Func<object> _actor;

    /// <summary>A runner for the bindings of one assembly.</summary>
    /// <param name="bindings">Where the step bindings are.</param>
    /// <param name="actor">Makes the one object that the bindings of a scenario call; it is disposed of after the scenario when it can be.</param>
    public PickleRunner(Assembly bindings, Func<object> actor)
    {
        _actor = actor;
        var manager = TestRunnerManager.GetTestRunnerManager(bindings, new SuiteContainerBuilder());
        _runner = manager.GetTestRunner(Interlocked.Increment(ref _instances));
    }

    /// <summary>Executes one pickle.</summary>
    public PickleResult Run(Pickle pickle)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        string[] tags = [.. pickle.Tags];
        var actor = _actor();
        _runner.OnFeatureStart(new FeatureInfo(CultureInfo.GetCultureInfo("en-US"), "", pickle.Feature, null, ProgrammingLanguage.CSharp, tags));
        try
        {
            _runner.OnScenarioInitialize(new ScenarioInfo(pickle.Title, null, tags, new OrderedDictionary(), tags));
            _runner.ScenarioContext.ScenarioContainer.RegisterInstanceAs(actor, actor.GetType());
            _runner.OnScenarioStart();
            return Execute(pickle);
        }
        finally
        {
            _runner.OnScenarioEnd();
            _runner.OnFeatureEnd();
            (actor as IDisposable)?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.OnTestRunEnd();

    private PickleResult Execute(Pickle pickle)
    {
        var scenario = _runner.ScenarioContext;
        var executed = 0;
        PickleStep? broken = null;
        foreach (var step in pickle.Steps)
        {
            Execute(step);
            if (scenario.ScenarioExecutionStatus != ScenarioExecutionStatus.OK)
            {
                broken = step;
                break;
            }

            executed++;
        }

        if (broken is not null) return Judge(pickle, broken, scenario);
        return executed == pickle.Steps.Count && executed > 0 && scenario.Get<StepLog>().Count == executed
            ? new PickleResult(pickle, Verdict.Pass, "")
            : new PickleResult(pickle, Verdict.Error, $"{scenario.Get<StepLog>().Count} of {pickle.Steps.Count} steps were executed");
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

    private static PickleResult Judge(Pickle pickle, PickleStep broken, ScenarioContext scenario)
    {
        var where = $"{broken.Keyword} {broken.Text}";
        var error = scenario.TestError;
        while (error is TargetInvocationException { InnerException: { } inner }) error = inner;
        return (scenario.ScenarioExecutionStatus, error) switch
        {
            (ScenarioExecutionStatus.TestError, ObservationException observed) => new PickleResult(
                pickle, broken.Kind == StepKind.Given ? Verdict.Inconclusive : Verdict.Fail, $"{where}\n{observed.Message}"),
            (ScenarioExecutionStatus.TestError, _) => new PickleResult(pickle, Verdict.Error, $"{where}\n{error}"),
            var (status, _) => new PickleResult(pickle, Verdict.Error, $"{where}\n{status}: {error?.Message}"),
        };
    }
}
