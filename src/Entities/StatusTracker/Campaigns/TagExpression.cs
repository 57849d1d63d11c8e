using System.Collections.Immutable;
using SecUpIoT.Protocol;

namespace SecUpIoT.Entities.StatusTracker.Campaigns;

/// <summary>
/// Which devices a campaign means, by their tags (R-ST-37): alternatives separated by <c>|</c>, each a list of tags separated by
/// <c>&amp;</c> that a device must have, or with <c>!</c> before it must not have: <c>site=lab &amp; !beta | canary</c>.
/// </summary>
public sealed class TagExpression
{
    private readonly ImmutableArray<ImmutableArray<(string Tag, bool Wanted)>> _alternatives;

    private TagExpression(ImmutableArray<ImmutableArray<(string, bool)>> alternatives) => _alternatives = alternatives;

    /// <summary>Every device.</summary>
    public static TagExpression All { get; } = new([]);

    /// <summary>The expression that a text spells; <see cref="ResultCode.MalformedMessage"/> with the fault when it spells none.</summary>
    public static Verdict<TagExpression> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text)) return All;
        var alternatives = ImmutableArray.CreateBuilder<ImmutableArray<(string, bool)>>();
        foreach (var alternative in text.Split('|', StringSplitOptions.TrimEntries))
        {
            var terms = ImmutableArray.CreateBuilder<(string, bool)>();
            foreach (var term in alternative.Split('&', StringSplitOptions.TrimEntries))
            {
                var tag = term.StartsWith('!') ? term[1..].Trim() : term;
                if (FaultOf(tag) is { } fault) return (ResultCode.MalformedMessage, $"tag expression: {fault}");
                terms.Add((tag, tag.Length == term.Length));
            }

            alternatives.Add(terms.ToImmutable());
        }

        return new TagExpression(alternatives.ToImmutable());
    }

    /// <summary>What is wrong with a tag; null when nothing is.</summary>
    public static string? FaultOf(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (tag.Length is 0 or > Limits.Tag) return $"expected a tag of 1 to {Limits.Tag} characters, got {tag.Length}";
        var odd = tag.FirstOrDefault(static character => !char.IsAsciiLetterOrDigit(character) && !"._:=/-".Contains(character, StringComparison.Ordinal));
        return odd == default ? null : $"expected letters, digits and ._:=/- in a tag, got '{odd}'";
    }

    /// <summary>True when a device with these tags is meant.</summary>
    public bool Matches(Sequence<string> tags) =>
        _alternatives.IsEmpty || _alternatives.Any(terms => terms.All(term => tags.Contains(term.Tag, StringComparer.Ordinal) == term.Wanted));
}
