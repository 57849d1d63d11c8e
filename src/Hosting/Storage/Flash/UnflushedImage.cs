using System.IO.Hashing;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>
/// The image bytes that were written since the last flush. While they are one run, and not too long to be read again at the next start, a journal entry can vouch for them and
/// become durable in the same flush; otherwise they need a flush of their own before it.
/// </summary>
internal sealed class UnflushedImage
{
    private const long Longest = 1024 * 1024;

    private readonly XxHash3 _hash = new();
    private long _begin;
    private long _end;

    /// <summary>True when the bytes have to be flushed before an entry that counts them.</summary>
    public bool NeedsFlush { get; private set; }

    /// <summary>The bytes as a run; none when nothing was written, or when they need a flush of their own.</summary>
    public ImageRun Run => NeedsFlush || _begin == _end ? default : new ImageRun(_begin, (uint)(_end - _begin), _hash.GetCurrentHashAsUInt64());

    /// <summary>These bytes have been written.</summary>
    public void Add(long offset, ReadOnlySpan<byte> data)
    {
        if (NeedsFlush || data.IsEmpty) return;
        if (_begin == _end) _begin = _end = offset;
        if (offset != _end || _end - _begin + data.Length > Longest)
        {
            NeedsFlush = true;
            return;
        }

        _hash.Append(data);
        _end += data.Length;
    }

    /// <summary>Something failed: what is on its way to the medium is not known any more.</summary>
    public void Doubt() => NeedsFlush = true;

    /// <summary>Everything is durable.</summary>
    public void Flushed()
    {
        (_begin, _end, NeedsFlush) = (0, 0, false);
        _hash.Reset();
    }
}
