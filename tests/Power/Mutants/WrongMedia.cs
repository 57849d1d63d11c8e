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
    private const int HeaderSize = 20;

    public override void Read(long offset, Span<byte> destination)
    {
        Inner.Read(offset, destination);
        if (!IsJournal(offset)) return;
        for (var at = 0; at + HeaderSize <= destination.Length; at += (int)Layout.PageSize)
        {
            var entry = destination[at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            if (!entry.StartsWith("SJN1"u8) || length > entry.Length - HeaderSize) continue;
            var checksum = new Crc32();
            checksum.Append(entry[..16]);
            checksum.Append(entry.Slice(HeaderSize, (int)length));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], checksum.GetCurrentHashAsUInt32());
        }
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

/// <summary>Lets the record be durable before the image bytes that it counts.</summary>
internal sealed class RecordBeforeImage(IFlashMedium inner, FlashLayout layout) : PassingMedium(inner, layout)
{
    private bool _isImage;

    public override void Write(long offset, ReadOnlySpan<byte> data)
    {
        _isImage = IsImage(offset);
        Inner.Write(offset, data);
    }

    public override void Flush()
    {
        if (!_isImage) Inner.Flush();
        _isImage = false;
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
