using System.Globalization;
using System.Net;
using SecUpIoT.Hosting.Links.Stream;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Hosting.Options;

/// <summary>
/// A mapping in a configuration file, read strictly: every key is known, present where it is required, and of its type. The first deviation
/// is a
/// <see cref="ConfigurationException"/> that names file, line and key, what was expected and what was found.
/// </summary>
internal sealed class YamlMap
{
    private readonly string _file;
    private readonly string _path;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _read = [];

    private YamlMap(string file, string path, YamlMappingNode node)
    {
        _file = file;
        _path = path;
        _node = node;
    }

    /// <summary>Reads a whole file: <paramref name="read"/> takes what it knows, and what is left over is an error.</summary>
    public static T ReadFile<T>(string file, Func<YamlMap, T> read)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{file}: expected a configuration file, but it cannot be read: {exception.Message}", exception);
        }

        return ReadText(file, text, read);
    }

    /// <summary>As <see cref="ReadFile{T}"/>, from a text; relative paths in it start at the folder of <paramref name="file"/>.</summary>
    public static T ReadText<T>(string file, string text, Func<YamlMap, T> read)
    {
        YamlMappingNode? root;
        try
        {
            root = StrictYaml.Load(text);
        }
        catch (YamlException exception)
        {
            throw new ConfigurationException($"{file}:{exception.Start.Line}: expected YAML: {exception.InnerException?.Message ?? exception.Message}", exception);
        }

        if (root is null) throw new ConfigurationException($"{file}:1: expected one mapping of keys to values.");
        var map = new YamlMap(file, "", root);
        var value = read(map);
        map.Done();
        return value;
    }

    /// <summary>A text that must be there and not be empty.</summary>
    public string Text(string key) => OptionalText(key) ?? throw Missing(key);

    /// <summary>A text, or null when the key is absent.</summary>
    public string? OptionalText(string key) => Convert(key, "a text", static text => text);

    /// <summary>The full path of a file or folder; a relative one starts at the folder of the configuration file.</summary>
    public string Path(string key) => OptionalPath(key) ?? throw Missing(key);

    /// <summary>As <see cref="Path"/>, or null when the key is absent.</summary>
    public string? OptionalPath(string key) =>
        OptionalText(key) is { } path ? System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(_file))!) : null;

    /// <summary>A UUID.</summary>
    public Guid Guid(string key) => Convert<Guid?>(key, "a UUID", static text => System.Guid.TryParseExact(text, "D", out var id) ? id : null) ?? throw Missing(key);

    /// <summary>True or false.</summary>
    public bool Bool(string key, bool otherwise) => Convert<bool?>(key, "true or false", static text => text switch { "true" => true, "false" => false, _ => null }) ?? otherwise;

    /// <summary>A whole number within bounds.</summary>
    public ulong Number(string key, ulong least, ulong most, ulong? otherwise = null) => Convert<ulong?>(
        key,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null) ?? otherwise ?? throw Missing(key);

    /// <summary>A time span: a whole number and ms, s, m, h or d, such as "30s".</summary>
    public TimeSpan Span(string key, TimeSpan otherwise) => Convert<TimeSpan?>(key, "a time such as 500ms, 30s, 5m, 1h or 2d", ParseSpan) ?? otherwise;

    /// <summary>One of the names of an enumeration, in lower case with hyphens between words.</summary>
    public T Enum<T>(string key, T otherwise)
        where T : struct, Enum
    {
        var names = System.Enum.GetValues<T>().ToDictionary(Spelling);
        return Convert<T?>(key, string.Join(" or ", names.Keys), text => names.TryGetValue(text, out var value) ? value : null) ?? otherwise;
    }

    /// <summary>An address and a port, such as 127.0.0.1:8443 or [::1]:8443; port 0 lets the system choose.</summary>
    public IPEndPoint EndPoint(string key) => OptionalEndPoint(key) ?? throw Missing(key);

    /// <summary>As <see cref="EndPoint"/>, or null when the key is absent.</summary>
    public IPEndPoint? OptionalEndPoint(string key) => Convert(
        key, "an address and a port such as 127.0.0.1:8443", static text => text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var parsed) ? parsed : null);

    /// <summary>Where a device link is: tcp://host:port or unix:///path.</summary>
    public StreamAddress DeviceLink(string key) => Convert(key, "tcp://host:port or unix:///path", StreamAddress.Parse) ?? throw Missing(key);

    /// <summary>The address of an HTTP peer without a path.</summary>
    public Uri Address(string key) => Convert(
        key,
        "https://host:port (or http:// with dangerous-plaintext)",
        static text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 ? uri : null) ?? throw Missing(key);

    /// <summary>A mapping inside this one, or null when the key is absent.</summary>
    public T? OptionalMap<T>(string key, Func<YamlMap, T> read)
        where T : class
    {
        if (Find(key) is not { } node) return null;
        return ReadItem(node, Name(key), read);
    }

    /// <summary>A list of mappings; absent means empty.</summary>
    public IReadOnlyList<T> Maps<T>(string key, Func<YamlMap, T> read)
    {
        if (Find(key) is not { } node) return [];
        if (node is not YamlSequenceNode list) throw Wrong(node, Name(key), "a list");
        return [.. list.Select((item, index) => ReadItem(item, $"{Name(key)}[{index}]", read))];
    }

    /// <summary>A list of texts; absent means empty.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } node) return [];
        if (node is not YamlSequenceNode list) throw Wrong(node, Name(key), "a list of texts");
        return [.. list.Select((item, index) => item is YamlScalarNode { Value: { Length: > 0 } text } && !text.Contains('\0') ? text : throw Wrong(item, $"{Name(key)}[{index}]", "a text"))];
    }

    /// <summary>A list of paths, with at least one unless it may be absent.</summary>
    public IReadOnlyList<string> Paths(string key, bool mayBeAbsent = false)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(_file))!;
        var paths = Texts(key);
        return paths.Count > 0 || mayBeAbsent ? [.. paths.Select(path => System.IO.Path.GetFullPath(path, folder))] : throw Missing(key);
    }

    /// <summary>A deviation that only a later look reveals, at the key where it stands.</summary>
    public ConfigurationException Fault(string key, string expected, string found)
    {
        var line = _node.Children.Keys.OfType<YamlScalarNode>().FirstOrDefault(candidate => candidate.Value == key)?.Start.Line ?? _node.Start.Line;
        return new ConfigurationException($"{_file}:{line}: {Name(key)}: expected {expected}, found {found}.");
    }

    private T ReadItem<T>(YamlNode node, string path, Func<YamlMap, T> read)
    {
        if (node is not YamlMappingNode mapping) throw Wrong(node, path, "a mapping of keys to values");
        var map = new YamlMap(_file, path, mapping);
        var value = read(map);
        map.Done();
        return value;
    }

    private T? Convert<T>(string key, string expected, Func<string, T?> convert)
    {
        if (Find(key) is not { } node) return default;
        if (node is not YamlScalarNode { Value: { Length: > 0 } text } || text.Contains('\0')) throw Wrong(node, Name(key), expected);
        return convert(text) ?? throw Wrong(node, Name(key), expected);
    }

    private YamlNode? Find(string key)
    {
        _read.Add(key);
        return _node.Children.FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == key).Value;
    }

    private void Done()
    {
        foreach (var key in _node.Children.Keys)
        {
            if (key is YamlScalarNode { Value: { } name } && _read.Contains(name)) continue;
            throw new ConfigurationException($"{_file}:{key.Start.Line}: {Name(key.ToString())}: unknown key; known are {string.Join(", ", _read.Order(StringComparer.Ordinal))}.");
        }
    }

    private ConfigurationException Missing(string key) => new($"{_file}:{_node.Start.Line}: {Name(key)}: expected a value, but the key is missing.");

    private ConfigurationException Wrong(YamlNode node, string path, string expected) => new($"{_file}:{node.Start.Line}: {path}: expected {expected}, found {Show(node)}.");

    private string Name(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private static string Show(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } text } => $"\"{text}\"",
        YamlScalarNode => "nothing",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };

    /// <summary>A time such as 500ms, 30s, 5m, 1h or 2d; null when the text is none.</summary>
    public static TimeSpan? ParseSpan(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (!int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" when number <= 3650 => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    private static string Spelling<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select(static (c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
