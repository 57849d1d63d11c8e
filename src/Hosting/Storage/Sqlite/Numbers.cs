using System.Buffers.Binary;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Sqlite;

/// <summary>Sequence numbers as eight big-endian bytes: SQLite's integers are signed, its blobs order as the numbers do.</summary>
internal static class Numbers
{
    public static byte[] ToKey(SequenceNumber number)
    {
        var key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, number.Value);
        return key;
    }

    public static SequenceNumber FromKey(byte[] key) => new(BinaryPrimitives.ReadUInt64BigEndian(key));
}
