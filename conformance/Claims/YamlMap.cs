using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Conformance.Claims;

/// <summary>The keys and values of one mapping. Every key has to be asked for; <see cref="Close"/> names those that nobody knows.</summary>
internal sealed class YamlMap(YamlText file, YamlMappingNode node, string path)
{
    private readonly HashSet<string> _asked = [];

    public YamlMappingNode Node { get; } = node;

    /// <summary>Its keys, in the order of the file.</summary>
    public IEnumerable<string> Keys => Node.Children.Keys.Select(static key => (key as YamlScalarNode)?.Value ?? "");

    public bool Has(string key) => Find(key) is not null;

    /// <summary>A value, and that the key is known; null when it is not there.</summary>
    public YamlNode? Find(string key)
    {
        _asked.Add(key);
        return Node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key).Value;
    }

    /// <summary>A value that must be there.</summary>
    public YamlNode? Require(string key, string expected)
    {
        var found = Find(key);
        if (found is null) Fault(Node, $"the key '{Full(key)}'", "none", $"Add it: {expected}.");
        else if (YamlText.IsNothing(found)) Fault(found, $"{expected} for '{Full(key)}'", "nothing", "Fill it in; what is left open is not 'no'.");
        else return found;
        return null;
    }

    /// <summary>A text that must be there and is not empty.</summary>
    public string? Text(string key, string expected) => Require(key, expected) is { } value ? Scalar(value, key, expected) : null;

    /// <summary>A text, or null.</summary>
    public string? OptionalText(string key, string expected) => Find(key) is { } value && !YamlText.IsNothing(value) ? Scalar(value, key, expected) : null;

    /// <summary>A text that is one of these, or null with a fault.</summary>
    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        var expected = $"one of {string.Join(", ", choices.Keys)}";
        if (Text(key, expected) is not { } text) return null;
        if (choices.TryGetValue(text, out var chosen)) return chosen;
        Fault(Find(key)!, $"{expected} for '{Full(key)}'", $"'{text}'", "Write one of them.");
        return null;
    }

    /// <summary>Texts that must be there; may be empty when <paramref name="orNone"/>.</summary>
    public IReadOnlyList<string>? Texts(string key, string expected, bool orNone = false)
    {
        if (Require(key, expected) is not { } value) return null;
        if (value is not YamlSequenceNode list || list.Children.Any(static item => item is not YamlScalarNode { Value.Length: > 0 }) || (list.Children.Count == 0 && !orNone))
        {
            Fault(value, $"{expected} for '{Full(key)}'", value is YamlSequenceNode { Children.Count: 0 } ? "an empty list" : YamlText.Show(value), "Write it as [one, other].");
            return null;
        }

        return [.. list.Children.Select(static item => ((YamlScalarNode)item).Value!)];
    }

    /// <summary>Texts of which each is one of these, and stands there once.</summary>
    public IReadOnlyList<T> Choices<T>(string key, string expected, IReadOnlyDictionary<string, T> choices, bool orNone = false)
        where T : notnull
    {
        var chosen = new List<T>();
        var all = $"{expected} ({string.Join(", ", choices.Keys)})";
        foreach (var text in Texts(key, all, orNone) ?? [])
        {
            if (!choices.TryGetValue(text, out var choice)) Fault(Find(key)!, $"{all} for '{Full(key)}'", $"'{text}'", "Write those that are meant, and no other.");
            else if (chosen.Contains(choice)) Fault(Find(key)!, $"each only once in '{Full(key)}'", $"'{text}' twice", "Remove the other one.");
            else chosen.Add(choice);
        }

        return chosen;
    }

    /// <summary>A whole number of at least <paramref name="least"/>, or null with a fault.</summary>
    public long? Number(string key, long least, long most)
    {
        var expected = $"a whole number from {least} to {most}";
        if (Text(key, expected) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Fault(Find(key)!, $"{expected} for '{Full(key)}'", $"'{text}'", "Write the number without a unit.");
        return null;
    }

    /// <summary>A duration above nothing, or null with a fault.</summary>
    public TimeSpan? Duration(string key)
    {
        const string expected = "a duration such as 500ms, 30s, 5min, 2h or 1d";
        if (Text(key, expected) is not { } text) return null;
        if (Durations.Find(text) is { } duration) return duration;
        Fault(Find(key)!, $"{expected} for '{Full(key)}'", $"'{text}'", "Write a whole number and its unit.");
        return null;
    }

    /// <summary>A mapping that must be there.</summary>
    public YamlMap? Map(string key, string expected) => Require(key, expected) is { } value ? AsMap(key, value, expected) : null;

    /// <summary>A mapping, or null.</summary>
    public YamlMap? OptionalMap(string key, string expected) => Find(key) is { } value && !YamlText.IsNothing(value) ? AsMap(key, value, expected) : null;

    /// <summary>A list of mappings; empty when it is not there.</summary>
    public IReadOnlyList<YamlMap> Maps(string key, string expected)
    {
        if (Find(key) is not { } value || YamlText.IsNothing(value)) return [];
        if (value is YamlSequenceNode list && list.Children.All(static item => item is YamlMappingNode))
            return [.. list.Children.Select((item, index) => new YamlMap(file, (YamlMappingNode)item, $"{Full(key)}[{index}]"))];
        Fault(value, $"{expected} for '{Full(key)}'", YamlText.Show(value), "Write a list of mappings, or [] for none.");
        return [];
    }

    /// <summary>Names the keys that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (key, _) in Node.Children)
        {
            var name = (key as YamlScalarNode)?.Value;
            if (name is null || !_asked.Contains(name)) Fault(key, $"one of the keys {string.Join(", ", _asked)}{(path.Length == 0 ? "" : $" in '{path}'")}", YamlText.Show(key), "Remove it, or correct its name.");
        }
    }

    public void Fault(YamlNode at, string expected, string came, string remedy) => file.Fault(at, expected, came, remedy);

    public string Full(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private string? Scalar(YamlNode value, string key, string expected)
    {
        if (value is YamlScalarNode { Value: { } text } && text.Trim().Length > 0) return text;
        Fault(value, $"{expected} for '{Full(key)}'", value is YamlScalarNode ? "an empty text" : YamlText.Show(value), "Write one value.");
        return null;
    }

    private YamlMap? AsMap(string key, YamlNode value, string expected)
    {
        if (value is YamlMappingNode map) return new(file, map, Full(key));
        Fault(value, $"{expected} for '{Full(key)}'", YamlText.Show(value), "Write keys and values below it.");
        return null;
    }
}
