using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Tests.Selection;

/// <summary>A sentence of the vocabulary is bound for the scenarios of its scope.</summary>
public sealed class StepVocabularyTests
{
    [Theory]
    [InlineData("role:device-core", StepKind.When, "it sleeps", true)]
    [InlineData("role:communicator", StepKind.When, "it sleeps", false)]
    [InlineData("role:device-core", StepKind.Then, "it sleeps", false)]
    [InlineData("role:device-core", StepKind.When, "it dreams", false)]
    public void It_is_said_in_its_scope_only(string tag, StepKind kind, string text, bool isSaid)
    {
        var sentence = new StepSentence(["role:device-core"], StepKind.When, "^it (waits|sleeps)$", false);

        Assert.Equal(isSaid, sentence.Is(new PickleStep(kind, "And", text), new Pickle("p", 1, "F", "", "S", "", [tag], [])));
        Assert.Equal("it (waits|sleeps)", sentence.Text);
        Assert.Equal([Role.DeviceCore], sentence.Roles);
    }

    [Fact]
    public void Without_a_role_in_its_scope_it_is_of_all_roles() =>
        Assert.Equal(Names.AllRoles, new StepSentence(["clause:protection"], StepKind.When, "it waits", false).Roles);
}
