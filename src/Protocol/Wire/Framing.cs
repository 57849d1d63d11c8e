using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Wire;

/// <summary>What stands at the start of a byte stream of frames.</summary>
public enum FrameStatus
{
    /// <summary>Not enough bytes yet.</summary>
    Incomplete,
    /// <summary>A whole frame.</summary>
    Complete,
    /// <summary>The announced length is zero or above the limit: the stream cannot be trusted any more.</summary>
    BadLength,
}

/// <summary>Frames of the device link: a length of four bytes, big-endian, then that many bytes of one message (R-GEN-05).</summary>
public static class Framing
{
    /// <summary>Bytes of the length prefix.</summary>
    public const int PrefixSize = 4;

    /// <summary>The frame that carries <paramref name="message"/>.</summary>
    /// <exception cref="ArgumentException">The message is empty or longer than <see cref="Limits.Frame"/>.</exception>
    public static byte[] Wrap(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || message.Length > Limits.Frame)
            throw new ArgumentException($"A frame carries 1 to {Limits.Frame} bytes, got {message.Length}.", nameof(message));
        var frame = new byte[PrefixSize + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, message.Length);
        message.CopyTo(frame.AsSpan(PrefixSize));
        return frame;
    }

    /// <summary>
    /// Makes <paramref name="buffer"/> hold the frame that carries <paramref name="message"/> and nothing else; the size of the message within, which is above
    /// <see cref="Limits.Frame"/> when it fits into no frame.
    /// </summary>
    public static int Wrap(Message message, ArrayBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.ResetWrittenCount();
        buffer.GetSpan(PrefixSize);
        buffer.Advance(PrefixSize);
        MessageCodec.Encode(message, buffer);
        var size = buffer.WrittenCount - PrefixSize;
        BinaryPrimitives.WriteInt32BigEndian(MemoryMarshal.AsMemory(buffer.WrittenMemory).Span, size);
        return size;
    }

    /// <summary>Looks at the start of <paramref name="stream"/>; the length is judged from the prefix alone, before any buffer grows.</summary>
    /// <param name="stream">The bytes received so far.</param>
    /// <param name="length">The announced length of the message, when the prefix is there.</param>
    public static FrameStatus Peek(ReadOnlySpan<byte> stream, out int length)
    {
        length = 0;
        if (stream.Length < PrefixSize) return FrameStatus.Incomplete;
        var announced = BinaryPrimitives.ReadUInt32BigEndian(stream);
        if (announced is 0 or > Limits.Frame) return FrameStatus.BadLength;
        length = (int)announced;
        return stream.Length - PrefixSize >= length ? FrameStatus.Complete : FrameStatus.Incomplete;
    }
}
