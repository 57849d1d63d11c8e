using System.Security.Cryptography;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>SHA-256 over streams, in small pieces.</summary>
internal static class StreamDigest
{
    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// Copies <paramref name="from"/> to <paramref name="to"/> and returns the digest, or null when there are more than <paramref
    /// name="most"/> bytes.
    /// </summary>
    public static async Task<Digest?> Copy(Stream from, Stream to, ulong most, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var total = 0UL;
        while (await from.ReadAsync(buffer, cancel).ConfigureAwait(false) is var count and > 0)
        {
            total += (ulong)count;
            if (total > most) return null;
            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
        }

        return new Digest(hash.GetHashAndReset());
    }

    /// <summary>The digest of a file, read in the caller's thread: an asynchronous read of a file only lets another thread wait for it.</summary>
    public static Digest OfFile(string path, CancellationToken cancel)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var at = 0L;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var count = RandomAccess.Read(file, buffer, at);
            if (count == 0) return new Digest(hash.GetHashAndReset());
            hash.AppendData(buffer, 0, count);
            at += count;
        }
    }
}
