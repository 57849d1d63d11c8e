using System.Security.Cryptography;
using System.Text;
using SecUpIoT.Protocol;

namespace SecUpIoT.VectorTool;

/// <summary>Values that look arbitrary and are the same in every run: hashes of a seed and a label.</summary>
internal static class Seeded
{
    public const string Seed = "SecUpIoT vectors 1";

    public static byte[] Bytes(string label, int length)
    {
        var result = new byte[length];
        for (var offset = 0; offset < length; offset += Protocol.Digest.Size)
        {
            var block = SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{label}/{offset}"));
            block.AsSpan(0, Math.Min(Protocol.Digest.Size, length - offset)).CopyTo(result.AsSpan(offset));
        }

        return result;
    }

    public static byte[] Fill(byte value, int length)
    {
        var result = new byte[length];
        result.AsSpan().Fill(value);
        return result;
    }

    public static Digest Digest(string label) => new(Bytes(label, Protocol.Digest.Size));

    public static Nonce Nonce(string label) => new(Bytes(label, Protocol.Nonce.Size));

    public static Guid Guid(string label) => new(Bytes(label, 16), bigEndian: true);

    public static DeviceId Device(string label) => new(Guid(label));

    /// <summary>2026-01-01T00:00:00Z and <paramref name="seconds"/> more.</summary>
    public static Moment Moment(long seconds = 0) => new(1_767_225_600_000 + (1000 * seconds));
}
