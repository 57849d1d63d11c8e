using Microsoft.Win32.SafeHandles;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>A payload opened for reading. It stays readable until it is disposed, whatever happens to its name in between.</summary>
public sealed class StoredPayload : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly string _path;

    internal StoredPayload(Digest digest, string path, SafeFileHandle handle)
    {
        Digest = digest;
        _path = path;
        _handle = handle;
        Size = (ulong)RandomAccess.GetLength(handle);
    }

    /// <summary>Its digest.</summary>
    public Digest Digest { get; }

    /// <summary>Its size in bytes.</summary>
    public ulong Size { get; }

    /// <summary>
    /// Reads from an offset on, as much as the buffer holds and the payload has; returns the number of bytes, zero from the end on.
    /// </summary>
    /// <exception cref="StorageException">StorageFailed: the system refused.</exception>
    public async ValueTask<int> Read(ulong offset, Memory<byte> buffer, CancellationToken cancel = default)
    {
        var total = 0;
        try
        {
            while (total < buffer.Length && offset + (ulong)total < Size)
            {
                var count = await RandomAccess.ReadAsync(_handle, buffer[total..], (long)offset + total, cancel).ConfigureAwait(false);
                if (count == 0) break;
                total += count;
            }
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw StorageException.Failed(_path, "read the payload", exception);
        }

        return total;
    }

    /// <summary>
    /// Copies a range to a stream in small pieces; the range ends with the payload. What the stream throws is not translated.
    /// </summary>
    public async Task CopyTo(Stream destination, ulong offset, ulong length, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var buffer = new byte[BufferSize];
        while (length > 0)
        {
            var count = await Read(offset, buffer.AsMemory(0, (int)Math.Min(length, BufferSize)), cancel).ConfigureAwait(false);
            if (count == 0) return;
            await destination.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
            offset += (ulong)count;
            length -= (ulong)count;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();
}
