using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Interop;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.SelfTesting;

namespace SecUpIoT.Conformance.Tests.Interop;

/// <summary>Implementations against each other.</summary>
public sealed class InteropTests
{
    [Fact]
    public void Four_times_the_reference_does_everything_together()
    {
        var observations = InteropRun.Run(static role => new Implementation(References.Build(role), role)).ToList();

        Assert.Equal(7, observations.Count);
        Assert.All(observations, static observation => Assert.True(observation.Succeeded, observation.ToString()));
    }

    [Fact]
    public void One_that_says_nothing_does_nothing_together()
    {
        var silent = Design.Right with { Say = static (_, _) => [] };

        var observations = InteropRun.Run(role => new Implementation(References.Build(role, role == Role.Communicator ? silent : Design.Right), role));

        Assert.All(observations, static observation => Assert.False(observation.Succeeded, observation.ToString()));
    }
}
