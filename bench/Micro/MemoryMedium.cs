using SecUpIoT.Hosting.Storage.Flash;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>Flash in memory: what a step costs without what the disk costs.</summary>
internal sealed class MemoryMedium(long size) : IFlashMedium
{
    private readonly byte[] _bytes = new byte[size];

    public string Name => "memory";

    public long Length => _bytes.Length;

    public void Read(long offset, Span<byte> destination) => _bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);

    public void Write(long offset, ReadOnlySpan<byte> data) => data.CopyTo(_bytes.AsSpan((int)offset));

    public void Flush()
    {
        // Memory is as durable as this flash has to be.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
