using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>What a connection received from a stream of bytes until it ended or broke.</summary>
/// <param name="Messages">The encoded messages, and nothing for a frame that held none.</param>
/// <param name="Code">How it ended.</param>
internal sealed record FrameTrace(IReadOnlyList<byte[]?> Messages, ResultCode Code)
{
    // The first step of a frame's buffer, whatever the prefix announces; then what has come, at most doubled twice; and the machinery of waiting, for each frame.
    public static Allowance Allowance { get; } = new(64 * 1024, 1024);

    /// <summary>Receives until the end, in pieces of 1 to 7 bytes.</summary>
    public static Answer<FrameTrace> Receive(ReadOnlyMemory<byte> input)
    {
        using var connection = new Pieces(input);
        var frames = new FrameConnection(connection, new StoppedClock(), TimeSpan.FromSeconds(1));
        var messages = new List<byte[]?>();
        while (true)
        {
            var arrival = frames.ReceiveAsync(null, CancellationToken.None).GetAwaiter().GetResult();
            if (arrival.Message is { } message) messages.Add(MessageCodec.Encode(message));
            else if (frames.Broken) return Answer.Accepted(new FrameTrace(messages, arrival.Fault!.Code));
            else messages.Add(null);
        }
    }

    /// <summary>The same by the rule itself: four bytes of length, then that many bytes of one message.</summary>
    public static string? Contradiction(ReadOnlyMemory<byte> input, Answer<FrameTrace> answer)
    {
        var trace = answer.Value!;
        var at = 0;
        foreach (var message in trace.Messages)
        {
            if (Framing.Peek(input.Span[at..], out var length) != FrameStatus.Complete) return "a frame was received where none is";
            var content = input.Slice(at + Framing.PrefixSize, length);
            if (message is null ? MessageCodec.Decode(content).Ok : !content.Span.SequenceEqual(message)) return "another message was received than the frame holds";
            at += Framing.PrefixSize + length;
        }

        var expected = Framing.Peek(input.Span[at..], out _) switch
        {
            FrameStatus.Complete => ResultCode.None,
            FrameStatus.BadLength => ResultCode.MalformedMessage,
            _ => ResultCode.ConnectionLost,
        };
        return expected == trace.Code ? null : $"ended with {trace.Code}, by the rule with {expected}";
    }

    private sealed class Pieces(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(buffer.Length, bytes.Length - _at), buffer.Length > 64 ? 512 : 1 + (_at % 7));
            bytes.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override void Flush()
        {
            // There is nothing to flush.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Time stands still: nothing is ever late.</summary>
    private sealed class StoppedClock : IClock
    {
        public Moment Now => new(0);

        public Task Delay(TimeSpan span, CancellationToken cancellation)
        {
            var never = new TaskCompletionSource();
            cancellation.Register(() => never.TrySetCanceled(cancellation));
            return never.Task;
        }
    }
}
