using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Tests;

/// <summary>The sentences that scenarios are made of: each is used, and none means two things.</summary>
public sealed class BindingTests
{
    public static TheoryData<string> Sentences() => [.. StepVocabulary.All.Select(Show)];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_sentence_is_used(string shown)
    {
        var sentence = StepVocabulary.All.Single(candidate => Show(candidate) == shown);

        Assert.Contains(Suite.Pickles, pickle => pickle.Steps.Any(step => sentence.Is(step, pickle)));
    }

    [Fact]
    public void A_step_has_one_meaning() => Assert.All(Suite.Pickles, static pickle => Assert.All(pickle.Steps, step =>
    {
        var meanings = StepVocabulary.All.Where(sentence => sentence.Is(step, pickle)).ToList();

        Assert.True(meanings.Count == 1, $"{pickle.Id}: {step.Keyword} {step.Text}\n{string.Join("\n", meanings)}");
    }));

    [Fact]
    public void A_control_stands_in_front() => Assert.All(StepVocabulary.All.Where(static sentence => sentence.IsControl), static sentence => Assert.Equal(StepKind.Given, sentence.Kind));

    private static string Show(StepSentence sentence) => $"{string.Join(' ', sentence.Scopes)}: {sentence.Kind} {sentence.Pattern}";
}
