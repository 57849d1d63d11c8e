using System.Reflection;
using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;
using TechTalk.SpecFlow;
using TechTalk.SpecFlow.Bindings;

namespace SecUpIoT.Conformance.Tests;

/// <summary>The sentences that scenarios are made of: each is used, none means two things, and an attack says what shows that it is not the refusal of everything.</summary>
public sealed class BindingTests
{
    private static readonly IReadOnlyList<StepBinding> Bindings = [.. StepBinding.Of(typeof(Suite).Assembly)];

    public static TheoryData<string> Sentences() => [.. Bindings.Select(static binding => binding.ToString())];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_sentence_is_used(string sentence)
    {
        var binding = Bindings.Single(candidate => candidate.ToString() == sentence);

        Assert.True(Suite.Pickles.Any(pickle => pickle.Steps.Any(step => binding.Means(pickle, step))), $"no scenario says {sentence}");
    }

    [Fact]
    public void A_step_has_one_meaning() => Assert.All(Suite.Pickles, static pickle => Assert.All(pickle.Steps, step =>
    {
        var meanings = Bindings.Where(binding => binding.Means(pickle, step)).ToList();

        Assert.True(meanings.Count == 1, $"{pickle.Id}: {step.Keyword} {step.Text}\n{string.Join("\n", meanings)}");
    }));

    [Fact]
    public void An_attack_has_a_control() => Assert.All(Suite.Pickles.Where(static pickle => pickle.Has("kind:attack")), static pickle =>
        Assert.True(
            pickle.Steps.Any(step => step.Kind == StepKind.Given && Bindings.Any(binding => binding.IsControl && binding.Means(pickle, step))),
            $"{pickle.Id}: an attack needs a Given step that is a control"));

    [Fact]
    public void A_control_stands_in_front() => Assert.All(Bindings.Where(static binding => binding.IsControl), static binding => Assert.Equal(StepKind.Given, binding.Kind));

    [Fact]
    public void A_sentence_belongs_to_one_role() => Assert.All(Bindings, static binding => Assert.NotNull(Names.FindRole(binding.Role)));

    /// <summary>One sentence and the method that it calls.</summary>
    private sealed record StepBinding(MethodInfo Method, string Role, StepKind Kind, Regex Sentence)
    {
        public bool IsControl => Method.GetCustomAttribute<ControlAttribute>() is not null;

        public static IEnumerable<StepBinding> Of(Assembly assembly) =>
            from type in assembly.GetTypes()
            where type.GetCustomAttribute<BindingAttribute>() is not null
            let role = type.GetCustomAttribute<ScopeAttribute>()?.Tag?.Replace("role:", "", StringComparison.Ordinal) ?? ""
            from method in type.GetMethods()
            from sentence in method.GetCustomAttributes<StepDefinitionBaseAttribute>()
            from kind in sentence.Types
            select new StepBinding(method, role, KindOf(kind), new Regex(sentence.Regex, RegexOptions.CultureInvariant));

        public bool Means(Pickle pickle, PickleStep step) => step.Kind == Kind && pickle.Has($"role:{Role}") && Sentence.IsMatch(step.Text);

        public override string ToString() => $"{Role}: {Kind} {Sentence}";

        private static StepKind KindOf(StepDefinitionType type) => type switch
        {
            StepDefinitionType.Given => StepKind.Given,
            StepDefinitionType.When => StepKind.When,
            _ => StepKind.Then,
        };
    }
}
