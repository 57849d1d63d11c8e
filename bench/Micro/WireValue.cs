using System.Buffers;
using System.Formats.Cbor;
using MessagePack;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// A message as the values that stand on the wire, without names, checks or types: what is written and read when nothing is wanted but the bytes. The
/// same values go through MessagePack and through CBOR.
/// </summary>
internal abstract record WireValue
{
    // Benchmarks run one after the other.
    private static readonly ArrayBufferWriter<byte> Buffer = new(256);

    /// <summary>A list.</summary>
    public sealed record List(WireValue[] Items) : WireValue;

    /// <summary>A whole number.</summary>
    public sealed record Number(ulong Value) : WireValue;

    /// <summary>Bytes.</summary>
    public sealed record Binary(ReadOnlyMemory<byte> Value) : WireValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : WireValue;

    /// <summary>True or false.</summary>
    public sealed record Truth(bool Value) : WireValue;

    /// <summary>Nothing.</summary>
    public sealed record Nothing : WireValue;

    /// <summary>Reads with MessagePackReader alone.</summary>
    public static WireValue FromMessagePack(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                var items = new WireValue[reader.ReadArrayHeader()];
                for (var i = 0; i < items.Length; i++) items[i] = FromMessagePack(ref reader);
                return new List(items);
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
                return new Nothing();
        }
    }

    /// <summary>Reads with CborReader alone.</summary>
    public static WireValue FromCbor(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartArray:
                var items = new WireValue[reader.ReadStartArray()!.Value];
                for (var i = 0; i < items.Length; i++) items[i] = FromCbor(reader);
                reader.ReadEndArray();
                return new List(items);
            case CborReaderState.UnsignedInteger:
                return new Number(reader.ReadUInt64());
            case CborReaderState.ByteString:
                return new Binary(reader.ReadByteString());
            case CborReaderState.TextString:
                return new Text(reader.ReadTextString());
            case CborReaderState.Boolean:
                return new Truth(reader.ReadBoolean());
            default:
                reader.ReadNull();
                return new Nothing();
        }
    }

    /// <summary>Writes with MessagePackWriter alone.</summary>
    public void Write(ref MessagePackWriter writer)
    {
        switch (this)
        {
            case List list:
                writer.WriteArrayHeader(list.Items.Length);
                foreach (var item in list.Items) item.Write(ref writer);
                break;
            case Number number:
                writer.Write(number.Value);
                break;
            case Binary binary:
                writer.Write(binary.Value.Span);
                break;
            case Text text:
                writer.Write(text.Value);
                break;
            case Truth truth:
                writer.Write(truth.Value);
                break;
            default:
                writer.WriteNil();
                break;
        }
    }

    /// <summary>Writes with CborWriter alone.</summary>
    public void Write(CborWriter writer)
    {
        switch (this)
        {
            case List list:
                writer.WriteStartArray(list.Items.Length);
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
            default:
                writer.WriteNull();
                break;
        }
    }

    /// <summary>The bytes in MessagePack.</summary>
    public byte[] ToMessagePack()
    {
        Buffer.ResetWrittenCount();
        var writer = new MessagePackWriter(Buffer);
        Write(ref writer);
        writer.Flush();
        return Buffer.WrittenSpan.ToArray();
    }

    /// <summary>The bytes in CBOR.</summary>
    public byte[] ToCbor()
    {
        var writer = new CborWriter(CborConformanceMode.Lax, initialCapacity: 256);
        Write(writer);
        return writer.Encode();
    }
}
