using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Tests.Selection;

/// <summary>The vocabulary is what the bindings have, and every step of the suite is in it exactly once.</summary>
public sealed class StepVocabularyTests
{
    [Fact]
    public void Every_step_of_every_scenario_is_one_sentence_of_the_vocabulary() => Assert.All(
        Suite.Pickles.SelectMany(static pickle => pickle.Steps.Select(step => (pickle.Role, step))).Distinct(),
        static pair => Assert.Single(StepVocabulary.All, sentence => sentence.Is(pair.step, pair.Role)));

    [Fact]
    public void No_sentence_is_unused() => Assert.All(
        StepVocabulary.All,
        static sentence => Assert.Contains(Suite.Pickles, pickle => pickle.Steps.Any(step => sentence.Is(step, pickle.Role))));

    [Fact]
    public void A_sentence_is_bound_for_the_roles_of_its_scope()
    {
        var sentence = new StepSentence([Role.DeviceCore], StepKind.When, "^it (waits|sleeps)$", false);

        Assert.True(sentence.Is(new PickleStep(StepKind.When, "And", "it sleeps"), Role.DeviceCore));
        Assert.False(sentence.Is(new PickleStep(StepKind.When, "And", "it sleeps"), Role.Communicator));
        Assert.False(sentence.Is(new PickleStep(StepKind.Then, "And", "it sleeps"), Role.DeviceCore));
        Assert.False(sentence.Is(new PickleStep(StepKind.When, "And", "it dreams"), Role.DeviceCore));
        Assert.Equal("it (waits|sleeps)", sentence.Text);
    }
}
