using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Runner;

/// <summary>Counts the steps that were really executed, from inside SpecFlow.</summary>
[Binding]
public sealed class StepLog(ScenarioContext scenario)
{
    /// <summary>Steps whose binding was called and returned.</summary>
    public int Count { get; private set; }

    /// <summary>Before the first step.</summary>
    [BeforeScenario]
    public void Begin() => scenario.Set(this);

    /// <summary>After each step, executed or not.</summary>
    [AfterStep]
    public void Note()
    {
        if (scenario.StepContext.Status == ScenarioExecutionStatus.OK) Count++;
    }
}
