using System.Buffers.Binary;
using System.IO.Hashing;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>
/// A flash that was opened on a medium of arbitrary bytes. The input describes the medium: one byte of wishes, the superblock, then runs of bytes, each with its
/// place in three bytes and its length in two. A fuzzer finds no checksum, so by wish those of the superblock and of what looks like a journal entry, an envelope header or a seal are put right.
/// </summary>
internal sealed record FlashMount(DeviceRecord? Record, bool SealedA, bool SealedB)
{
    private const int Superblock = 52;
    private const int LongestImage = 64 * 1024;
    private const byte RightChecksums = 1, WholeMedium = 2;

    // Two banks of the largest page are read at once; envelopes have 64 KiB.
    public static Allowance Allowance { get; } = new(24 << 20, 64);

    /// <summary>Opens, reads all there is, writes the record again, and opens again.</summary>
    public static Answer<FlashMount> Open(ReadOnlyMemory<byte> input)
    {
        var medium = new Medium(input.Span);
        try
        {
            FlashMount first;
            using (var flash = FlashFile.Open(medium)) first = Read(flash);
            if (first.Record is not { } record) return Answer.Accepted(first);
            using (var flash = FlashFile.Open(medium)) flash.Append(record);
            using var again = FlashFile.Open(medium);
            return again.ReadRecord() == record ? Answer.Accepted(first) : new Answer<FlashMount>(first, "a record that was appended did not come back");
        }
        catch (FlashException exception)
        {
            return Answer.Refused<FlashMount>(exception.Message);
        }
    }

    /// <summary>A slot that is sealed holds an envelope.</summary>
    public static string? Contradiction(ReadOnlyMemory<byte> input, Answer<FlashMount> answer)
    {
        if (answer.Value is not { } mount || !(mount.SealedA || mount.SealedB)) return null;
        using var flash = FlashFile.Open(new Medium(input.Span));
        if (mount.SealedA && flash.ReadEnvelope(Slot.A).IsEmpty) return "slot A is sealed and holds no envelope";
        return mount.SealedB && flash.ReadEnvelope(Slot.B).IsEmpty ? "slot B is sealed and holds no envelope" : null;
    }

    public static IEnumerable<byte[]> Seeds()
    {
        foreach (var record in RecordSeeds.Device())
        {
            var layout = new FlashLayout(new DeviceId(new Guid("0e5d3a52-93a1-4a5b-8a4e-5d8f1a3c7b01")), 4096, 256);
            byte[] superblock = layout.EncodeSuperblock()[..Superblock];
            var entry = Entry(record, 5);
            byte[] header = [.. "SECUPENV"u8, 16, 0, 0, 0, 0, 0, 0, 0];
            byte[] seal = [.. "SECUPSEA"u8, 16, 0, 0, 0, .. System.Security.Cryptography.SHA256.HashData(new byte[16]), 0, 0, 0, 0];
            yield return [RightChecksums | WholeMedium, .. superblock, .. Run(layout.Bank(0), entry)];
            yield return
            [
                RightChecksums | WholeMedium, .. superblock, .. Run(layout.Bank(0), Entry(record, 5)), .. Run(layout.Bank(1), Entry(record, 6)),
                .. Run(layout.EnvelopeHeader(Slot.A), header), .. Run(layout.Envelope(Slot.A), new byte[16]), .. Run(layout.Seal(Slot.A), seal), .. Run(layout.EnvelopeHeader(Slot.B), header),
            ];
            yield return [WholeMedium, .. superblock, .. Run(layout.Bank(0), entry)];
            yield return [RightChecksums, .. superblock, .. Run(layout.Bank(0), entry)];
        }

        yield return [0];
    }

    // Magic, length, number, checksum; then the image bytes that the entry vouches for, none here.
    private const int JournalHead = 40;

    private static FlashMount Read(FlashFile flash)
    {
        var record = flash.ReadRecord();
        foreach (var slot in new[] { Slot.A, Slot.B }) _ = flash.ReadEnvelope(slot);
        if (record is not null && record.Confirmed.Components.Aggregate(UInt128.Zero, static (sum, component) => sum + component.Size) <= LongestImage)
            _ = flash.DigestComponents(record.Confirmed.Slot, record.Confirmed.Components);
        return new(record, flash.IsSealed(Slot.A), flash.IsSealed(Slot.B));
    }

