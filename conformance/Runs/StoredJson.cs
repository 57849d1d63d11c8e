using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecUpIoT.Conformance.Catalogue;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Runs;

/// <summary>
/// How the files of a run are written and read: fields in a fixed order, names in the style of the specification, bytes in base64. Very many bytes are deflated
/// before, because scenarios about limits send megabytes of nothing: then <c>deflate:</c>, their number and a colon stand before the base64.
/// </summary>
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
        Converters = { new JsonStringEnumConverter<Profile>(), new JsonStringEnumConverter<Extension>(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new BytesConverter() },
    };

    private sealed class BytesConverter : JsonConverter<Bytes>
    {
        private const int Many = 32 << 10;

        public override Bytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (!reader.ValueSpan.StartsWith("deflate:"u8)) return reader.GetBytesFromBase64();
            try
            {
                return Inflate(reader.GetString()!.Split(':'));
            }
            catch (Exception exception) when (exception is FormatException or IOException or InvalidDataException or IndexOutOfRangeException or OverflowException)
            {
                throw new JsonException("deflated bytes were expected.", exception);
            }
        }

        // The number that the text announces is compared with what comes, and nothing is made of it before.
        private static Bytes Inflate(string[] parts)
        {
            var announced = int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture);
            using var inflated = new DeflateStream(new MemoryStream(Convert.FromBase64String(parts[2])), CompressionMode.Decompress);
            using var content = new MemoryStream();
            var piece = new byte[Many];
            int read;
            while ((read = inflated.Read(piece, 0, piece.Length)) > 0)
            {
                content.Write(piece, 0, read);
                if (content.Length > announced) throw new InvalidDataException($"expected {announced} bytes, there are more.");
            }

            return content.Length == announced ? content.ToArray() : throw new InvalidDataException($"expected {announced} bytes, there are {content.Length}.");
        }

        public override void Write(Utf8JsonWriter writer, Bytes value, JsonSerializerOptions options)
        {
            if (value.Length <= Many)
            {
                writer.WriteBase64StringValue(value.Span);
                return;
            }

            using var deflated = new MemoryStream();
            using (var stream = new DeflateStream(deflated, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(value.Span);
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"deflate:{value.Length}:{Convert.ToBase64String(deflated.GetBuffer().AsSpan(0, (int)deflated.Length))}"));
        }
    }
}
