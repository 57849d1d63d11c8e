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

/// <summary>The one door between bytes and messages (R-GEN-04, R-GEN-05): strict in, canonical out.</summary>
public static class MessageCodec
{
    /// <summary>The one encoding of <paramref name="message"/>.</summary>
    public static byte[] Encode(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        writer.Write(message.Tag);
        message.Write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The message that <paramref name="bytes"/> encode, or a named error. Never throws on input; byte fields alias the input.</summary>
    public static Decoded<Message> Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Limits.Message)
            return new(null, new DecodeError(DecodeFault.Oversize, "message", $"at most {Limits.Message} bytes, got {bytes.Length}"));

        return Guarded(bytes, static (ref StrictReader reader) =>
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

    /// <summary>Runs a strict read over the whole input.</summary>
    internal static Decoded<T> Guarded<T>(ReadOnlyMemory<byte> bytes, Read<T> read)
        where T : class
    {
        var reader = new StrictReader(bytes);
        var value = read(ref reader);
        if (reader.Remaining > 0) reader.Fail(DecodeFault.TrailingBytes, "end", $"{reader.Remaining} bytes follow");
        return reader.Error is null ? new(value, null) : new(null, reader.Error);
    }
}
