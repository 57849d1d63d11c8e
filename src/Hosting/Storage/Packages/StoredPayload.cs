using System.Buffers;
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
    /// Reads from an offset on, as much as the buffer holds and the payload has; returns the number of bytes, zero from the end on. In the caller's thread: an
    /// asynchronous read of a file only lets another thread wait for it.
    /// </summary>
    /// <exception cref="StorageException">StorageFailed: the system refused.</exception>
    public int Read(ulong offset, Span<byte> buffer)
    {
        var total = 0;
        try
        {
            while (total < buffer.Length && offset + (ulong)total < Size)
            {
                var count = RandomAccess.Read(_handle, buffer[total..], (long)offset + total);
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
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        while (length > 0)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Read(offset, buffer.AsSpan(0, (int)Math.Min(length, BufferSize)));
            if (count == 0) break;
            await destination.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
            offset += (ulong)count;
            length -= (ulong)count;
        }

        // Not after a fault: a stream that was left in the middle of a write may still read from it.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();
}
