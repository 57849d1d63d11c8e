using Microsoft.Win32.SafeHandles;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>
/// One payload in the cache. Filling and verifying happen under <see cref="Gate"/>; renaming and removing under the cache's lock.
/// </summary>
internal sealed class CachedPayload
{
    private volatile string _file;
    private volatile bool _removed;
    private volatile bool _trusted;

    private CachedPayload(Digest payload, string file, ulong totalSize, ulong held, bool trusted)
    {
        Payload = payload;
        _file = file;
        TotalSize = totalSize;
        Held = new HeldRanges(held);
        _trusted = trusted;
        Node = new LinkedListNode<CachedPayload>(this);
    }

    public Digest Payload { get; }

    public ulong TotalSize { get; }

    public SemaphoreSlim Gate { get; } = new(1);

    public LinkedListNode<CachedPayload> Node { get; }

    public string File => _file;

    /// <summary>Which bytes are in the file.</summary>
    public HeldRanges Held { get; }

    /// <summary>True when all are.</summary>
    public bool IsWhole => Held.From(0) == TotalSize;

    public bool Removed
    {
        get => _removed;
        set => _removed = value;
    }

    /// <summary>False for a file of a former process that has not been verified yet.</summary>
    public bool Trusted
    {
        get => _trusted;
        set => _trusted = value;
    }

    /// <summary>A payload that this process begins to fill; its file has a name of its own until it is whole.</summary>
    public static CachedPayload Begun(Digest payload, string file, ulong totalSize) => new(payload, file, totalSize, 0, trusted: true);

    /// <summary>A whole payload that a former process left.</summary>
    public static CachedPayload Found(Digest payload, string file, ulong totalSize) => new(payload, file, totalSize, totalSize, trusted: false);

    /// <summary>Writes bytes that are not there yet; false when they would be one scattered piece too many.</summary>
    /// <exception cref="FileNotFoundException">The payload was removed meanwhile.</exception>
    public bool Add(ulong offset, ReadOnlySpan<byte> data)
    {
        // Only the first bytes make the file: made anew, it would have zeros where others believe that bytes are held.
        var mode = Held.IsEmpty ? FileMode.Create : FileMode.Open;
        using var handle = System.IO.File.OpenHandle(_file, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(handle, data, (long)offset);
        return Held.Add(offset, (ulong)data.Length);
    }

    /// <summary>Gives the file its final name.</summary>
    public void Complete(string file)
    {
        System.IO.File.Move(_file, file, overwrite: true);
        _file = file;
    }

    public SafeFileHandle OpenForReading()
    {
        var file = _file;
        try
        {
            return Open(file);
        }
        catch (FileNotFoundException) when (file != _file)
        {
            // Completed in between.
            return Open(_file);
        }
    }

    private static SafeFileHandle Open(string file) =>
        System.IO.File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
