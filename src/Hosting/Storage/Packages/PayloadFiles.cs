using System.Collections.Concurrent;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>
/// Payloads as files named by their digest: <c>payloads/sha256/ab/abcd...</c>. A payload comes in under <c>uploads/</c>, is flushed, and
/// gets its name only when its digest is right; the directories are flushed after that. What does not match its name is moved to
/// <c>quarantine/</c>, for people to look at. Nothing is read at start-up.
/// </summary>
internal sealed class PayloadFiles : IDisposable
{
    private readonly string _payloads;
    private readonly string _uploads;
    private readonly string _quarantine;
    private readonly ConcurrentDictionary<Digest, Stamp> _sound = new();
    private readonly SemaphoreSlim _verifying = new(1);

    public PayloadFiles(string root)
    {
        _payloads = Path.Combine(root, "payloads", "sha256");
        _uploads = Path.Combine(root, "uploads");
        _quarantine = Path.Combine(root, "quarantine");
        foreach (var directory in new[] { _payloads, _uploads, _quarantine }) DurableFiles.CreateDirectory(directory);
        // Uploads that a former process left half done: their senders got no answer and send again.
        foreach (var file in Directory.EnumerateFiles(_uploads)) File.Delete(file);
    }

    public ulong? Size(Digest payload)
    {
        var file = new FileInfo(PathOf(payload));
        return file.Exists ? (ulong)file.Length : null;
    }

    public async Task<PayloadName> Save(Digest payload, Stream content, ulong most, CancellationToken cancel)
    {
        if (Size(payload) is { } present) return new PayloadName(payload, present);
        var path = PathOf(payload);
        var upload = Path.Combine(_uploads, $"{Guid.NewGuid():n}.part");
        try
        {
            var size = await Receive(payload, content, most, upload, cancel).ConfigureAwait(false);
            await _verifying.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                DurableFiles.CreateDirectory(Path.GetDirectoryName(path)!);
                DurableFiles.Rename(upload, path, overwrite: true);
                _sound[payload] = Stamp.Of(path);
            }
            finally
            {
                _verifying.Release();
            }

            return new PayloadName(payload, size);
        }
        finally
        {
            File.Delete(upload);
        }
    }

    public async Task<StoredPayload?> Open(Digest payload, CancellationToken cancel)
    {
        var path = PathOf(payload);
        if (!IsKnownSound(payload, path) && await Verify(payload, onlyIfUnknown: true, cancel).ConfigureAwait(false) == PayloadState.Damaged)
        {
            throw new StorageException(
                ResultCode.StorageCorrupted,
                $"{path}: expected the payload with the digest in its name, but the bytes have another one; the file was moved to {_quarantine}. Upload the payload again.");
        }

        try
        {
            return new StoredPayload(payload, path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async Task<PayloadState> Verify(Digest payload, bool onlyIfUnknown, CancellationToken cancel)
    {
        // One at a time: many requests for one unread payload read it once, and a disk is not asked for several whole files at once.
        await _verifying.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var path = PathOf(payload);
            if (!File.Exists(path)) return PayloadState.Absent;
            if (onlyIfUnknown && IsKnownSound(payload, path)) return PayloadState.Sound;
            var stamp = Stamp.Of(path);
            if (StreamDigest.OfFile(path, cancel) == payload)
            {
                _sound[payload] = stamp;
                return PayloadState.Sound;
            }

            _sound.TryRemove(payload, out _);
            PutAside(path);
            return PayloadState.Damaged;
        }
        finally
        {
            _verifying.Release();
        }
    }

    /// <summary>Moves a damaged file to the quarantine, under its name and a unique ending.</summary>
    public void PutAside(string path) => DurableFiles.Rename(path, Path.Combine(_quarantine, $"{Path.GetFileName(path)}.{Guid.NewGuid():n}"), overwrite: false);

    public void Dispose() => _verifying.Dispose();

    private static async Task<ulong> Receive(Digest payload, Stream content, ulong most, string upload, CancellationToken cancel)
    {
        var stream = new FileStream(upload, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        try
        {
            var actual = await StreamDigest.Copy(content, stream, most, cancel).ConfigureAwait(false) ?? throw new StorageException(
                ResultCode.LimitExceeded,
                $"expected a payload of at most {most} bytes for {payload.ToHex()}, but more came. Send the payload that the manifest names.");
            if (actual != payload)
            {
                throw new StorageException(
                    ResultCode.PayloadDigestMismatch,
                    $"expected a payload with digest {payload.ToHex()}, but the {stream.Length} bytes that came have {actual.ToHex()}. Send the payload that the manifest names.");
            }

            stream.Flush(flushToDisk: true);
            return (ulong)stream.Length;
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string PathOf(Digest payload)
    {
        var hex = payload.ToHex();
        return Path.Combine(_payloads, hex[..2], hex);
    }

    private bool IsKnownSound(Digest payload, string path) => _sound.TryGetValue(payload, out var stamp) && stamp == Stamp.Of(path);

    /// <summary>Tells whether a file was touched: length and time of the last write.</summary>
    private readonly record struct Stamp(long Length, long LastWrite)
    {
        public static Stamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new(file.Length, file.LastWriteTimeUtc.Ticks) : default;
        }
    }
}
