using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// Text about an update in one language (SUIT manifest S8.4.4). It comes from the author and is for people; show it with <see
/// cref="Printable"/>.
/// </summary>
public sealed record LocalText
{
    /// <summary>The manifest's description, or null.</summary>
    public string? ManifestDescription { get; init; }

    /// <summary>The update's description, or null.</summary>
    public string? UpdateDescription { get; init; }

    /// <summary>The manifest's source in JSON, or null.</summary>
    public string? JsonSource { get; init; }

    /// <summary>The manifest's source in YAML, or null.</summary>
    public string? YamlSource { get; init; }

    /// <summary>
    /// The text for each component, by the key of the text (1 vendor name, 2 model name, 3 vendor domain, 4 model info, 5 description, 6
    /// version, 7 version required, 8 current version).
    /// </summary>
    public ImmutableDictionary<ComponentId, ImmutableSortedDictionary<int, string>> Components { get; init; } = ImmutableDictionary<ComponentId, ImmutableSortedDictionary<int, string>>.Empty;

    /// <summary>The text with control and formatting characters replaced, so that it cannot forge log lines or terminal output.</summary>
    public static string Printable(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var kind = char.GetUnicodeCategory(source[i]);
            span[i] = kind is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator ? ' ' : source[i];
        }
    });
}

/// <summary>The text of a manifest by language tag.</summary>
public sealed record SuitText(ImmutableSortedDictionary<string, LocalText> Languages);
