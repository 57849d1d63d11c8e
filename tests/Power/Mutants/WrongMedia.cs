using System.Buffers.Binary;
using System.IO.Hashing;
using SecUpIoT.Hosting.Storage.Flash;

namespace SecUpIoT.Power.Tests.Mutants;

/// <summary>A journal that has room for one record: the next one is written over it.</summary>
internal sealed class RecordInPlace(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    public override void Write(long offset, ReadOnlySpan<byte> data) => Inner.Write(IsJournal(offset) ? Layout.Bank(0) : offset, data);
}

/// <summary>A journal that believes every entry that begins like one.</summary>
internal sealed class ChecksumUnchecked(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    public override void Read(long offset, Span<byte> destination)
    {
        Inner.Read(offset, destination);
        if (IsJournal(offset)) JournalEntries.Mend(destination, (int)Layout.PageSize, static _ => true);
    }
}

/// <summary>A journal that believes every whole entry, whether the image bytes that became durable with it are there or not.</summary>
internal sealed class RunUnchecked(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    public override void Read(long offset, Span<byte> destination)
    {
        Inner.Read(offset, destination);
        if (!IsJournal(offset)) return;
        JournalEntries.Mend(destination, (int)Layout.PageSize, static entry =>
        {
            if (!JournalEntries.IsWhole(entry)) return false;
            JournalEntries.RunOf(entry).Clear();
            return true;
        });
    }
}

/// <summary>The entries of a journal, as they stand on the medium.</summary>
internal static class JournalEntries
{
    private const int ChecksumAt = 16;
    private const int RunAt = 20;
    private const int RunSize = 20;

    /// <summary>Changes an entry; false to leave it as it is.</summary>
    public delegate bool Change(Span<byte> entry);

    /// <summary>The part that names image bytes.</summary>
    public static Span<byte> RunOf(Span<byte> entry) => entry.Slice(RunAt, RunSize);

    /// <summary>True when the checksum is right.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt32LittleEndian(entry[ChecksumAt..]) == ChecksumOf(entry);

    /// <summary>Goes through what begins like an entry, and gives what was changed a right checksum.</summary>
    public static void Mend(Span<byte> bytes, int page, Change change)
    {
        for (var at = 0; at + RunAt + RunSize <= bytes.Length; at += page)
        {
            var entry = bytes[at..];
            if (!entry.StartsWith("SJN1"u8) || BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) > entry.Length - RunAt - RunSize || !change(entry)) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(entry[ChecksumAt..], ChecksumOf(entry));
        }
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> entry)
    {
        var checksum = new Crc32();
        checksum.Append(entry[..ChecksumAt]);
        checksum.Append(entry.Slice(RunAt, RunSize + (int)BinaryPrimitives.ReadUInt32LittleEndian(entry[4..])));
        return checksum.GetCurrentHashAsUInt32();
    }
}

/// <summary>A journal that clears the full bank before the first entry of the other one is durable.</summary>
internal sealed class BankClearedFirst(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    private readonly byte[] _page = new byte[layout.PageSize];

    public override void Write(long offset, ReadOnlySpan<byte> data)
    {
        if (offset == Layout.Bank(0) || offset == Layout.Bank(1))
        {
            var full = offset == Layout.Bank(0) ? Layout.Bank(1) : Layout.Bank(0);
            for (var page = 0L; page < Layout.BankSize; page += Layout.PageSize)
            {
                Inner.Read(full + page, _page);
                if (_page.AsSpan().StartsWith("SJN1"u8)) Inner.Write(full + page, new byte[Layout.PageSize]);
            }

            Inner.Flush();
        }

        Inner.Write(offset, data);
    }
}

/// <summary>Writes the header before the envelope that it announces.</summary>
internal sealed class HeaderFirst(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    private (long Offset, byte[] Data)? _held;

    public override void Write(long offset, ReadOnlySpan<byte> data)
    {
        if (IsEnvelope(offset))
        {
            _held = (offset, data.ToArray());
            return;
        }

        Inner.Write(offset, data);
        if (!IsHeader(offset) || _held is not { } held) return;
        Inner.Flush();
        Inner.Write(held.Offset, held.Data);
        _held = null;
    }
}

/// <summary>Takes what is written for durable.</summary>
internal sealed class NeverFlushed(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    public override void Flush()
    {
    }
}

/// <summary>Writes the seal after the record that selects the slot for its trial.</summary>
internal sealed class SealedLate(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    private (long Offset, byte[] Data)? _held;

    public override void Read(long offset, Span<byte> destination)
    {
        Inner.Read(offset, destination);
        if (_held is { } held && held.Offset == offset) held.Data.AsSpan(0, destination.Length).CopyTo(destination);
    }

    public override void Write(long offset, ReadOnlySpan<byte> data)
    {
        if (IsSeal(offset) && data.IndexOfAnyExcept((byte)0) >= 0)
        {
            _held = (offset, data.ToArray());
            return;
        }

        Inner.Write(offset, data);
        if (!IsJournal(offset) || _held is not { } held) return;
        Inner.Flush();
        Inner.Write(held.Offset, held.Data);
        _held = null;
    }
}

/// <summary>Leaves seal and header of a slot that is erased where they are.</summary>
internal sealed class SlotNotErased(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    public override void Write(long offset, ReadOnlySpan<byte> data)
    {
        if ((IsSeal(offset) || IsHeader(offset)) && data.IndexOfAnyExcept((byte)0) < 0) return;
        Inner.Write(offset, data);
    }
}
