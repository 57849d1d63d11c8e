using SecUpIoT.Hosting.Storage.Flash;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>Flash in memory that knows what a cut of the power would leave: everything written before the last flush. Coyote
/// lets one operation run at a time, so nothing is locked here.</summary>
/// <param name="bytes">What stands on it.</param>
/// <param name="watched">True when nobody may use it after it was given free.</param>
internal class MemoryMedium(byte[] bytes, bool watched = true) : IFlashMedium
{
    private readonly byte[] _bytes = bytes;
    private readonly Stack<(long Offset, byte[] Before)> _unflushed = [];
    private bool _closed;

    public string Name => "memory";

    public long Length => _bytes.Length;

    public void Read(long offset, Span<byte> destination)
    {
        DemandOpen();
        _bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        DemandOpen();
        var place = _bytes.AsSpan((int)offset, data.Length);
        _unflushed.Push((offset, place.ToArray()));
        data.CopyTo(place);
    }

    public virtual void Flush() => Store();

    public void Dispose()
    {
        _closed = true;
    }

    /// <summary>What is there after a loss of power at this moment.</summary>
    public byte[] Cut()
    {
        var left = _bytes.ToArray();
        foreach (var (offset, before) in _unflushed) before.CopyTo(left.AsSpan((int)offset));
        return left;
    }

    /// <summary>Makes durable what was written.</summary>
    protected void Store()
    {
        _unflushed.Clear();
    }

    private void DemandOpen() => Demand.That(!(_closed && watched), "R-GEN-03", "the flash is used after it was given free");
}

/// <summary>Says that it has stored what it is about to store.</summary>
internal sealed class HastyMedium(byte[] bytes) : MemoryMedium(bytes)
{
    public override void Flush() => _ = Task.Run(Store);
}
