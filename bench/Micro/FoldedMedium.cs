using SecUpIoT.Hosting.Storage.Flash;

namespace SecUpIoT.Benchmarks.Micro;

/// <summary>
/// Flash of any size in little memory: what stands at the beginning, journal and headers of the first slot included, is kept; of the rest each window of 64 KiB lies upon
/// the one before. For steps that write far more than they ever read back.
/// </summary>
internal sealed class FoldedMedium(long length, long kept) : IFlashMedium
{
    private const int Window = 64 * 1024;

    private readonly byte[] _kept = new byte[kept];
    private readonly byte[] _folded = new byte[2 * Window];
    private readonly Dictionary<long, byte[]> _pages = [];

    public string Name => "folded memory";

    public long Length => length;

    public void Read(long offset, Span<byte> destination)
    {
        if (offset + destination.Length <= _kept.Length) _kept.AsSpan((int)offset, destination.Length).CopyTo(destination);
        else if (_pages.TryGetValue(offset, out var page)) page.AsSpan(0, destination.Length).CopyTo(destination);
        else _folded.AsSpan(0, destination.Length).CopyTo(destination);
    }

    // Headers and envelopes of the second slot are short and stand alone; only image bytes come in whole windows.
    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        if (offset + data.Length <= _kept.Length) data.CopyTo(_kept.AsSpan((int)offset));
        else if (data.Length < Window) _pages[offset] = data.ToArray();
        else data.CopyTo(_folded.AsSpan((int)(offset % Window)));
    }

    public void Flush()
    {
        // Memory is as durable as this flash has to be.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
