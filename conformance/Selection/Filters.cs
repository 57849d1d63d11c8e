using System.Text.RegularExpressions;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Selection;

/// <summary>What a person wants to run of what applies. An empty list leaves nothing out; in a pattern, <c>*</c> stands for anything.</summary>
/// <param name="Roles">These roles only.</param>
/// <param name="Requirements">Scenarios with one of these requirements only.</param>
/// <param name="Purposes">These test purposes, or rows of them, only.</param>
/// <param name="Kinds">Scenarios of these kinds only: <c>obey</c> or <c>attack</c>.</param>
public sealed record Filters(IReadOnlyList<Role> Roles, IReadOnlyList<string> Requirements, IReadOnlyList<string> Purposes, IReadOnlyList<string> Kinds)
{
    /// <summary>Leaves nothing out.</summary>
    public static Filters None { get; } = new([], [], [], []);

    /// <summary>True when something may be left out.</summary>
    public bool IsNone => Roles.Count + Requirements.Count + Purposes.Count + Kinds.Count == 0;

    /// <summary>The sentence that says which filter leaves a scenario out; null when none does.</summary>
    public string? LeavesOut(Pickle pickle)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        if (Roles.Count > 0 && !Roles.Contains(pickle.Role)) return $"Left out: only the role {string.Join(" or ", Roles.Select(Names.Of))} is asked for.";
        if (Requirements.Count > 0 && !pickle.Requirements.Any(id => Matches(Requirements, id))) return $"Left out: only requirements {string.Join(" or ", Requirements)} are asked for.";
        if (Purposes.Count > 0 && !Matches(Purposes, pickle.Id) && !Matches(Purposes, pickle.Purpose)) return $"Left out: only test purposes {string.Join(" or ", Purposes)} are asked for.";
        return Kinds.Count > 0 && !pickle.Values("kind").Any(Kinds.Contains) ? $"Left out: only scenarios of kind {string.Join(" or ", Kinds)} are asked for." : null;
    }

    /// <summary>True when one of the patterns is the text.</summary>
    public static bool Matches(IEnumerable<string> patterns, string text) =>
        patterns.Any(pattern => Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant));
}
