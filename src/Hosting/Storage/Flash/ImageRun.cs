using System.Buffers.Binary;
using System.IO.Hashing;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>
/// A run of image bytes, known by its hash: what a journal entry that becomes durable together with them says of them. The hash tells bytes that are there from bytes that a
/// cut kept from the medium, and nothing else; whether an image is authentic is judged by its digest.
/// </summary>
/// <param name="Offset">The first byte, on the medium.</param>
/// <param name="Length">How many; 0 for none.</param>
/// <param name="Hash">Their XXH3.</param>
internal readonly record struct ImageRun(long Offset, uint Length, ulong Hash)
{
    /// <summary>Bytes of its encoding.</summary>
    public const int Size = 20;

    private const int BufferSize = 64 * 1024;

    public static ImageRun Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[12..], Hash);
    }

    /// <summary>True when it shares bytes with those from <paramref name="offset"/> on.</summary>
    public bool Meets(long offset, int length) => Length > 0 && offset < Offset + Length && Offset < offset + length;

    /// <summary>True when its bytes are on the medium; also when there are none.</summary>
    public bool IsHeldBy(IFlashMedium medium)
    {
        if (Length == 0) return true;
        if (Offset < 0 || Offset > medium.Length - Length) return false;
        var hash = new XxHash3();
        var buffer = new byte[Math.Min(BufferSize, Length)];
        for (var done = 0L; done < Length;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - done));
            medium.Read(Offset + done, piece);
            hash.Append(piece);
            done += piece.Length;
        }

        return hash.GetCurrentHashAsUInt64() == Hash;
    }
}
