using SecUpIoT.Hosting.Storage.Flash;

namespace SecUpIoT.Hosting.Tests.Storage.Flash;

/// <summary>Flash in memory that logs what is written and flushed, and can fail at a chosen operation.</summary>
internal sealed class MemoryMedium(byte[] content) : IFlashMedium
{
    /// <summary>One logged operation; a flush has no data.</summary>
    public sealed record Operation(long Offset, byte[]? Data);

    public MemoryMedium(long length)
        : this(new byte[length])
    {
    }

    public byte[] Content { get; } = content;

    public List<Operation> Log { get; } = [];

    /// <summary>How many writes and flushes still succeed; null for all.</summary>
    public int? OperationsLeft { get; set; }

    public bool Disposed { get; private set; }

    public string Name => "memory";

    public long Length => Content.Length;

    public void Read(long offset, Span<byte> destination)
    {
        if (offset + destination.Length > Content.Length) throw new EndOfStreamException("the memory ends.");
        Content.AsSpan((int)offset, destination.Length).CopyTo(destination);
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        Spend();
        Log.Add(new Operation(offset, data.ToArray()));
        data.CopyTo(Content.AsSpan((int)offset));
    }

    public void Flush()
    {
        Spend();
        Log.Add(new Operation(0, null));
    }

    public void Dispose() => Disposed = true;

    private void Spend()
    {
        if (OperationsLeft is null) return;
        if (OperationsLeft == 0) throw new IOException("No space left on device.");
        OperationsLeft--;
    }
}
