using System.Text.Json;
using System.Text.Json.Nodes;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Attachment;

/// <summary>Reads the fields of answers; what is not as UPPER-TESTER.md says is a fault of the attachment.</summary>
public static class Fields
{
    /// <summary>A text that must be there.</summary>
    public static string Text(JsonObject holder, string name) => Get<string>(holder, name, "a text") ?? throw Wrong(holder, name, "a text");

    /// <summary>A text, or null.</summary>
    public static string? OptionalText(JsonObject holder, string name) => Get<string>(holder, name, "a text or null");

    /// <summary>A whole number that must be there.</summary>
    public static long Number(JsonObject holder, string name) => OptionalNumber(holder, name) ?? throw Wrong(holder, name, "a whole number");

    /// <summary>A whole number, or null.</summary>
    public static long? OptionalNumber(JsonObject holder, string name)
    {
        if (holder[name] is not { } node) return null;
        return node is JsonValue value && value.TryGetValue<long>(out var number) ? number : throw Wrong(holder, name, "a whole number");
    }

    /// <summary>True when it is there and true.</summary>
    public static bool Flag(JsonObject holder, string name)
    {
        if (holder[name] is not { } node) return false;
        return node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Wrong(holder, name, "true or false");
    }

    /// <summary>A list of texts; empty when it is not there.</summary>
    public static IReadOnlyList<string> Texts(JsonObject holder, string name)
    {
        if (holder[name] is not { } node) return [];
        if (node is not JsonArray list) throw Wrong(holder, name, "a list of texts");
        return [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Wrong(holder, name, "a list of texts"))];
    }

    /// <summary>Bytes that must be there, from base64.</summary>
    public static Bytes Binary(JsonObject holder, string name) => OptionalBinary(holder, name) ?? throw Wrong(holder, name, "bytes in base64");

    /// <summary>Bytes, or null.</summary>
    public static Bytes? OptionalBinary(JsonObject holder, string name)
    {
        if (OptionalText(holder, name) is not { } text) return null;
        var buffer = new byte[text.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : throw Wrong(holder, name, "bytes in base64");
    }

    /// <summary>A list of objects; empty when it is not there.</summary>
    public static IReadOnlyList<JsonObject> Objects(JsonObject holder, string name)
    {
        if (holder[name] is not { } node) return [];
        if (node is not JsonArray list) throw Wrong(holder, name, "a list of objects");
        return [.. list.Select(item => item as JsonObject ?? throw Wrong(holder, name, "a list of objects"))];
    }

    /// <summary>An object as it comes out of a line: a number is a number, whatever type it was made from.</summary>
    public static JsonObject AsSent(JsonObject made)
    {
        ArgumentNullException.ThrowIfNull(made);
        return (JsonObject)JsonNode.Parse(made.ToJsonString())!;
    }

    /// <summary>Bytes as they are written in lines.</summary>
    public static string Write(Bytes bytes) => Convert.ToBase64String(bytes.Span);

    private static T? Get<T>(JsonObject holder, string name, string expected)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(holder);
        if (holder[name] is not { } node) return null;
        return node is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw Wrong(holder, name, expected);
    }

    private static AttachmentException Wrong(JsonObject holder, string name, string expected)
    {
        var came = holder[name] is { } node ? Short(node) : "nothing";
        return new(AttachmentFault.WrongAnswer, $"Expected {expected} in the field '{name}', got {came}; UPPER-TESTER.md says what each verb answers.");
    }

    private static string Short(JsonNode node)
    {
        var text = node.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return text.Length <= 60 ? text : text[..60] + "...";
    }
}
