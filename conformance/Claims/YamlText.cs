using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Conformance.Claims;

/// <summary>A YAML file while it is read: it collects what is wrong, so that its writer hears of everything at once.</summary>
internal sealed class YamlText
{
    private const long MostBytes = 1 << 20;

    private readonly List<FileFault> _faults = [];

    private YamlText(string file) => File = file;

    public string File { get; }

    /// <summary>Reads a file by the rules of <paramref name="reading"/>.</summary>
    /// <exception cref="ClaimsFileException">Something is wrong in it.</exception>
    public static T Read<T>(string path, Func<YamlMap, T?> reading)
        where T : class
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes } large)
                throw Single(path, $"at most {MostBytes} bytes", $"{large.Length}", "Name the file that 'secup conformance init' wrote.");
            text = System.IO.File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Single(path, "a readable file", exception.Message, "Write it with 'secup conformance init', or name another one.");
        }

        return Parse(path, text, reading);
    }

    /// <summary>As <see cref="Read{T}"/>, from memory.</summary>
    public static T Parse<T>(string path, string text, Func<YamlMap, T?> reading)
        where T : class
    {
        var file = new YamlText(path);
        var result = reading(new YamlMap(file, file.Root(text), ""));
        if (file._faults.Count > 0) throw new ClaimsFileException([.. file._faults.OrderBy(static fault => fault.Line)]);
        return result ?? throw new InvalidOperationException($"{path} was not read, and no fault was found in it");
    }

    public void Fault(YamlNode at, string expected, string came, string remedy) => _faults.Add(new FileFault(File, at.Start.Line, expected, came, remedy));

    /// <summary>A node in words, for a fault.</summary>
    public static string Show(YamlNode node) => node switch
    {
        _ when IsNothing(node) => "nothing",
        YamlScalarNode { Value: { } value } => $"'{(value.Length <= 60 ? value : value[..60] + "...")}'",
        YamlSequenceNode => "a list",
        YamlMappingNode => "a mapping",
        _ => "something else",
    };

    /// <summary>True for a key without a value.</summary>
    public static bool IsNothing(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private static ClaimsFileException Single(string path, string expected, string came, string remedy) => new([new FileFault(path, 1, expected, came, remedy)]);

    private YamlMappingNode Root(string text)
    {
        IList<YamlDocument> documents;
        try
        {
            documents = YamlTree.Load(text);
        }
        catch (YamlException exception)
        {
            throw new ClaimsFileException([new FileFault(File, exception.Start.Line, "YAML", exception.Message, "Mend this line.")]);
        }

        return documents is [{ RootNode: YamlMappingNode root }]
            ? root
            : throw Single(File, "one YAML document with keys and values", documents.Count == 0 ? "an empty file" : "something else", "Write it with 'secup conformance init'.");
    }
}
