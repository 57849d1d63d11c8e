using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;
using TechTalk.SpecFlow;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>A laboratory in which nothing is compared but that one is one.</summary>
public sealed class EmptyLaboratory(Implementation implementation) : Laboratory(implementation, seed: 1)
{
    /// <summary>How often a step was called.</summary>
    public int Calls { get; private set; }

    /// <summary>Counts.</summary>
    public void Call() => Calls++;

    /// <summary>Compares, because a scenario without a comparison is an error.</summary>
    public void Compare() => Demand(Calls > 0, EvidenceClass.SelfReport, "that steps were called", Calls);

    /// <inheritdoc/>
    public override void Probe()
    {
        // Nothing is attacked.
    }
}

/// <summary>Steps that do nothing: what is left is what the runner costs.</summary>
[Binding]
public sealed class PickleSteps(ScenarioContext scenario, EmptyLaboratory laboratory)
{
    private readonly StepLog _log = new(scenario);

    /// <summary>Before the first step.</summary>
    [BeforeScenario]
    public void Begin() => _log.Begin();

    /// <summary>After each step.</summary>
    [AfterStep]
    public void Note() => _log.Note();

    /// <summary>A step.</summary>
    [Given("^nothing is done for the (.+) time$")]
    public void Nothing(string number)
    {
        if (number.Length > 0) laboratory.Call();
    }

    /// <summary>The last step.</summary>
    [Then("^that was all$")]
    public void All() => laboratory.Compare();
}
