using Microsoft.Win32.SafeHandles;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>A file as flash, under an exclusive lock for as long as it is open.</summary>
internal sealed class FileMedium : IFlashMedium
{
    private readonly SafeFileHandle _handle;

    private FileMedium(string path, SafeFileHandle handle)
    {
        Name = path;
        _handle = handle;
    }

    public string Name { get; }

    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>
    /// A new file of <paramref name="length"/> zero bytes; its name is durable. Space is taken from the file system as it is written.
    /// </summary>
    public static FileMedium Create(string path, long length)
    {
        var handle = OwnedFile.Open(path, FileMode.CreateNew);
        try
        {
            RandomAccess.SetLength(handle, length);
            RandomAccess.FlushToDisk(handle);
            DurableFiles.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileMedium(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public static FileMedium Open(string path) => new(path, OwnedFile.Open(path, FileMode.Open));

    public void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(_handle, destination, offset);
            if (count == 0) throw new EndOfStreamException($"the file ends at byte {offset}.");
            destination = destination[count..];
            offset += count;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> data) => RandomAccess.Write(_handle, data, offset);

    public void Flush() => DurableFiles.FlushBytes(_handle);

    public void Dispose() => _handle.Dispose();
}
