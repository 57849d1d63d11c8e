using System.Buffers;
using MessagePack;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// The floor of a message: its values in one flat list in the order in which they stand on the wire, so that nothing is left to do but to write them; and a walk over its
/// bytes that reads every value and keeps none. Whoever speaks MessagePack does at least this.
/// </summary>
internal sealed class WireTokens
{
    private readonly record struct Token(MessagePackType Type, ulong Number, ReadOnlyMemory<byte> Bytes, string Text);

    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Token[] _tokens;

    /// <summary>The values of an encoding.</summary>
    public WireTokens(ReadOnlyMemory<byte> message)
    {
        var tokens = new List<Token>();
        var reader = new MessagePackReader(message);
        while (!reader.End)
        {
            tokens.Add(reader.NextMessagePackType switch
            {
                MessagePackType.Array => new(MessagePackType.Array, (ulong)reader.ReadArrayHeader(), default, ""),
                MessagePackType.Integer => new(MessagePackType.Integer, reader.ReadUInt64(), default, ""),
                MessagePackType.Binary => new(MessagePackType.Binary, 0, reader.ReadBytes()!.Value.First, ""),
                MessagePackType.String => new(MessagePackType.String, 0, default, reader.ReadString()!),
                MessagePackType.Boolean => new(MessagePackType.Boolean, reader.ReadBoolean() ? 1UL : 0, default, ""),
                _ => new(reader.ReadNil() is var _ ? MessagePackType.Nil : default, 0, default, ""),
            });
        }

        _tokens = [.. tokens];
    }

    /// <summary>Writes them all.</summary>
    public byte[] Write()
    {
        _buffer.ResetWrittenCount();
        var writer = new MessagePackWriter(_buffer);
        foreach (ref readonly var token in _tokens.AsSpan())
        {
            switch (token.Type)
            {
                case MessagePackType.Array:
                    writer.WriteArrayHeader((int)token.Number);
                    break;
                case MessagePackType.Integer:
                    writer.Write(token.Number);
                    break;
                case MessagePackType.Binary:
                    writer.Write(token.Bytes.Span);
                    break;
                case MessagePackType.String:
                    writer.Write(token.Text);
                    break;
                case MessagePackType.Boolean:
                    writer.Write(token.Number != 0);
                    break;
                default:
                    writer.WriteNil();
                    break;
            }
        }

        writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads every value of an encoding; what comes back depends on all of them.</summary>
    public static ulong Walk(ReadOnlyMemory<byte> message)
    {
        var reader = new MessagePackReader(message);
        var sum = 0UL;
        while (!reader.End)
        {
            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Array:
                    sum += (ulong)reader.ReadArrayHeader();
                    break;
                case MessagePackType.Integer:
                    sum += reader.ReadUInt64();
                    break;
                case MessagePackType.Binary:
                    sum += (ulong)reader.ReadBytes()!.Value.Length;
                    break;
                case MessagePackType.String:
                    sum += (ulong)reader.ReadStringSequence()!.Value.Length;
                    break;
                case MessagePackType.Boolean:
                    sum += reader.ReadBoolean() ? 1UL : 0;
                    break;
                default:
                    reader.ReadNil();
                    break;
            }
        }

        return sum;
    }
}
