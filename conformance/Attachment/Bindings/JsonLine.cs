using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecUpIoT.Conformance.Attachment.Bindings;

/// <summary>One line of the control channel as JSON, read to its last text: an object without a key twice, in which every text is Unicode.</summary>
internal static class JsonLine
{
    private static readonly JsonDocumentOptions Rules = new() { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    /// <summary>The object in the line.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static JsonObject Parse(string line)
    {
        try
        {
            var read = JsonNode.Parse(line, documentOptions: Rules) as JsonObject ?? throw new JsonException("not an object");
            Visit(read);
            return read;
        }
        catch (InvalidOperationException exception)
        {
            // A text with half of a surrogate pair: the parser lets it pass, and throws only when the text is asked for.
            throw new JsonException(exception.Message, exception);
        }
    }

    private static void Visit(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject holder:
                foreach (var (_, value) in holder) Visit(value);
                break;
            case JsonArray list:
                foreach (var item in list) Visit(item);
                break;
            case JsonValue value:
                _ = value.TryGetValue<string>(out _);
                break;
        }
    }
}
