using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Benchmarks.Programs;

/// <summary>
/// Asks a Device core over its link, as cheaply as can be: a socket that blocks, and for blocks one frame whose bytes are reused, so that what is measured is the
/// device and not who feeds it.
/// </summary>
internal sealed class DeviceDriver : IDisposable
{
    // Tag, fields, two digests, an offset, and the head of the data.
    private const int MostHead = 4 + 3 + 34 + 34 + 9 + 5;

    private readonly Socket _socket;
    private readonly byte[] _block = new byte[MostHead + Limits.Block];
    private readonly byte[] _answer = new byte[64 * 1024];

    public DeviceDriver(StreamAddress address)
    {
        _socket = address.EndPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(address.EndPoint);
    }

    /// <summary>Connects to a device that has just begun to listen: one that does not run its image yet closes the connection, and is asked again.</summary>
    public static DeviceDriver Reach(StreamAddress address, Process? device, CancellationToken cancel)
    {
        DeviceDriver? reached = null;
        var why = "";
        Waiting.Until(() => (reached = Try(address, out why)) is not null, TimeSpan.FromSeconds(20), () => $"Expected the device at {address} to report, but: {why}", device, cancel);
        return reached!;
    }

    /// <summary>Where the bytes of a block are put before it is sent.</summary>
    public Span<byte> Data(uint length) => _block.AsSpan(MostHead, (int)length);

    /// <summary>Asks anything.</summary>
    public Message Ask(Message request)
    {
        Send(Framing.Wrap(MessageCodec.Encode(request)));
        return MessageCodec.Decode(Receive().ToArray()).Value ?? throw new BenchException("The device answered what is no message.");
    }

    /// <summary>Sends the block that is wanted, with the bytes that <see cref="Data"/> holds; what comes back is the encoded answer.</summary>
    public ReadOnlyMemory<byte> SendBlock(Digest manifest, BlockWant want)
    {
        Send(FrameOf(manifest, want).Span);
        return Receive();
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>M-05 in its frame, written in front of the data.</summary>
    internal ReadOnlyMemory<byte> FrameOf(Digest manifest, BlockWant want)
    {
        // From the data backwards, so that they need not move.
        var at = MostHead;
        at = want.Length switch
        {
            <= byte.MaxValue => Put(at, 0xC4, want.Length, 1),
            <= ushort.MaxValue => Put(at, 0xC5, want.Length, 2),
            _ => Put(at, 0xC6, want.Length, 4),
        };
        at = want.Offset switch
        {
            <= 127 => Put(at, (byte)want.Offset, 0, 0),
            <= byte.MaxValue => Put(at, 0xCC, want.Offset, 1),
            <= ushort.MaxValue => Put(at, 0xCD, want.Offset, 2),
            <= uint.MaxValue => Put(at, 0xCE, want.Offset, 4),
            _ => Put(at, 0xCF, want.Offset, 8),
        };
        at = Put(Put(at, want.Payload), manifest);
        _block[--at] = 0x94;
        _block[--at] = 5;
        _block[--at] = 0x92;
        var length = MostHead - at + (int)want.Length;
        BinaryPrimitives.WriteInt32BigEndian(_block.AsSpan(at - 4), length);
        return _block.AsMemory(at - 4, length + 4);
    }

    private static DeviceDriver? Try(StreamAddress address, out string why)
    {
        DeviceDriver? driver = null;
        try
        {
            driver = new DeviceDriver(address);
            driver.Ask(new StatusRequest());
            why = "";
            return driver;
        }
        catch (Exception exception) when (exception is BenchException or SocketException)
        {
            driver?.Dispose();
            why = exception.Message;
            return null;
        }
    }

    private int Put(int end, byte head, ulong value, int width)
    {
        for (var i = 0; i < width; i++, value >>= 8) _block[--end] = (byte)(value & 0xFF);
        _block[--end] = head;
        return end;
    }

    private int Put(int end, Digest digest)
    {
        end -= Digest.Size;
        digest.Value.Span.CopyTo(_block.AsSpan(end));
        return Put(end, 0xC4, Digest.Size, 1);
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }

    private ReadOnlyMemory<byte> Receive()
    {
        Fill(_answer.AsSpan(0, 4));
        var length = BinaryPrimitives.ReadInt32BigEndian(_answer);
        if (length is <= 0 || length > _answer.Length) throw new BenchException($"Expected an answer of at most {_answer.Length} bytes from the device, but it announced {length}.");
        Fill(_answer.AsSpan(0, length));
        return _answer.AsMemory(0, length);
    }

    private void Fill(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = _socket.Receive(buffer);
            if (count == 0) throw new BenchException("The device closed the connection.");
            buffer = buffer[count..];
        }
    }
}
