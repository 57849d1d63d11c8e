namespace SecUpIoT.Interleavings.Hosts;

/// <summary>One end of a connection in memory: what a socket does, made of what Coyote decides over. It lets one
/// operation run at a time, so nothing is locked here.</summary>
internal sealed class DuplexStream : Stream
{
    private readonly Direction _in;
    private readonly Direction _out;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DuplexStream(Direction incoming, Direction outgoing) => (_in, _out) = (incoming, outgoing);

    /// <summary>Completes when whoever holds this end has closed it.</summary>
    public Task Closed => _closed.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A connection has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    /// <summary>Both ends of a new connection.</summary>
    public static (DuplexStream One, DuplexStream Other) Pair()
    {
        var (there, back) = (new Direction(), new Direction());
        return (new(there, back), new(back, there));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(_in.TakeAsync(buffer, cancellationToken));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _out.Put(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This end is read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => _out.Put(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A connection has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    protected override void Dispose(bool disposing)
    {
        _in.Close();
        _out.Close();
        _closed.TrySetResult();
        base.Dispose(disposing);
    }

    /// <summary>Bytes on their way from one end to the other; one reader.</summary>
    private sealed class Direction
    {
        private readonly Queue<byte> _bytes = [];
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _closed;

        public void Put(ReadOnlySpan<byte> bytes)
        {
            if (_closed) throw new IOException("the connection is closed");
            foreach (var one in bytes) _bytes.Enqueue(one);
            _changed.TrySetResult();
        }

        public void Close()
        {
            _closed = true;
            _changed.TrySetResult();
        }

        public async Task<int> TakeAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_bytes.Count > 0) return Copy(buffer.Span);
                if (_closed) return 0;
                if (_changed.Task.IsCompleted) _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                var changed = _changed;
                var registration = cancellation.Register(() => changed.TrySetResult());
                await changed.Task;
                registration.Unregister();
            }
        }

        private int Copy(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _bytes.Count);
            for (var i = 0; i < count; i++) buffer[i] = _bytes.Dequeue();
            return count;
        }
    }
}
