using System.Formats.Cbor;
using MessagePack;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// A message as protobuf would carry it, in CBOR: a map from the number of each field to its value, without names, and without the fields that are absent; the message
/// itself is a map from its tag. Written and read value by value, without checks, into this tree: what is wanted are the bytes.
/// </summary>
internal abstract record WireValue
{
    /// <summary>A record: its fields by number.</summary>
    public sealed record Fields(IReadOnlyList<(ulong Key, WireValue Value)> Items) : WireValue;

    /// <summary>A list.</summary>
    public sealed record List(IReadOnlyList<WireValue> Items) : WireValue;

    /// <summary>A whole number.</summary>
    public sealed record Number(ulong Value) : WireValue;

    /// <summary>Bytes.</summary>
    public sealed record Binary(ReadOnlyMemory<byte> Value) : WireValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : WireValue;

    /// <summary>True or false.</summary>
    public sealed record Truth(bool Value) : WireValue;

    /// <summary>The values of an encoded message. Its type tells records and lists apart, which both are arrays in MessagePack.</summary>
    public static WireValue Of(ReadOnlyMemory<byte> message, Type type)
    {
        var reader = new MessagePackReader(message);
        reader.ReadArrayHeader();
        return new Fields([(reader.ReadUInt64(), FromMessagePack(ref reader, type)!)]);
    }

    /// <summary>Reads with CborReader.</summary>
    public static WireValue Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var fields = new (ulong, WireValue)[reader.ReadStartMap()!.Value];
                for (var i = 0; i < fields.Length; i++) fields[i] = (reader.ReadUInt64(), Read(reader));
                reader.ReadEndMap();
                return new Fields(fields);
            case CborReaderState.StartArray:
                var items = new WireValue[reader.ReadStartArray()!.Value];
                for (var i = 0; i < items.Length; i++) items[i] = Read(reader);
                reader.ReadEndArray();
                return new List(items);
            case CborReaderState.UnsignedInteger:
                return new Number(reader.ReadUInt64());
            case CborReaderState.ByteString:
                return new Binary(reader.ReadByteString());
            case CborReaderState.TextString:
                return new Text(reader.ReadTextString());
            default:
                return new Truth(reader.ReadBoolean());
        }
    }

    /// <summary>Writes with CborWriter.</summary>
    public void Write(CborWriter writer)
    {
        switch (this)
        {
            case Fields fields:
                writer.WriteStartMap(fields.Items.Count);
                foreach (var (key, value) in fields.Items)
                {
                    writer.WriteUInt64(key);
                    value.Write(writer);
                }

                writer.WriteEndMap();
                break;
            case List list:
                writer.WriteStartArray(list.Items.Count);
                foreach (var item in list.Items) item.Write(writer);
                writer.WriteEndArray();
                break;
            case Number number:
                writer.WriteUInt64(number.Value);
                break;
            case Binary binary:
                writer.WriteByteString(binary.Value.Span);
                break;
            case Text text:
                writer.WriteTextString(text.Value);
                break;
            case Truth truth:
                writer.WriteBoolean(truth.Value);
                break;
        }
    }

    // Fields stand in the order of the parameters of their record (spec/messages.yaml).
    private static WireValue? FromMessagePack(ref MessagePackReader reader, Type type)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Sequence<>):
                var items = new WireValue[reader.ReadArrayHeader()];
                for (var i = 0; i < items.Length; i++) items[i] = FromMessagePack(ref reader, type.GetGenericArguments()[0])!;
                return new List(items);
            case MessagePackType.Array:
                var parameters = type.GetConstructors().Single(constructor => constructor.GetParameters().Length > 0 || type.IsSubclassOf(typeof(Message))).GetParameters();
                if (reader.ReadArrayHeader() != parameters.Length) throw new InvalidOperationException($"{type.Name} has {parameters.Length} fields, but another number stands in its vector.");
                var fields = new List<(ulong, WireValue)>();
                for (var i = 0; i < parameters.Length; i++)
                {
                    var inner = parameters[i].ParameterType;
                    if (FromMessagePack(ref reader, Nullable.GetUnderlyingType(inner) ?? inner) is { } value) fields.Add(((ulong)i + 1, value));
                }

                return new Fields(fields);
            case MessagePackType.Integer:
                return new Number(reader.ReadUInt64());
            case MessagePackType.Binary:
                return new Binary(reader.ReadBytes()!.Value.First);
            case MessagePackType.String:
                return new Text(reader.ReadString()!);
            case MessagePackType.Boolean:
                return new Truth(reader.ReadBoolean());
            default:
                reader.ReadNil();
                return null;
        }
    }
}
