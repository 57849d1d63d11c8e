using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Hosting.Options;

/// <summary>
/// Loads the YAML that people write for this system. What a file must not do to its reader is refused before a tree is made of it: nesting without end, which
/// would overflow the stack, and aliases, with which a short text stands for an endless one.
/// </summary>
public static class StrictYaml
{
    /// <summary>Most characters of a text.</summary>
    public const int MostCharacters = 1 << 20;

    /// <summary>How deeply lists and mappings may be nested.</summary>
    public const int MostDepth = 32;

    /// <summary>The mapping that the text holds; null when it holds something else, or several documents.</summary>
    /// <exception cref="YamlException">It is no YAML, too long, nested too deeply, or uses an alias. Whatever else the parser throws comes as this.</exception>
    public static YamlMappingNode? Load(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostCharacters) throw new YamlException(Mark.Empty, Mark.Empty, $"at most {MostCharacters} characters are read, there are {text.Length}");
        var reached = Mark.Empty;
        try
        {
            var parser = new Parser(new StringReader(text));
            for (var depth = 0; parser.MoveNext(); reached = parser.Current!.End)
            {
                var current = parser.Current!;
                depth += current.NestingIncrease;
                // The document and the stream count as levels too.
                if (depth > MostDepth + 2) throw new YamlException(current.Start, current.End, $"lists and mappings may be nested {MostDepth} deep");
                if (current is AnchorAlias) throw new YamlException(current.Start, current.End, "an alias (*name) cannot be used here; write the value out");
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : null;
        }
        catch (Exception exception) when (exception is not (YamlException or OutOfMemoryException))
        {
            // The parser throws InvalidOperationException and others for some texts that are no YAML.
            throw new YamlException(reached, reached, "it cannot be read from here on; look for a bracket, quote or key that is not closed");
        }
    }
}
