using System.Collections.Immutable;
using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Reads the text element of a manifest.</summary>
internal static class SuitTextReader
{
    private const int HighestComponentText = 8;

    public static Result<SuitText, SuitError> Read(Bytes content, CommonBlock common, SuitLimits limits)
    {
        if (content.Length > limits.Text) return SuitCbor.TooMuch("the text is too large");
        var decoded = SuitCbor.DecodeMap(content, "text");
        if (decoded.Error is { } error) return error;
        var languages = ImmutableSortedDictionary.CreateBuilder<string, LocalText>(StringComparer.Ordinal);
        foreach (var entry in decoded.Value.Entries)
        {
            if (entry.Key is not CborText { Value: var tag } || !IsLanguageTag(tag))
            {
                return SuitCbor.Malformed("a key of the text is not a language tag");
            }

            if (entry.Value is not CborMap map) return SuitCbor.Malformed("the text of a language is not a map");
            var local = ReadLocal(map, common, limits);
            if (local.Error is { } fault) return fault;
            languages.Add(tag, local.Value);
        }

        return languages.Count > 0 ? new SuitText(languages.ToImmutable()) : SuitCbor.Malformed("an empty text");
    }

    /// <summary>One to eight letters, then groups of one to eight letters or digits after hyphens.</summary>
    public static bool IsLanguageTag(string tag)
    {
        var groups = tag.Split('-');
        return groups.All(group => group.Length is >= 1 and <= 8 && group.All(char.IsAsciiLetterOrDigit)) && groups[0].All(char.IsAsciiLetter);
    }

    private static Result<LocalText, SuitError> ReadLocal(CborMap map, CommonBlock common, SuitLimits limits)
    {
        var local = new LocalText();
        foreach (var entry in map.Entries)
        {
            if (entry.Key is CborArray)
            {
                var id = CommonReader.ReadId(entry.Key, limits);
                if (id.Error is { } error) return error;
                if (!common.Components.Any(component => component.Id == id.Value))
                {
                    return SuitCbor.Malformed("text for a component that is not listed");
                }

                if (ReadComponent(entry.Value) is not { } texts) return SuitCbor.Malformed("the text of a component has the wrong form");
                local = local with { Components = local.Components.Add(id.Value, texts) };
                continue;
            }

            if (entry.IntegerKey is not { } key || entry.Value is not CborText { Value: var text })
            {
                return SuitCbor.Malformed("a text has the wrong form");
            }

            switch (key)
            {
                case 1:
                    local = local with { ManifestDescription = text };
                    break;
                case 2:
                    local = local with { UpdateDescription = text };
                    break;
                case 3:
                    local = local with { JsonSource = text };
                    break;
                case 4:
                    local = local with { YamlSource = text };
                    break;
                // Negative keys are free for applications; nothing here shows them.
                case < 0:
                    break;
                default:
                    return SuitCbor.Malformed("an unknown text");
            }
        }

        return local;
    }

    private static ImmutableSortedDictionary<int, string>? ReadComponent(CborValue value)
    {
        if (value is not CborMap map) return null;
        var texts = ImmutableSortedDictionary.CreateBuilder<int, string>();
        foreach (var entry in map.Entries)
        {
            if (entry.IntegerKey is not { } key || key == 0 || key > HighestComponentText || entry.Value is not CborText { Value: var text })
            {
                return null;
            }

            texts.Add(key, text);
        }

        return texts.ToImmutable();
    }
}
