using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Encodes the text element.</summary>
internal static class SuitTextWriter
{
    public static byte[] Write(IEnumerable<KeyValuePair<string, LocalText>> languages) =>
        CborEncoder.Encode(new CborMap([.. languages.Select(pair => new CborEntry(CborValue.Of(pair.Key), ToCbor(pair.Value)))]));

    private static CborMap ToCbor(LocalText text)
    {
        var entries = new List<CborEntry>();
        string?[] texts = [text.ManifestDescription, text.UpdateDescription, text.JsonSource, text.YamlSource];
        for (var i = 0; i < texts.Length; i++)
        {
            if (texts[i] is { } present) entries.Add(new(i + 1, CborValue.Of(present)));
        }

        foreach (var (id, component) in text.Components)
        {
            entries.Add(new(
                new CborArray([.. id.Segments.Select(segment => CborValue.Of(segment))]),
                new CborMap([.. component.Select(pair => new CborEntry(pair.Key, CborValue.Of(pair.Value)))])));
        }

        return new CborMap(entries);
    }
}
