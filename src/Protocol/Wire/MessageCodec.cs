using System.Buffers;
using MessagePack;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Wire;

/// <summary>The outcome of decoding: a message, or why the bytes are none. Exactly one of the two is set.</summary>
public readonly record struct Decoded<T>(T? Value, DecodeError? Error)
    where T : class
{
    /// <summary>True when there is a value.</summary>
    public bool Ok => Error is null;
}

/// <summary>
/// The one door between bytes and messages (R-GEN-04, R-GEN-05): strict in, canonical out. Decoding n bytes allocates at most
/// <see cref="AllocationBase"/> + <see cref="AllocationPerByte"/> * n bytes, whatever lengths the input announces.
/// </summary>
public static class MessageCodec
{
    /// <summary>Bytes that decoding may allocate for an input of any size.</summary>
    public const int AllocationBase = 8 * 1024;

    /// <summary>Bytes that decoding may allocate for each byte of the input: the objects and field names of the densest list.</summary>
    public const int AllocationPerByte = 32;

    // A buffer for each thread, kept while it is small: most messages are, and their encoding then costs its own bytes and nothing else.
    private const int MostKept = 16 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _kept;

    /// <summary>The one encoding of <paramref name="message"/>.</summary>
    public static byte[] Encode(Message message)
    {
        var buffer = _kept ?? new ArrayBufferWriter<byte>(256);
        _kept = null;
        buffer.ResetWrittenCount();
        Encode(message, buffer);
        if (buffer.Capacity <= MostKept) _kept = buffer;
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Appends the one encoding of <paramref name="message"/> to <paramref name="buffer"/>.</summary>
    public static void Encode(Message message, IBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(buffer);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        writer.Write(message.Tag);
        message.Write(ref writer);
        writer.Flush();
    }

    /// <summary>The message that <paramref name="bytes"/> encode, or a named error. Never throws on input; byte fields alias the input.</summary>
    public static Decoded<Message> Decode(ReadOnlyMemory<byte> bytes)
    {
        return Guarded(bytes, Limits.Message, static (ref StrictReader reader) =>
        {
            if (!reader.Array("message", 2)) return null;
            var tag = reader.UInt("tag", byte.MaxValue);
            if (reader.Error is not null) return null;
            if (MessageReaders.ByTag.TryGetValue((byte)tag, out var read)) return read(ref reader);
            reader.Fail(DecodeFault.UnknownMessage, "tag", $"{tag} names no message");
            return null;
        });
    }

    internal delegate T? Read<out T>(ref StrictReader reader)
        where T : class;

    /// <summary>Runs a strict read over the whole input of a durable record.</summary>
    internal static Decoded<T> Guarded<T>(ReadOnlyMemory<byte> bytes, Read<T> read)
        where T : class => Guarded(bytes, Limits.Message, read);

    /// <summary>Runs a strict read over the whole input of at most <paramref name="most"/> bytes.</summary>
    internal static Decoded<T> Guarded<T>(ReadOnlyMemory<byte> bytes, int most, Read<T> read)
        where T : class
    {
        if (bytes.Length > most) return new(null, new DecodeError(DecodeFault.Oversize, "input", $"at most {most} bytes, got {bytes.Length}"));
        var reader = new StrictReader(bytes);
        var value = read(ref reader);
        if (reader.Remaining > 0) reader.Fail(DecodeFault.TrailingBytes, "end", $"{reader.Remaining} bytes follow");
        return reader.Error is null ? new(value, null) : new(null, reader.Error);
    }
}
