using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>
/// One slot. Order of durability: image and envelope bytes, then the envelope header, then the seal; erasing goes the other way.
/// A seal is therefore never on the medium without the whole envelope it was made for.
/// </summary>
internal sealed class FlashSlot
{
    private const int HeaderSize = 16;
    private const int SealSize = 48;

    private readonly IFlashMedium _medium;
    private readonly FlashLayout _layout;
    private readonly Slot _slot;
    private bool _mayBeSealed;

    public FlashSlot(IFlashMedium medium, FlashLayout layout, Slot slot)
    {
        _medium = medium;
        _layout = layout;
        _slot = slot;
        _mayBeSealed = IsSealed();
    }

    private static ReadOnlySpan<byte> HeaderMagic => "SECUPENV"u8;

    private static ReadOnlySpan<byte> SealMagic => "SECUPSEA"u8;

    /// <summary>
    /// Zeroes the seal, flushes, zeroes the envelope header, flushes. A cut leaves the slot sealed as it was, or unsealed. The bytes of
    /// envelope and image stay until they are overwritten: without header and seal nothing reads them as an image.
    /// </summary>
    public void Erase()
    {
        var page = new byte[_layout.PageSize];
        _medium.Write(_layout.Seal(_slot), page);
        _medium.Flush();
        _medium.Write(_layout.EnvelopeHeader(_slot), page);
        _medium.Flush();
        _mayBeSealed = false;
    }

    /// <summary>
    /// Writes the envelope, flushes, writes its header, flushes: a header is never there without its envelope. A header that is there
    /// already is erased first.
    /// </summary>
    public void WriteEnvelope(ReadOnlySpan<byte> envelope)
    {
        RefuseWhenSealed();
        if (envelope.Length is 0 or > Limits.Envelope)
        {
            throw new FlashException(
                ResultCode.LimitExceeded,
                $"{_medium.Name}: expected an envelope of 1 to {Limits.Envelope} bytes, but it has {envelope.Length}. Detach its payloads.");
        }

        var header = new byte[_layout.PageSize];
        HeaderMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), (uint)envelope.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Crc32.HashToUInt32(header.AsSpan(0, 12)));
        if (!ReadEnvelope().IsEmpty) Erase();
        _medium.Write(_layout.Envelope(_slot), envelope);
        _medium.Flush();
        _medium.Write(_layout.EnvelopeHeader(_slot), header);
        _medium.Flush();
    }

    /// <summary>Where image bytes of this offset stand on the medium, when they may be written.</summary>
    public long PlaceOf(ulong offset, int length)
    {
        RefuseWhenSealed();
        RefuseOutside(offset, (ulong)length, ResultCode.ImageTooLarge);
        return _layout.Image(_slot) + (long)offset;
    }

    public Bytes ReadEnvelope()
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        _medium.Read(_layout.EnvelopeHeader(_slot), header);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (!header.StartsWith(HeaderMagic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) != Crc32.HashToUInt32(header[..12])
            || length > Limits.Envelope)
        {
            return Bytes.Empty;
        }

        var envelope = new byte[length];
        _medium.Read(_layout.Envelope(_slot), envelope);
        return envelope;
    }

    /// <summary>
    /// Flushes what was written to the slot, writes the seal, flushes. A cut leaves the slot unsealed, or sealed and whole.
    /// </summary>
    public void Seal()
    {
        var envelope = ReadEnvelope();
        if (envelope.IsEmpty)
        {
            throw new FlashException(
                ResultCode.StorageFailed,
                $"{_medium.Name}: expected an envelope in slot {_slot} before it is sealed, but there is none. Write the envelope first.");
        }

        var seal = new byte[_layout.PageSize];
        _mayBeSealed = true;
        EncodeSeal(envelope.Span, seal);
        _medium.Flush();
        _medium.Write(_layout.Seal(_slot), seal);
        _medium.Flush();
    }

    public bool IsSealed()
    {
        Span<byte> seal = stackalloc byte[SealSize];
        _medium.Read(_layout.Seal(_slot), seal);
        if (!seal.StartsWith(SealMagic)) return false;
        Span<byte> expected = stackalloc byte[SealSize];
        EncodeSeal(ReadEnvelope().Span, expected);
        return seal.SequenceEqual(expected);
    }

    /// <summary>Hands the bytes of a component, in order, in pieces of at most the length of <paramref name="buffer"/>.</summary>
    public void Read(ulong offset, ulong size, byte[] buffer, Action<ReadOnlyMemory<byte>> take)
    {
        RefuseOutside(offset, size, ResultCode.StorageCorrupted);
        for (var done = 0UL; done < size;)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min((ulong)buffer.Length, size - done));
            _medium.Read(_layout.Image(_slot) + (long)(offset + done), piece.Span);
            take(piece);
            done += (ulong)piece.Length;
        }
    }

    /// <summary>Magic, length and SHA-256 of the envelope, checksum: a seal holds for the one envelope it was made for.</summary>
    private static void EncodeSeal(ReadOnlySpan<byte> envelope, Span<byte> seal)
    {
        SealMagic.CopyTo(seal);
        BinaryPrimitives.WriteUInt32LittleEndian(seal[8..], (uint)envelope.Length);
        SHA256.HashData(envelope, seal[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(seal[44..], Crc32.HashToUInt32(seal[..44]));
    }

    private void RefuseWhenSealed()
    {
        if (!_mayBeSealed) return;
        throw new FlashException(
            ResultCode.StorageFailed,
            $"{_medium.Name}: expected to write to an erased slot, but slot {_slot} is sealed. Erase it first; never erase the confirmed one.");
    }

    private void RefuseOutside(ulong offset, ulong size, ResultCode code)
    {
        if (offset <= _layout.SlotCapacity && size <= _layout.SlotCapacity - offset) return;
        throw new FlashException(
            code,
            $"{_medium.Name}: expected bytes within the {_layout.SlotCapacity} of slot {_slot}, but {size} bytes from {offset} on were asked for. "
            + "Use an image that fits, or a device with larger slots.");
    }
}
