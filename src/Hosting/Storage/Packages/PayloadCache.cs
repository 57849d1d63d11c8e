using Microsoft.Win32.SafeHandles;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>Bytes from the cache, and the size of the whole payload.</summary>
public sealed record CachedBlock(ulong TotalSize, Bytes Data);

/// <summary>What became of bytes that were offered to the cache.</summary>
public enum CacheFill
{
    /// <summary>They are cached.</summary>
    Cached,
    /// <summary>They are cached, and with them the payload is whole and has its digest.</summary>
    Completed,
    /// <summary>
    /// They lie outside of the payload, the payload is larger than the cache, or the medium refused. Nothing has changed.
    /// </summary>
    NotCached,
    /// <summary>With them the payload is whole and has another digest, or they contradict what was cached of it; all of it has been removed.</summary>
    Damaged,
}

/// <summary>
/// Payloads on their way through a Status tracker (R-ST-25) or a gateway (R-CM-22, R-CM-25), by digest, in files, bounded in bytes: what was used longest ago goes first.
/// A payload is filled in any order. A block cannot be verified alone: bytes of a payload that is still filling are given out unverified, and the
/// device verifies the whole (R-DC-22). When the last byte has come, the whole is verified here too, and removed when it has another digest (R-CM-23); so is one that
/// is still filling when other bytes come for what it has: one of the two is wrong. A payload that this process did not see complete is verified before its first byte is given out.
/// Losing the cache costs a transfer and nothing else, so a medium that refuses makes misses, not failures. Whole payloads outlive the
/// process; the order of use then begins anew with the times of the files.
/// </summary>
public sealed class PayloadCache : IDisposable
{
    private readonly string _directory;
    private readonly ulong _most;
    private readonly SafeFileHandle _lock;
    private readonly object _index = new();
    private readonly Dictionary<Digest, CachedPayload> _payloads = [];
    private readonly LinkedList<CachedPayload> _order = new();
    private ulong _size;
    private int _parts;

    private PayloadCache(string directory, ulong most, SafeFileHandle handle)
    {
        _directory = directory;
        _most = most;
        _lock = handle;
    }

    /// <summary>Bytes that the cached payloads take, those that are filling counted whole.</summary>
    public ulong Size
    {
        get
        {
            lock (_index) return _size;
        }
    }

    /// <summary>
    /// Opens the cache in a directory, creating it when there is none. The directory belongs to this process until it is disposed.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="most">Most bytes.</param>
    /// <exception cref="StorageException">Busy: another process holds it. StorageFailed: the system refused.</exception>
    public static PayloadCache Open(string directory, ulong most)
    {
        SafeFileHandle? handle = null;
        try
        {
            Directory.CreateDirectory(directory);
            handle = OwnedFile.Lock(Path.Combine(directory, ".lock"));
            var cache = new PayloadCache(directory, most, handle);
            cache.Find();
            return cache;
        }
        catch (Exception exception)
        {
            handle?.Dispose();
            if (StorageException.IsOfTheSystem(exception)) throw StorageException.Failed(directory, "open the cache", exception);
            throw;
        }
    }

    /// <summary>Bytes of a payload: as many as asked for, or up to its end. Null when they are not all cached.</summary>
    public async ValueTask<CachedBlock?> Read(Digest payload, ulong offset, uint length, CancellationToken cancel = default)
    {
        if (await Used(payload, cancel).ConfigureAwait(false) is not { } entry || offset > entry.TotalSize) return null;
        var size = (int)Math.Min(length, entry.TotalSize - offset);
        if (entry.Held.From(offset) < (ulong)size) return null;
        var buffer = new byte[size];
        return Fill(entry, offset, buffer, cancel) ? new CachedBlock(entry.TotalSize, buffer) : null;
    }

    /// <summary>Reads bytes of a payload into a buffer of the caller's, all of it; false when they are not all cached.</summary>
    public async ValueTask<bool> Read(Digest payload, ulong offset, Memory<byte> buffer, CancellationToken cancel = default) =>
        await Used(payload, cancel).ConfigureAwait(false) is { } entry && entry.Held.From(offset) >= (ulong)buffer.Length && Fill(entry, offset, buffer.Span, cancel);

    /// <summary>True when a payload of this size fits, once others have made room.</summary>
    public bool Takes(ulong totalSize) => totalSize <= _most;

    /// <summary>The size of a payload of which something is cached; null when nothing is.</summary>
    public ulong? SizeOf(Digest payload) => Entry(payload)?.TotalSize;

    /// <summary>What stands for a payload as it is cached now: another object when it was removed and begun anew. Null when nothing is cached.</summary>
    public object? Standing(Digest payload) => Entry(payload);

    /// <summary>True when all of the payload is cached.</summary>
    public bool IsWhole(Digest payload) => Entry(payload)?.IsWhole == true;

    /// <summary>How many bytes are cached from <paramref name="offset"/> on, and how many are missing there, up to <paramref name="end"/> at most.</summary>
    public (ulong Held, ulong Missing) Look(Digest payload, ulong offset, ulong end)
    {
        if (Entry(payload) is not { } entry) return (0, end - offset);
        var held = Math.Min(entry.Held.From(offset), end - offset);
        return (held, held > 0 ? 0 : entry.Held.Gap(offset, end));
    }

