using BoDi;
using SecUpIoT.Conformance.Verdicts;
using TechTalk.SpecFlow;
using TechTalk.SpecFlow.Infrastructure;
using TechTalk.SpecFlow.Tracing;
using TechTalk.SpecFlow.UnitTestProvider;

namespace SecUpIoT.Conformance.Runner;

/// <summary>SpecFlow without a unit test framework behind it: the runner reads a scenario's state itself.</summary>
internal sealed class SuiteContainerBuilder : ContainerBuilder
{
    protected override void RegisterDefaults(ObjectContainer container)
    {
        base.RegisterDefaults(container);
        container.RegisterTypeAs<NoUnitTests, IUnitTestRuntimeProvider>("nunit");
        // What SpecFlow tells about each step would stand between the lines of whoever runs the suite.
        container.RegisterTypeAs<NullListener, ITraceListener>();
    }

    private sealed class NoUnitTests : IUnitTestRuntimeProvider
    {
        public bool DelayedFixtureTearDown => false;

        public void TestPending(string message) => throw new SuiteErrorException(message);

        public void TestInconclusive(string message) => throw new SuiteErrorException(message);

        public void TestIgnore(string message) => throw new SuiteErrorException(message);
    }
}
