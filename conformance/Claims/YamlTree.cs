using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SecUpIoT.Conformance.Claims;

/// <summary>
/// The YAML of a vendor as a tree. Walked once before the tree is made: nesting without end would overflow the stack, and with aliases a short text stands for an
/// endless one. The hosts have such a rule of their own; what tests them does not use it (ADR 0009).
/// </summary>
internal static class YamlTree
{
    /// <summary>How deeply lists and mappings may be nested.</summary>
    public const int MostDepth = 32;

    /// <summary>The documents in the text.</summary>
    /// <exception cref="YamlException">It is no YAML, nested too deeply, or uses an alias. Whatever else the parser throws comes as this.</exception>
    public static IList<YamlDocument> Load(string text)
    {
        var reached = Mark.Empty;
        try
        {
            var parser = new Parser(new StringReader(text));
            for (var depth = 0; parser.MoveNext(); reached = parser.Current!.End)
            {
                var current = parser.Current!;
                depth += current.NestingIncrease;
                // The stream and the document are levels of their own.
                if (depth > MostDepth + 2) throw new YamlException(current.Start, current.End, $"Lists and mappings may be nested {MostDepth} deep.");
                if (current is AnchorAlias) throw new YamlException(current.Start, current.End, "An alias (*name) cannot be used here; write the value out.");
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents;
        }
        catch (Exception exception) when (exception is not (YamlException or OutOfMemoryException))
        {
            // The parser throws InvalidOperationException and others for some texts that are no YAML.
            throw new YamlException(reached, reached, "It cannot be read from here on; look for a bracket, quote or key that is not closed.");
        }
    }
}