    /// <summary>Offers bytes of a payload. They are taken when the payload fits.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="totalSize">Its size in bytes.</param>
    /// <param name="offset">Where the bytes stand in it.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="cancel">Cancels while it waits for another write to the same payload.</param>
    public async ValueTask<CacheFill> Write(Digest payload, ulong totalSize, ulong offset, Bytes data, CancellationToken cancel = default)
    {
        if (Entry(payload, totalSize) is not { } entry) return CacheFill.NotCached;
        await entry.Gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (entry.Removed || offset > totalSize || (ulong)data.Length > totalSize - offset) return CacheFill.NotCached;
            if (entry.IsWhole) return entry.TotalSize == totalSize ? CacheFill.Cached : CacheFill.NotCached;
            if (entry.TotalSize != totalSize || !Agrees(entry, offset, data.Span))
            {
                Remove(entry);
                return CacheFill.Damaged;
            }

            if (!entry.Add(offset, data.Span)) return CacheFill.NotCached;
            if (entry.Removed)
            {
                // Removed before its first bytes were written, which made the file.
                File.Delete(entry.File);
                return CacheFill.NotCached;
            }

            if (!entry.IsWhole) return CacheFill.Cached;
            if (StreamDigest.OfFile(entry.File, cancel) != payload)
            {
                Remove(entry);
                return CacheFill.Damaged;
            }

            lock (_index)
            {
                if (entry.Removed) return CacheFill.NotCached;
                entry.Complete(FileOf(payload));
                return CacheFill.Completed;
            }
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception) || exception is OperationCanceledException)
        {
            Remove(entry);
            if (exception is OperationCanceledException) throw;
            return CacheFill.NotCached;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>Gives the directory free. What is filling is lost.</summary>
    public void Dispose() => _lock.Dispose();

    // What is cached of a payload, now used last and verified; null when nothing is.
    private async ValueTask<CachedPayload?> Used(Digest payload, CancellationToken cancel)
    {
        CachedPayload? entry;
        lock (_index)
        {
            if (!_payloads.TryGetValue(payload, out entry)) return null;
            Touch(entry);
        }

        try
        {
            return await Verified(entry, cancel).ConfigureAwait(false) ? entry : null;
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            Remove(entry);
            return null;
        }
    }

    private bool Fill(CachedPayload entry, ulong offset, Span<byte> buffer, CancellationToken cancel)
    {
        try
        {
            using var handle = entry.OpenForReading();
            for (var done = 0; done < buffer.Length;)
            {
                cancel.ThrowIfCancellationRequested();
                var count = RandomAccess.Read(handle, buffer[done..], (long)offset + done);
                if (count == 0) return false;
                done += count;
            }

            return true;
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            Remove(entry);
            return false;
        }
    }

    private string FileOf(Digest payload) => Path.Combine(_directory, payload.ToHex());

    private void Find()
    {
        foreach (var file in new DirectoryInfo(_directory).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc))
        {
            if (file.Extension == ".part")
            {
                // How much of it survived a power cut cannot be told.
                file.Delete();
            }
            else if (file.Name.Length == 2 * Digest.Size && file.Name.All(char.IsAsciiHexDigitLower) && file.Length > 0)
            {
                Add(CachedPayload.Found(Digest.FromHex(file.Name), file.FullName, (ulong)file.Length));
            }
        }

        MakeRoom(0);
    }

    // What is there already is the same.
    private static bool Agrees(CachedPayload entry, ulong offset, ReadOnlySpan<byte> data)
    {
        for (var at = 0; at < data.Length;)
        {
            var here = offset + (ulong)at;
            var end = offset + (ulong)data.Length;
            if (entry.Held.From(here) is not (> 0 and var held))
            {
                at += (int)entry.Held.Gap(here, end);
                continue;
            }

            var known = new byte[Math.Min(held, end - here)];
            using (var handle = entry.OpenForReading())
            {
                for (int done = 0, read; done < known.Length; done += read)
                    if ((read = RandomAccess.Read(handle, known.AsSpan(done), (long)here + done)) == 0) return false;
            }

            if (!data.Slice(at, known.Length).SequenceEqual(known)) return false;
            at += known.Length;
        }

        return true;
    }

    private CachedPayload? Entry(Digest payload)
    {
        lock (_index) return _payloads.GetValueOrDefault(payload);
    }

    private CachedPayload? Entry(Digest payload, ulong totalSize)
    {
        lock (_index)
        {
            if (_payloads.TryGetValue(payload, out var entry)) return entry;
            if (totalSize == 0 || !Takes(totalSize)) return null;
            MakeRoom(totalSize);
            entry = CachedPayload.Begun(payload, $"{FileOf(payload)}.{_parts++}.part", totalSize);
            Add(entry);
            return entry;
        }
    }

    private void Add(CachedPayload entry)
    {
        _payloads.Add(entry.Payload, entry);
        _order.AddLast(entry.Node);
        _size += entry.TotalSize;
    }

    private void Touch(CachedPayload entry)
    {
        _order.Remove(entry.Node);
        _order.AddLast(entry.Node);
    }

    private void MakeRoom(ulong size)
    {
        while (_order.First is { } oldest && _size > _most - size) Remove(oldest.Value);
    }

    private void Remove(CachedPayload entry)
    {
        lock (_index)
        {
            if (entry.Removed) return;
            entry.Removed = true;
            _payloads.Remove(entry.Payload);
            _order.Remove(entry.Node);
            _size -= entry.TotalSize;
            try
            {
                File.Delete(entry.File);
            }
            catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
            {
                // It is out of the index; the next start finds the file and counts it again.
            }
        }
    }

    private async ValueTask<bool> Verified(CachedPayload entry, CancellationToken cancel)
    {
        if (entry.Trusted) return true;
        await entry.Gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (entry.Trusted) return true;
            if (entry.Removed) return false;
            if (StreamDigest.OfFile(entry.File, cancel) == entry.Payload) return entry.Trusted = true;
            Remove(entry);
            return false;
        }
        finally
        {
            entry.Gate.Release();
        }
    }
}
