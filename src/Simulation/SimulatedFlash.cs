using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Simulation;

/// <summary>How a flash operation ended.</summary>
public enum FlashResult
{
    /// <summary>Done.</summary>
    Done,
    /// <summary>The medium failed; nothing, or only a part, was written.</summary>
    Failed,
    /// <summary>The power went; nothing, a part, or all was written.</summary>
    PowerLost,
}

/// <summary>How much of an operation happens when it is disturbed.</summary>
public enum Tear
{
    /// <summary>None of it.</summary>
    Before,
    /// <summary>The first half.</summary>
    Halfway,
    /// <summary>All of it, but nobody learns of it.</summary>
    After,
}

/// <summary>One operation on the flash, as it was begun.</summary>
/// <param name="Kind">The name of the output that ordered it.</param>
/// <param name="Slot">The slot, or null for the journal.</param>
public sealed record FlashOperation(string Kind, Slot? Slot);

/// <summary>
/// Two slots and a journal of two pages. A record goes into the page that does not hold the newest one, with a running number and a check value,
/// so that a torn write leaves the former record in force. Each operation can be made to fail or to lose its power before, halfway or after.
/// </summary>
public sealed class SimulatedFlash
{
    private const byte Erased = 0xFF;
    private const int NumberSize = 8;

    private readonly byte[][] _pages;
    private readonly Dictionary<Slot, Store> _slots;
    private (int At, Tear Tear, FlashResult Result)? _disturbance;

    /// <summary>An empty flash whose slots hold <paramref name="capacity"/> bytes each.</summary>
    public SimulatedFlash(int capacity)
        : this(capacity, journalPages: 2)
    {
    }

    /// <summary>As before, with another journal: one page only is overwritten in place, so that a torn write leaves no record at all.</summary>
    public SimulatedFlash(int capacity, int journalPages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(journalPages, 1);
        _slots = new() { [Slot.A] = new(capacity), [Slot.B] = new(capacity) };
        _pages = [.. Enumerable.Repeat(Array.Empty<byte>(), journalPages)];
    }

    /// <summary>All operations that were begun, in order.</summary>
    public IReadOnlyList<FlashOperation> Operations => _operations;

    private readonly List<FlashOperation> _operations = [];

    /// <summary>A slot that is worn out: nothing can be written to it any more. Null for none.</summary>
    public Slot? Worn { get; set; }

    /// <summary>The power goes during the operation that comes after <paramref name="operations"/> further ones.</summary>
    public void CutAfter(int operations, Tear tear) => _disturbance = (_operations.Count + operations, tear, FlashResult.PowerLost);

    /// <summary>The operation that comes after <paramref name="operations"/> further ones fails.</summary>
    public void FailAfter(int operations, Tear tear = Tear.Before) => _disturbance = (_operations.Count + operations, tear, FlashResult.Failed);

    /// <summary>Takes back a disturbance that was ordered and did not come yet.</summary>
    public void Calm() => _disturbance = null;

    /// <summary>Erases a slot with its header.</summary>
    public FlashResult Erase(Slot slot) => Do("EraseSlot", slot, part =>
    {
        var store = _slots[slot];
        (store.Envelope, store.Sealed) = ([], false);
        store.Area.AsSpan(0, part == Part.Half ? store.Area.Length / 2 : store.Area.Length).Fill(Erased);
    });

    /// <summary>Writes the envelope into a slot's header.</summary>
    public FlashResult WriteEnvelope(Slot slot, Bytes envelope) => Do("WriteEnvelope", slot, part => _slots[slot].Envelope = Take(envelope, part));

    /// <summary>Writes image bytes; beyond the slot's end the medium fails.</summary>
    public FlashResult WriteImage(Slot slot, ulong offset, Bytes data)
    {
        var area = _slots[slot].Area;
        return offset + (ulong)data.Length > (ulong)area.Length
            ? FlashResult.Failed
            : Do("WriteImage", slot, part => Take(data, part).CopyTo(area, (int)offset));
    }

    /// <summary>Seals a slot.</summary>
    public FlashResult Install(Slot slot) => Do("InstallSlot", slot, part => _slots[slot].Sealed |= part == Part.All);

