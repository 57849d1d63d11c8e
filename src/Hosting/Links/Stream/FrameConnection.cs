using System.Buffers;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Hosting.Links.Stream;

/// <summary>
/// Messages in frames over any byte stream. The announced length is judged before a buffer of that size exists (R-GEN-05), and a frame that
/// has begun
/// must be whole within a time limit. One receiver and one sender at a time; each has one buffer for the life of the connection.
/// </summary>
public sealed class FrameConnection : IAsyncDisposable
{
    private readonly System.IO.Stream _stream;
    private readonly IClock _clock;
    private readonly TimeSpan _frameTimeout;
    private readonly byte[] _prefix = new byte[Framing.PrefixSize];
    private readonly ArrayBufferWriter<byte> _outgoing = new(256);
    private byte[] _incoming = [];

    /// <summary>Takes over <paramref name="stream"/>.</summary>
    /// <param name="stream">Carries the frames in both directions.</param>
    /// <param name="clock">Bounds the waiting.</param>
    /// <param name="frameTimeout">Longest time from the first byte of a frame to its last, in either direction.</param>
    public FrameConnection(System.IO.Stream stream, IClock clock, TimeSpan frameTimeout)
    {
        _stream = stream;
        _clock = clock;
        _frameTimeout = frameTimeout;
    }

    /// <summary>True when the stream is no longer at the start of a frame, or has ended: only closing is left.</summary>
    public bool Broken { get; private set; }

    /// <summary>
    /// The next message. A whole frame that holds no message is answered with <see cref="ResultCode.MalformedMessage"/> and leaves the
    /// connection usable;
    /// every other fault breaks it. The data of a block (M-05) stand in the buffer of the connection and are gone with the next call; every other message is its owner's.
    /// </summary>
    /// <param name="within">Longest wait for the first byte; null waits for ever.</param>
    /// <param name="cancellation">Ends the waiting and breaks the connection.</param>
    public async Task<Arrival> ReceiveAsync(TimeSpan? within, CancellationToken cancellation)
    {
        if (Broken) return Arrival.Failed(ResultCode.ConnectionLost, "the connection is broken");
        Broken = true;
        try
        {
            var (began, first) = await _clock.Within(within, c => _stream.ReadAsync(_prefix.AsMemory(0, 1), c).AsTask(), cancellation).ConfigureAwait(false);
            if (!began) return Arrival.Failed(ResultCode.TimedOut, "nothing came in time");
            if (first == 0) return new Arrival(null, new LinkFault(ResultCode.ConnectionLost, "the peer closed the connection", Closed: true));
            var (whole, arrival) = await _clock.Within(_frameTimeout, ReadRestAsync, cancellation).ConfigureAwait(false);
            return whole ? arrival : Arrival.Failed(ResultCode.TimedOut, "a frame began and did not end in time");
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException or ObjectDisposedException)
        {
            return Arrival.Failed(ResultCode.ConnectionLost, exception.Message);
        }
    }

    /// <summary>Sends a message; null when it is handed to the stream whole, otherwise why not. A fault breaks the connection.</summary>
    public async Task<LinkFault?> SendAsync(Message message, CancellationToken cancellation)
    {
        var size = Framing.Wrap(message, _outgoing);
        if (size > Limits.Frame) return new LinkFault(ResultCode.LimitExceeded, $"a frame carries {Limits.Frame} bytes, the message has {size}");
        try
        {
            var (sent, _) = await _clock.Within(_frameTimeout, async c =>
            {
                await _stream.WriteAsync(_outgoing.WrittenMemory, c).ConfigureAwait(false);
                await _stream.FlushAsync(c).ConfigureAwait(false);
                return true;
            }, cancellation).ConfigureAwait(false);
            if (sent) return null;
            Broken = true;
            return new LinkFault(ResultCode.TimedOut, "the peer did not take a frame in time");
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            Broken = true;
            return new LinkFault(ResultCode.ConnectionLost, exception.Message);
        }
        catch (OperationCanceledException)
        {
            Broken = true;
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _stream.DisposeAsync().ConfigureAwait(false);

    private async Task<Arrival> ReadRestAsync(CancellationToken cancellation)
    {
        await FillAsync(_prefix.AsMemory(1), cancellation).ConfigureAwait(false);
        if (Framing.Peek(_prefix, out var length) == FrameStatus.BadLength)
            return Arrival.Failed(ResultCode.MalformedMessage, $"the length of a frame is {Convert.ToHexStringLower(_prefix)}, allowed are 1 to {Limits.Frame}");

        await ReadBodyAsync(length, cancellation).ConfigureAwait(false);
        Broken = false;
        var decoded = MessageCodec.Decode(IsBlock(_incoming) ? _incoming.AsMemory(0, length) : _incoming.AsSpan(0, length).ToArray());
        return decoded.Value is { } value ? Arrival.Of(value) : Arrival.Failed(ResultCode.MalformedMessage, decoded.Error!.ToString());
    }

    // An array of two elements, and the tag: blocks are nearly all bytes of a transfer, and nobody keeps them beyond the answer.
    private static bool IsBlock(ReadOnlySpan<byte> message) => message is [0x92, 5, ..];

    // The buffer grows with what has come, so that an announced length alone costs nothing.
    private async Task ReadBodyAsync(int length, CancellationToken cancellation)
    {
        const int FirstStep = 16 * 1024;
        if (_incoming.Length == 0) _incoming = new byte[FirstStep];
        var have = 0;
        while (true)
        {
            var end = Math.Min(length, _incoming.Length);
            await FillAsync(_incoming.AsMemory(have, end - have), cancellation).ConfigureAwait(false);
            if (end == length) return;
            have = end;
            Array.Resize(ref _incoming, (int)Math.Min(Limits.Frame, have * 4L));
        }
    }

    private async Task FillAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (!buffer.IsEmpty)
        {
            var count = await _stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            if (count == 0) throw new EndOfStreamException("the peer closed the connection in the middle of a frame");
            buffer = buffer[count..];
        }
    }
}
