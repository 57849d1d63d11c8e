using BenchmarkDotNet.Attributes;
using SecUpIoT.Benchmarks.Measuring;
using SecUpIoT.Hosting.Clock;
using SecUpIoT.Hosting.Links.Stream;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>Frames of the device link, with a block of 64 KiB in them.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private readonly byte[] _frame = Framing.Wrap(MessageCodec.Encode(new ImageBlock(Digest.Of([1]), Digest.Of([2]), 65536, new byte[64 * 1024])));
    private readonly byte[] _copy;
    private readonly RewoundStream _stream;
    private readonly FrameConnection _connection;

    /// <summary>A connection to a peer that sends the same frame for ever.</summary>
    public FrameBenchmarks()
    {
        _copy = new byte[_frame.Length];
        _stream = new RewoundStream(_frame);
        _connection = new FrameConnection(_stream, SystemClock.Instance, TimeSpan.FromSeconds(10));
    }

    /// <summary>The length is judged.</summary>
    [Benchmark, Group("look at the start of a frame")]
    public FrameStatus Peek() => Framing.Peek(_frame, out _);

    /// <summary>One copy of the bytes.</summary>
    [Benchmark, Group("receive a frame", Role.Floor)]
    public void Copy() => _frame.CopyTo(_copy, 0);

    /// <summary>From the stream to a message.</summary>
    [Benchmark, Group("receive a frame")]
    public async Task<bool> Receive() => (await _connection.ReceiveAsync(TimeSpan.FromMinutes(5), CancellationToken.None).ConfigureAwait(false)).Message is ImageBlock
        ? true
        : throw new InvalidOperationException("No block came.");

    private sealed class RewoundStream(byte[] bytes) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (_at == bytes.Length) _at = 0;
            var count = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