    private static byte[] Run(long offset, byte[] bytes) =>
        [(byte)((offset >> 16) & 0xff), (byte)((offset >> 8) & 0xff), (byte)(offset & 0xff), (byte)(bytes.Length >> 8), (byte)(bytes.Length & 0xff), .. bytes];

    private static byte[] Entry(byte[] payload, ulong sequence)
    {
        var entry = new byte[JournalHead + payload.Length];
        "SJN1"u8.CopyTo(entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), (uint)payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), sequence);
        payload.CopyTo(entry, JournalHead);
        return entry;
    }

    /// <summary>Bytes that are zero where nothing was written, in pages, so that a large one costs nothing.</summary>
    private sealed class Medium : IFlashMedium
    {
        private const int Page = 4096;
        private readonly Dictionary<long, byte[]> _pages = [];

        public Medium(ReadOnlySpan<byte> input)
        {
            var wishes = input.IsEmpty ? (byte)0 : input[0];
            var rest = input.IsEmpty ? input : input[1..];
            var superblock = rest[..Math.Min(Superblock, rest.Length)].ToArray();
            rest = rest[superblock.Length..];
            if ((wishes & RightChecksums) != 0 && superblock.Length == Superblock) Put(superblock, Superblock - 4, Crc32.HashToUInt32(superblock.AsSpan(0, Superblock - 4)));
            Length = (wishes & WholeMedium) != 0 ? 1L << 40 : Superblock + input.Length;
            Write(0, superblock);
            while (rest.Length >= 5)
            {
                var offset = (rest[0] << 16) | (rest[1] << 8) | rest[2];
                var run = rest.Slice(5, Math.Min((rest[3] << 8) | rest[4], rest.Length - 5)).ToArray();
                if ((wishes & RightChecksums) != 0) Mend(run);
                Write(offset, run);
                rest = rest[(5 + run.Length)..];
            }
        }

        public string Name => "flash";

        public long Length { get; }

        public void Read(long offset, Span<byte> destination)
        {
            if (offset > Length - destination.Length) throw new EndOfStreamException("the medium ends before");
            for (var done = 0; done < destination.Length;)
            {
                var at = offset + done;
                var piece = destination[done..Math.Min(destination.Length, done + Page - (int)(at % Page))];
                if (_pages.TryGetValue(at / Page, out var page)) page.AsSpan((int)(at % Page), piece.Length).CopyTo(piece);
                else piece.Clear();
                done += piece.Length;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> data)
        {
            for (var done = 0; done < data.Length; done++)
            {
                var at = offset + done;
                if (!_pages.TryGetValue(at / Page, out var page)) _pages[at / Page] = page = new byte[Page];
                page[at % Page] = data[done];
            }
        }

        public void Flush()
        {
            // What is written is there.
        }

        public void Dispose()
        {
            // Opened more than once.
        }

        private static void Mend(byte[] run)
        {
            if (run.AsSpan().StartsWith("SJN1"u8) && run.Length >= JournalHead && BinaryPrimitives.ReadUInt32LittleEndian(run.AsSpan(4)) is var length && length <= run.Length - JournalHead)
            {
                var checksum = new Crc32();
                checksum.Append(run.AsSpan(0, 16));
                checksum.Append(run.AsSpan(20, JournalHead - 20 + (int)length));
                Put(run, 16, checksum.GetCurrentHashAsUInt32());
            }

            if (run.AsSpan().StartsWith("SECUPENV"u8) && run.Length >= 16) Put(run, 12, Crc32.HashToUInt32(run.AsSpan(0, 12)));
            if (run.AsSpan().StartsWith("SECUPSEA"u8) && run.Length >= 48) Put(run, 44, Crc32.HashToUInt32(run.AsSpan(0, 44)));
        }

        private static void Put(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
    }
}
