using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Tests.Runner;

/// <summary>Bindings as they must not be.</summary>
[Binding]
public sealed class FaultySteps
{
    [Given("^a step with two bindings$")]
    public void One() => Called();

    [Given("^a step with two (.+)$")]
    public void Other(string what) => Called(what);

    [Given("^a step that is pending$")]
    public void Pending() => throw new PendingStepException(Called());

    [Given("^a step that breaks$")]
    public void Breaks() => throw new InvalidOperationException(Called());

    // Instance members, as SpecFlow calls them.
    private string Called(string what = "") => GetType().Name + what;
}
