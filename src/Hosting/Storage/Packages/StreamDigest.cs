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

    /// <summary>The digest of a file.</summary>
    public static async Task<Digest> OfFile(string path, CancellationToken cancel)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false)) return new Digest(await SHA256.HashDataAsync(stream, cancel).ConfigureAwait(false));
    }
}
