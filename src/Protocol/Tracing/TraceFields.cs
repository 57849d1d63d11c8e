using System.Text.Json;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Tracing;

/// <summary>A deviation, before file and line are known.</summary>
internal sealed record FieldFault(TraceFault Fault, string Field, string Expected, string Found);

/// <summary>The first fault of a line; every field after it is read as missing.</summary>
internal sealed class FirstFault
{
    public FieldFault? Value { get; private set; }

    public void Set(TraceFault fault, string field, string expected, string found) => Value ??= new(fault, field, expected, found);
}

/// <summary>The fields of one JSON object, each read once; what nobody asked for is a fault.</summary>
internal sealed class TraceFields(JsonElement json, string path, FirstFault fault)
{
    private readonly HashSet<string> _asked = ["x"];

    /// <summary>True when the field is there, null or not.</summary>
    public bool Has(string name) => json.TryGetProperty(name, out _);

    public string Text(string name, int most) => Get(name, JsonValueKind.String, "a text") is { } found ? Bounded(name, found.GetString()!, most) : "";

    public ulong? OptionalNumber(string name) => Has(name) ? Number(name) : null;

    public ulong Number(string name)
    {
        if (Get(name, JsonValueKind.Number, "a whole number") is not { } found) return 0;
        if (found.TryGetUInt64(out var value)) return value;
        fault.Set(TraceFault.OutOfRange, path + name, "a whole number from 0 to 18446744073709551615", found.GetRawText());
        return 0;
    }

    public bool Bool(string name)
    {
        if (!Present(name, out var found)) return false;
        if (found.ValueKind is JsonValueKind.True or JsonValueKind.False) return found.GetBoolean();
        fault.Set(TraceFault.WrongType, path + name, "true or false", Describe(found));
        return false;
    }

    public T Enum<T>(string name)
        where T : struct, Enum => Named(name, Text(name, 64), System.Enum.GetNames<T>()) is { } known ? System.Enum.Parse<T>(known) : default;

    public string Name(string name, IReadOnlyList<string> known) => Named(name, Text(name, 64), known) ?? "";

    public ShortDigest Short(string name)
    {
        var text = Text(name, ShortDigest.Length);
        if (ShortDigest.Parse(text) is { } digest) return digest;
        fault.Set(TraceFault.OutOfRange, path + name, $"{ShortDigest.Length} lower-case hexadecimal digits", Quote(text));
        return default;
    }

    public Digest Digest(string name)
    {
        var text = Text(name, 2 * Protocol.Digest.Size);
        if (text.Length == 2 * Protocol.Digest.Size && text.All(char.IsAsciiHexDigitLower)) return Protocol.Digest.FromHex(text);
        fault.Set(TraceFault.OutOfRange, path + name, $"{2 * Protocol.Digest.Size} lower-case hexadecimal digits", Quote(text));
        return default;
    }

    public DeviceId Device(string name)
    {
        var text = Text(name, 36);
        if (Guid.TryParseExact(text, "D", out var value) && !text.Any(char.IsAsciiLetterUpper)) return new(value);
        fault.Set(TraceFault.OutOfRange, path + name, "a UUID in lower case", Quote(text));
        return default;
    }

    /// <summary>The field, or that it is null, or that it is not told.</summary>
    public Told<T?>? Nullable<T>(string name, Func<TraceFields, T> read)
        where T : class
    {
        if (!Has(name)) return null;
        return IsNull(name) ? new(null) : new(Object(name, read));
    }

    public Told<ShortDigest?>? NullableShort(string name) => !Has(name) ? null : IsNull(name) ? new(null) : new(Short(name));

    public Digest? NullableDigest(string name) => IsNull(name) ? null : Digest(name);

    public Told<T>? Optional<T>(string name, Func<string, T> read) => Has(name) ? new(read(name)) : null;

    public T? OptionalObject<T>(string name, Func<TraceFields, T> read)
        where T : class => Has(name) ? Object(name, read) : null;

    public IEnumerable<string> Texts(string name)
    {
        if (!Has(name) || Get(name, JsonValueKind.Array, "a list of texts") is not { } found) yield break;
        foreach (var item in found.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String) yield return item.GetString()!;
            else fault.Set(TraceFault.WrongType, path + name, "a list of texts", Describe(item));
        }
    }

    public string? Named(string name, string text, IReadOnlyList<string> known)
    {
        if (known.Contains(text)) return text;
        fault.Set(TraceFault.UnknownName, path + name, known.Count <= 16 ? $"one of {string.Join(", ", known)}" : "a known name", Quote(text));
        return null;
    }

    /// <summary>Everything was asked for; what is left is a fault.</summary>
    public void End()
    {
        foreach (var field in json.EnumerateObject().Where(field => !_asked.Contains(field.Name)))
            fault.Set(TraceFault.UnknownField, path + field.Name, "only the fields of the format, and others inside \"x\"", Quote(field.Name));
    }

    internal static string Quote(string text) => text.Length <= 80 ? $"\"{text}\"" : $"\"{text[..80]}...\"";

    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Quote(value.GetString()!),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText(),
    };

    private T Object<T>(string name, Func<TraceFields, T> read)
    {
        if (Get(name, JsonValueKind.Object, "an object") is not { } found) return read(new TraceFields(Empty, path + name + ".", fault));
        var fields = new TraceFields(found, path + name + ".", fault);
        var value = read(fields);
        fields.End();
        return value;
    }

    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;

    private bool IsNull(string name)
    {
        _asked.Add(name);
        return json.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Null;
    }

    private JsonElement? Get(string name, JsonValueKind kind, string expected)
    {
        if (!Present(name, out var found)) return null;
        if (found.ValueKind == kind) return found;
        fault.Set(TraceFault.WrongType, path + name, expected, Describe(found));
        return null;
    }

    private bool Present(string name, out JsonElement found)
    {
        _asked.Add(name);
        if (json.TryGetProperty(name, out found)) return true;
        fault.Set(TraceFault.MissingField, path + name, "the field", "none");
        return false;
    }

    private string Bounded(string name, string text, int most)
    {
        if (text.Length is > 0 && text.Length <= most && !text.Any(char.IsControl)) return text;
        fault.Set(TraceFault.OutOfRange, path + name, $"1 to {most} characters without control characters", Quote(text));
        return text;
    }
}
