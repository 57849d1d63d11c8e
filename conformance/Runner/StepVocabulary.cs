using System.Reflection;
using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Runner;

/// <summary>A sentence that scenarios can be made of.</summary>
/// <param name="Scopes">The tags that it is bound for; none for all scenarios.</param>
/// <param name="Kind">Where it may stand.</param>
/// <param name="Pattern">The regular expression.</param>
/// <param name="IsControl">True for a positive control.</param>
public sealed record StepSentence(IReadOnlyList<string> Scopes, StepKind Kind, string Pattern, bool IsControl)
{
    private readonly Regex _form = new($"^(?:{Pattern})$", RegexOptions.CultureInvariant);

    /// <summary>The roles that it is bound for.</summary>
    public IReadOnlyList<Role> Roles { get; } = RolesOf(Scopes);

    /// <summary>The sentence for people: without the signs of begin and end.</summary>
    public string Text => Pattern.TrimStart('^').TrimEnd('$');

    /// <summary>True when the step of a scenario is this sentence.</summary>
    public bool Is(PickleStep step, Pickle pickle)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Kind == Kind && (Scopes.Count == 0 || Scopes.Any(pickle.Has)) && _form.IsMatch(step.Text);
    }

    private static IReadOnlyList<Role> RolesOf(IReadOnlyList<string> scopes)
    {
        const string roleTag = "role:";
        List<Role> named = [.. scopes.Where(static scope => scope.StartsWith(roleTag, StringComparison.Ordinal)).Select(static scope => Names.ReadRole(scope[roleTag.Length..]))];
        return named.Count == 0 ? Names.AllRoles : named;
    }
}

/// <summary>The closed vocabulary of the scenarios, as the bindings have it.</summary>
public static class StepVocabulary
{
    /// <summary>Every sentence of the suite.</summary>
    public static IReadOnlyList<StepSentence> All { get; } = Of(typeof(StepVocabulary).Assembly);

    /// <summary>Every sentence that is bound in an assembly, in the order of kinds and text.</summary>
    public static IReadOnlyList<StepSentence> Of(Assembly bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return [.. from type in bindings.GetTypes()
                   where type.GetCustomAttribute<BindingAttribute>() is not null
                   from method in type.GetMethods()
                   from attribute in method.GetCustomAttributes<StepDefinitionBaseAttribute>()
                   from kind in attribute.Types
                   let sentence = new StepSentence(ScopesOf(type, method), Kind(kind), attribute.Regex, method.GetCustomAttribute<ControlAttribute>() is not null)
                   orderby sentence.Kind, sentence.Text
                   select sentence];
    }

    private static IReadOnlyList<string> ScopesOf(Type type, MethodInfo method) =>
        [.. type.GetCustomAttributes<ScopeAttribute>().Concat(method.GetCustomAttributes<ScopeAttribute>())
            .Select(static scope => scope.Tag?.TrimStart('@')).OfType<string>()];

    private static StepKind Kind(TechTalk.SpecFlow.Bindings.StepDefinitionType type) => type switch
    {
        TechTalk.SpecFlow.Bindings.StepDefinitionType.Given => StepKind.Given,
        TechTalk.SpecFlow.Bindings.StepDefinitionType.When => StepKind.When,
        _ => StepKind.Then,
    };
}
