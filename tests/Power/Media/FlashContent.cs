using System.IO.Hashing;

namespace SecUpIoT.Power.Tests.Media;

/// <summary>
/// What stands on a medium: never changed, shared sector by sector with the contents that it came from, and known by a digest that costs one
/// sector to keep up.
/// </summary>
internal sealed class FlashContent
{
    private readonly byte[][] _sectors;
    private readonly int _shift;

    private FlashContent(byte[][] sectors, int sectorSize, UInt128 digest)
    {
        _sectors = sectors;
        SectorSize = sectorSize;
        _shift = int.Log2(sectorSize);
        Digest = digest;
    }

    /// <summary>Bytes of a sector: a power of two.</summary>
    public int SectorSize { get; }

    public long Length => (long)_sectors.Length << _shift;

    /// <summary>Two contents with one digest are taken for equal.</summary>
    public UInt128 Digest { get; }

    /// <summary>Sectors that all hold the same byte: 0xFF as flash that is erased, 0 as a new file.</summary>
    public static FlashContent Filled(long length, int sectorSize, byte value)
    {
        var sector = new byte[sectorSize];
        sector.AsSpan().Fill(value);
        var sectors = new byte[(length + sectorSize - 1) / sectorSize][];
        UInt128 digest = 0;
        for (var i = 0; i < sectors.Length; i++)
        {
            sectors[i] = sector;
            digest ^= Hash(i, sector);
        }

        return new(sectors, sectorSize, digest);
    }

    public ReadOnlySpan<byte> Sector(int sector) => _sectors[sector];

    public int SectorOf(long address) => (int)(address >> _shift);

    public int Within(long address) => (int)(address & (SectorSize - 1));

    public byte At(long address) => _sectors[SectorOf(address)][Within(address)];

    /// <summary>The same but for one sector, whose new bytes are taken over.</summary>
    public FlashContent With(int sector, byte[] bytes)
    {
        var sectors = (byte[][])_sectors.Clone();
        sectors[sector] = bytes;
        return new(sectors, SectorSize, Digest ^ Hash(sector, _sectors[sector]) ^ Hash(sector, bytes));
    }

    /// <summary>The same but for some bytes within one sector.</summary>
    public FlashContent With(int sector, int at, ReadOnlySpan<byte> bytes)
    {
        var changed = (byte[])_sectors[sector].Clone();
        bytes.CopyTo(changed.AsSpan(at));
        return With(sector, changed);
    }

    public void Read(long offset, Span<byte> destination)
    {
        if (offset + destination.Length > Length) throw new EndOfStreamException($"the medium ends at byte {Length}.");
        while (!destination.IsEmpty)
        {
            var piece = _sectors[SectorOf(offset)].AsSpan(Within(offset));
            var count = Math.Min(piece.Length, destination.Length);
            piece[..count].CopyTo(destination);
            destination = destination[count..];
            offset += count;
        }
    }

    /// <summary>The digest of some sectors: equal for equal bytes at equal places.</summary>
    public UInt128 DigestOf(long address, long length)
    {
        UInt128 digest = 0;
        for (var sector = SectorOf(address); sector <= SectorOf(address + length - 1); sector++) digest ^= Hash(sector, _sectors[sector]);
        return digest;
    }

    private static UInt128 Hash(int index, byte[] sector) => XxHash128.HashToUInt128(sector, index);
}
