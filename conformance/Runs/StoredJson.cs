using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Runs;

/// <summary>How the files of a run are written and read: fields in a fixed order, names in the style of the specification, bytes in base64.</summary>
internal static class StoredJson
{
    /// <summary>One document on one line.</summary>
    public static JsonSerializerOptions Line { get; } = Make(indented: false);

    /// <summary>For files that people look into as well.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<Profile>(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new BytesConverter() },
    };

    private sealed class BytesConverter : JsonConverter<Bytes>
    {
        public override Bytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetBytesFromBase64();

        public override void Write(Utf8JsonWriter writer, Bytes value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Span);
    }
}
