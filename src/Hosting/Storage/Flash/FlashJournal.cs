using System.Buffers.Binary;
using System.IO.Hashing;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>
/// The journal: two banks of append-only entries, each entry in pages of its own, so that no page that holds a good entry is written
/// again. The entry with the highest sequence number and a right checksum is the last one; a torn entry has a wrong checksum and so the
/// one before it counts (R-DC-32). When a bank is full the next entry goes to the start of the other bank, whose entries are all older;
/// the full bank keeps the last good entry until that one is durable. An entry may name a run of image bytes that became durable in the same
/// flush: it is a good one only while they are there, so that a cut within that flush leaves the entry before it.
/// </summary>
internal sealed class FlashJournal
{
    private const uint Magic = 0x314E4A53; // "SJN1"
    private const int HeaderSize = 40;
    private const int ChecksumAt = 16;
    private const int RunAt = 20;

    private readonly IFlashMedium _medium;
    private readonly FlashLayout _layout;
    private ulong _sequence;
    private int _bank;
    private long _position;
    private byte[] _entry = [];

    private FlashJournal(IFlashMedium medium, FlashLayout layout)
    {
        _medium = medium;
        _layout = layout;
    }

    /// <summary>The payload of the last entry; empty when no record was ever appended.</summary>
    public byte[] Last { get; private set; } = [];

    /// <summary>The image bytes that the last entry vouches for; none, when they were durable before it.</summary>
    public ImageRun LastRun { get; private set; }

    /// <summary>Writes the first entry, an empty one. From then on a flash without any good entry is a damaged one.</summary>
    public static FlashJournal Create(IFlashMedium medium, FlashLayout layout)
    {
        var journal = new FlashJournal(medium, layout);
        journal.Append([]);
        return journal;
    }

    /// <summary>Finds the last good entry; null when there is none.</summary>
    public static FlashJournal? Open(IFlashMedium medium, FlashLayout layout)
    {
        var journal = new FlashJournal(medium, layout);
        var found = new List<Found>();
        for (var bank = 0; bank < 2; bank++)
        {
            var bytes = new byte[layout.BankSize];
            medium.Read(layout.Bank(bank), bytes);
            journal.Scan(bank, bytes, found);
        }

        if (found.Count == 0) return null;
        journal._sequence = found.Max(static entry => entry.Sequence);
        var last = found.OrderByDescending(static entry => entry.Sequence).FirstOrDefault(entry => entry.Run.IsHeldBy(medium));
        if (last is null) return null;
        (journal._bank, journal._position, journal.Last, journal.LastRun) = (last.Bank, last.End, last.Payload, last.Run);

        // An entry whose image bytes did not become durable with it was never acknowledged. It must not come to count later, when the same bytes are written again.
        if (last.Sequence != journal._sequence) journal.Append(last.Payload);
        return journal;
    }

    /// <summary>
    /// Appends an entry and returns when it is durable, and with it the image bytes of <paramref name="run"/>: one write, one flush. A sequence
    /// number is never used twice, even when the write fails: whatever part of the failed entry is on the medium stays older than the next one.
    /// </summary>
    public void Append(byte[] payload, ImageRun run = default)
    {
        var size = _layout.Pages(HeaderSize + payload.Length);
        if (size > _layout.BankSize)
        {
            throw new FlashException(
                ResultCode.StorageFailed,
                $"{_medium.Name}: expected a record that fits into a journal bank of {_layout.BankSize} bytes, but it takes {size}. "
                + "Create the flash with larger pages.");
        }

        var bank = _position + size <= _layout.BankSize ? _bank : 1 - _bank;
        var position = bank == _bank ? _position : 0;
        if (_entry.Length != size) _entry = new byte[size];
        var entry = _entry;
        _sequence++;
        BinaryPrimitives.WriteUInt32LittleEndian(entry, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), (uint)payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), _sequence);
        run.Write(entry.AsSpan(RunAt, ImageRun.Size));
        payload.CopyTo(entry.AsSpan(HeaderSize));
        entry.AsSpan(HeaderSize + payload.Length).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(ChecksumAt), Checksum(entry, payload.Length));
        _medium.Write(_layout.Bank(bank) + position, entry);
        _medium.Flush();
        _bank = bank;
        _position = position + size;
        Last = payload;
        LastRun = run;
    }

    private static uint Checksum(ReadOnlySpan<byte> entry, int length)
    {
        var checksum = new Crc32();
        checksum.Append(entry[..ChecksumAt]);
        checksum.Append(entry.Slice(RunAt, ImageRun.Size + length));
        return checksum.GetCurrentHashAsUInt32();
    }

    private void Scan(int bank, ReadOnlySpan<byte> bytes, List<Found> found)
    {
        var position = 0;
        while (position < bytes.Length)
        {
            var entry = bytes[position..];
            if (!IsGood(entry, out var length, out var sequence))
            {
                position += (int)_layout.PageSize;
                continue;
            }

            position += (int)_layout.Pages(HeaderSize + length);
            found.Add(new Found(bank, position, sequence, ImageRun.Read(entry.Slice(RunAt, ImageRun.Size)), entry.Slice(HeaderSize, length).ToArray()));
        }
    }

    private static bool IsGood(ReadOnlySpan<byte> entry, out int length, out ulong sequence)
    {
        length = 0;
        sequence = 0;
        if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != Magic) return false;
        var claimed = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
        if (claimed > entry.Length - HeaderSize) return false;
        length = (int)claimed;
        sequence = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
        // No journal comes to the last number, and none could go on after it.
        return sequence < ulong.MaxValue && BinaryPrimitives.ReadUInt32LittleEndian(entry[ChecksumAt..]) == Checksum(entry, length);
    }

    /// <summary>An entry with a right checksum.</summary>
    private sealed record Found(int Bank, long End, ulong Sequence, ImageRun Run, byte[] Payload);
}
