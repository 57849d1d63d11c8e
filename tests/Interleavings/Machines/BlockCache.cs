using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>A cache of payloads that several Communicators share.</summary>
internal interface IBlockCache
{
    /// <summary>The block, when all of it is cached.</summary>
    Block? Read(BlockRequest request);

    /// <summary>Offers a block; it is taken when it follows on what is cached.</summary>
    void Write(Block block);

    /// <summary>The payload that was used longest ago goes.</summary>
    void Evict();
}

/// <summary>
/// The rules of the gateway's cache (R-ST-25): a payload is filled from its beginning, block after block; bytes are given out as far as it is filled; what was
/// used longest ago goes first; a payload that is whole and has another digest goes.
/// </summary>
internal sealed class BlockCache(int most) : IBlockCache
{
    private readonly List<Entry> _entries = [];

    public Block? Read(BlockRequest request)
    {
        if (_entries.Find(entry => entry.Payload == request.Payload) is not { } found || request.Offset + request.Length > found.Filled) return null;
        Touch(found);
        var data = found.Data.AsSpan((int)request.Offset, (int)request.Length).ToArray();
        return new Block(request.Payload, request.Offset, found.TotalSize, data);
    }

    public void Write(Block block)
    {
        var entry = _entries.Find(known => known.Payload == block.Payload);
        if (entry is null)
        {
            if (block.Offset != 0) return;
            while (_entries.Count > 0 && _entries.Sum(static known => known.Data.Length) + (int)block.TotalSize > most * Simulation.Exploration.Cast.BlockSize) Evict();
            _entries.Add(entry = new Entry(block.Payload, block.TotalSize));
        }

        if (block.Offset != entry.Filled || block.TotalSize != entry.TotalSize || block.Offset + (ulong)block.Data.Length > entry.TotalSize) return;
        block.Data.Span.CopyTo(entry.Data.AsSpan((int)block.Offset));
        entry.Filled += (ulong)block.Data.Length;
        if (entry.Filled == entry.TotalSize && Digest.Of(entry.Data) != entry.Payload) _entries.Remove(entry);
    }

    public void Evict()
    {
        if (_entries.Count > 0) _entries.RemoveAt(0);
    }

    private void Touch(Entry entry)
    {
        _entries.Remove(entry);
        _entries.Add(entry);
    }

    private sealed class Entry(Digest payload, ulong totalSize)
    {
        public Digest Payload { get; } = payload;

        public ulong TotalSize { get; } = totalSize;

        public byte[] Data { get; } = new byte[totalSize];

        public ulong Filled { get; set; }
    }
}
