using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>
/// Where everything stands on a device's flash, in whole pages:
/// superblock | journal bank 0 | journal bank 1 | slot A | slot B, and a slot is seal | envelope header | envelope | image.
/// The superblock is written once, last of all, when the flash is created, and never again. Numbers are little-endian.
/// </summary>
internal sealed record FlashLayout(DeviceId Device, ulong SlotCapacity, uint PageSize)
{
    /// <summary>Bytes of the superblock that mean something; the rest of its page is zero.</summary>
    public const int SuperblockSize = 52;

    public const uint LeastPage = 256;
    public const uint MostPage = 64 * 1024;

    private const ushort FormatVersion = 2;
    private const int BankPages = 64;

    private static ReadOnlySpan<byte> Magic => "SECUPFLS"u8;

    public long BankSize => BankPages * (long)PageSize;

    public long SlotSize => 2L * PageSize + Pages(Limits.Envelope) + Pages((long)SlotCapacity);

    public long TotalSize => PageSize + 2 * BankSize + 2 * SlotSize;

    public long Bank(int bank) => PageSize + bank * BankSize;

    public long Seal(Slot slot) => PageSize + 2 * BankSize + (byte)slot * SlotSize;

    public long EnvelopeHeader(Slot slot) => Seal(slot) + PageSize;

    public long Envelope(Slot slot) => Seal(slot) + 2L * PageSize;

    public long Image(Slot slot) => Envelope(slot) + Pages(Limits.Envelope);

    /// <summary>Bytes in whole pages.</summary>
    public long Pages(long bytes) => (bytes + PageSize - 1) / PageSize * PageSize;

    /// <summary>Why these dimensions are not possible, or null.</summary>
    public string? Fault()
    {
        if (PageSize is < LeastPage or > MostPage || !BitOperations.IsPow2(PageSize))
            return $"expected a page size that is a power of two from {LeastPage} to {MostPage} bytes, but got {PageSize}";
        if (SlotCapacity is 0 or > 2 * Limits.Payload)
            return $"expected a slot capacity from 1 to {2 * Limits.Payload} bytes, but got {SlotCapacity}";
        return null;
    }

    public byte[] EncodeSuperblock()
    {
        var page = new byte[PageSize];
        Magic.CopyTo(page);
        BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(12), PageSize);
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(16), SlotCapacity);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(24), BankPages);
        Device.Value.TryWriteBytes(page.AsSpan(32), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(SuperblockSize - 4), Crc32.HashToUInt32(page.AsSpan(0, SuperblockSize - 4)));
        return page;
    }

    /// <summary>The layout that a superblock describes, or why it describes none.</summary>
    public static FlashLayout? DecodeSuperblock(ReadOnlySpan<byte> bytes, out string fault)
    {
        fault = "";
        if (!bytes[..8].SequenceEqual(Magic))
        {
            fault = bytes.IndexOfAnyExcept((byte)0) < 0
                ? "expected a superblock, but there are zeros (its creation was interrupted)"
                : "expected a superblock, but other bytes stand there (it is damaged, or this is no flash file)";
            return null;
        }

        var expected = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(SuperblockSize - 4)..]);
        var actual = Crc32.HashToUInt32(bytes[..(SuperblockSize - 4)]);
        if (expected != actual)
        {
            fault = $"expected a superblock with checksum {expected:x8}, but its bytes have {actual:x8}";
            return null;
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        var pages = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        if (version != FormatVersion || pages != BankPages)
        {
            fault = $"expected format version {FormatVersion} with {BankPages} pages a bank, but the superblock says {version} with {pages}";
            return null;
        }

        var layout = new FlashLayout(
            new DeviceId(new Guid(bytes.Slice(32, 16), bigEndian: true)),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
        fault = layout.Fault() ?? "";
        return fault.Length == 0 ? layout : null;
    }
}
