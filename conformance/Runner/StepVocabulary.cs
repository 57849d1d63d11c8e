using System.Reflection;
using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Runner;

/// <summary>A sentence that scenarios can be made of.</summary>
/// <param name="Roles">The roles that it is bound for.</param>
/// <param name="Kind">Where it may stand.</param>
/// <param name="Pattern">The regular expression.</param>
/// <param name="IsControl">True for a positive control.</param>
public sealed record StepSentence(IReadOnlyList<Role> Roles, StepKind Kind, string Pattern, bool IsControl)
{
    private readonly Regex _form = new($"^(?:{Pattern})$", RegexOptions.CultureInvariant);

    /// <summary>The sentence for people: without the signs of begin and end.</summary>
    public string Text => Pattern.TrimStart('^').TrimEnd('$');

    /// <summary>True when the step of a scenario is this sentence.</summary>
    public bool Is(PickleStep step, Role role)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Kind == Kind && Roles.Contains(role) && _form.IsMatch(step.Text);
    }
}

/// <summary>The closed vocabulary of the scenarios, as the bindings have it.</summary>
public static class StepVocabulary
{
    private const string RoleTag = "role:";

    /// <summary>Every sentence of the suite.</summary>
    public static IReadOnlyList<StepSentence> All { get; } = Of(typeof(StepVocabulary).Assembly);

    /// <summary>Every sentence that is bound in an assembly, in the order of roles, kinds and text.</summary>
    public static IReadOnlyList<StepSentence> Of(Assembly bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return [.. from type in bindings.GetTypes()
                   where type.GetCustomAttribute<BindingAttribute>() is not null
                   from method in type.GetMethods()
                   from attribute in method.GetCustomAttributes<StepDefinitionBaseAttribute>()
                   from kind in attribute.Types
                   let sentence = new StepSentence(RolesOf(type, method), Kind(kind), attribute.Regex, method.GetCustomAttribute<ControlAttribute>() is not null)
                   orderby sentence.Roles[0], sentence.Kind, sentence.Text
                   select sentence];
    }

    private static IReadOnlyList<Role> RolesOf(Type type, MethodInfo method)
    {
        List<Role> scoped = [.. type.GetCustomAttributes<ScopeAttribute>().Concat(method.GetCustomAttributes<ScopeAttribute>())
            .Where(static scope => scope.Tag is { } tag && tag.TrimStart('@').StartsWith(RoleTag, StringComparison.Ordinal))
            .Select(static scope => Names.ReadRole(scope.Tag.TrimStart('@')[RoleTag.Length..]))];
        return scoped.Count == 0 ? Names.AllRoles : scoped;
    }

    private static StepKind Kind(TechTalk.SpecFlow.Bindings.StepDefinitionType type) => type switch
    {
        TechTalk.SpecFlow.Bindings.StepDefinitionType.Given => StepKind.Given,
        TechTalk.SpecFlow.Bindings.StepDefinitionType.When => StepKind.When,
        _ => StepKind.Then,
    };
}