    /// <summary>Stores the record durably, or leaves the former one.</summary>
    public FlashResult Persist(DeviceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Do("Persist", null, part =>
        {
            var (newest, number) = Newest();
            byte[] page = [.. BitConverter.GetBytes(number + 1), .. record.Encode()];
            _pages[(newest + 1) % _pages.Length] = Take((byte[])[.. page, .. Digest.Of(page).Value.Span[..NumberSize]], part);
        });
    }

    /// <summary>The record in force; null when none was ever stored.</summary>
    public DeviceRecord? ReadJournal() => Read(_pages[Newest().Page])?.Record;

    /// <summary>Reads a slot back for the machine. The reading can be disturbed as well.</summary>
    public FlashResult Read(Slot slot, Sequence<ImageComponent> components, out Input.SlotRead read)
    {
        read = Look(slot, components);
        return Do("ReadSlot", slot, static _ => { });
    }

    /// <summary>What stands in a slot, for observers.</summary>
    public Input.SlotRead Look(Slot slot, Sequence<ImageComponent> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        var store = _slots[slot];
        return new(slot, store.Envelope, new Sequence<Digest>(components.Select(component =>
            component.Offset + component.Size <= (ulong)store.Area.Length
                ? Digest.Of(store.Area.AsSpan((int)component.Offset, (int)component.Size))
                : default)));
    }

    /// <summary>True when the slot is sealed.</summary>
    public bool IsSealed(Slot slot) => _slots[slot].Sealed;

    /// <summary>The digest of all that a slot holds: header, seal and image area.</summary>
    public Digest Fingerprint(Slot slot)
    {
        var store = _slots[slot];
        return Digest.Of((byte[])[.. store.Envelope, store.Sealed ? (byte)1 : (byte)0, .. store.Area]);
    }

    /// <summary>Changes one byte behind everybody's back, as ageing or an attacker with a probe would.</summary>
    public void Damage(Slot slot, int offset) => _slots[slot].Area[offset] ^= 0x40;

    /// <summary>Writes into a slot behind everybody's back.</summary>
    public void Replace(Slot slot, Bytes envelope, Bytes image)
    {
        _slots[slot].Envelope = envelope.ToArray();
        image.Span.CopyTo(_slots[slot].Area);
    }

    private FlashResult Do(string kind, Slot? slot, Action<Part> perform)
    {
        var at = _operations.Count;
        _operations.Add(new(kind, slot));
        if (slot is not null && slot == Worn && kind != "ReadSlot") return FlashResult.Failed;
        if (_disturbance is not { } disturbance || disturbance.At != at)
        {
            perform(Part.All);
            return FlashResult.Done;
        }

        if (disturbance.Tear != Tear.Before) perform(disturbance.Tear == Tear.Halfway ? Part.Half : Part.All);
        return disturbance.Result;
    }

    private static byte[] Take(Bytes bytes, Part part) => bytes.Span[..(part == Part.Half ? bytes.Length / 2 : bytes.Length)].ToArray();

    private (int Page, ulong Number) Newest() =>
        _pages.Select(static (page, at) => (Page: at, Number: Read(page)?.Number ?? 0)).MaxBy(static page => page.Number);

    private static (ulong Number, DeviceRecord Record)? Read(byte[] page)
    {
        if (page.Length < 2 * NumberSize) return null;
        var content = page.AsSpan(0, page.Length - NumberSize);
        if (!Digest.Of(content).Value.Span[..NumberSize].SequenceEqual(page.AsSpan(page.Length - NumberSize))) return null;
        var record = DeviceRecord.Decode(page.AsMemory(NumberSize, page.Length - 2 * NumberSize));
        return record.Value is { } sound ? (BitConverter.ToUInt64(content), sound) : null;
    }

    private enum Part
    {
        All,
        Half,
    }

    private sealed class Store
    {
        public Store(int capacity)
        {
            Area = new byte[capacity];
            Area.AsSpan().Fill(Erased);
        }

        public byte[] Area { get; }

        public byte[] Envelope { get; set; } = [];

        public bool Sealed { get; set; }
    }
}
