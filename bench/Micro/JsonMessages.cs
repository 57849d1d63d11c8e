using System.Text.Json;
using System.Text.Json.Serialization;
using SecUpIoT.Protocol;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>The messages in JSON, as System.Text.Json writes and reads the same records; bytes in Base64.</summary>
internal static class JsonMessages
{
    /// <summary>What the records need beyond what the library does by itself.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Converters = { new BytesConverter(), new DigestConverter(), new NonceConverter(), new SequenceConverter() } };

    private sealed class BytesConverter : JsonConverter<Bytes>
    {
        public override Bytes Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetBytesFromBase64();

        public override void Write(Utf8JsonWriter writer, Bytes value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Span);
    }

    private sealed class DigestConverter : JsonConverter<Digest>
    {
        public override Digest Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetBytesFromBase64());

        public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Value.Span);
    }

    private sealed class NonceConverter : JsonConverter<Nonce>
    {
        public override Nonce Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetBytesFromBase64());

        public override void Write(Utf8JsonWriter writer, Nonce value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Value.Span);
    }

    private sealed class SequenceConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Sequence<>);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.GetGenericArguments()))!;

        private sealed class Of<T> : JsonConverter<Sequence<T>>
        {
            public override Sequence<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
                new(JsonSerializer.Deserialize<List<T>>(ref reader, options)!);

            public override void Write(Utf8JsonWriter writer, Sequence<T> value, JsonSerializerOptions options)
            {
                writer.WriteStartArray();
                foreach (var item in value) JsonSerializer.Serialize(writer, item, options);
                writer.WriteEndArray();
            }
        }
    }
}
