using System.Buffers.Binary;
using System.Net.Sockets;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>Frames of the device link on a socket. What is sent may be anything, also what no frame may carry; what comes must be frames.</summary>
internal sealed class Frames(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly object _sending = new();

    /// <summary>Sends a frame with these bytes; false when the other end is gone.</summary>
    public bool Send(Bytes message)
    {
        var frame = new byte[Framing.PrefixSize + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, message.Length);
        message.Span.CopyTo(frame.AsSpan(Framing.PrefixSize));
        try
        {
            lock (_sending) _stream.Write(frame);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The next frame; null at the end, and when what comes is none.</summary>
    public Bytes? Receive()
    {
        try
        {
            var prefix = new byte[Framing.PrefixSize];
            _stream.ReadExactly(prefix);
            if (Framing.Peek(prefix, out var length) == FrameStatus.BadLength) return null;
            var message = new byte[length];
            _stream.ReadExactly(message);
            return message;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose() => _stream.Dispose();
}
