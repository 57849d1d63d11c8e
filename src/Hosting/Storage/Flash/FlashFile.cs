using System.Security.Cryptography;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Storage.Flash;

/// <summary>
/// The flash of one device in one file: journal and two slots (R-GEN-08, R-DC-32). One writer at a time; slots may be read back while the
/// journal is appended to. What each operation guarantees after a power cut stands at the operation; a failed operation throws a
/// <see cref="FlashException"/> and leaves the flash as a cut at that point would.
/// </summary>
public sealed class FlashFile : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly IFlashMedium _medium;
    private readonly FlashLayout _layout;
    private readonly FlashJournal _journal;
    private readonly FlashSlot[] _slots;
    private readonly object _writing = new();
    private readonly UnflushedImage _unflushed = new();

    private FlashFile(IFlashMedium medium, FlashLayout layout, FlashJournal journal)
    {
        _medium = medium;
        _layout = layout;
        _journal = journal;
        _slots = [new FlashSlot(medium, layout, Slot.A), new FlashSlot(medium, layout, Slot.B)];
    }

    /// <summary>The device whose flash this is.</summary>
    public DeviceId Device => _layout.Device;

    /// <summary>Bytes of the image area of a slot (R-DC-40).</summary>
    public ulong SlotCapacity => _layout.SlotCapacity;

    /// <summary>Bytes of a page; components stand at page-aligned offsets.</summary>
    public uint PageSize => _layout.PageSize;

    /// <summary>
    /// Creates the flash of a device in a new file and keeps it open. The superblock is written last: a cut leaves a file that
    /// <see cref="Open(string)"/> calls damaged, to be deleted and created again.
    /// </summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <param name="device">Whose flash it is.</param>
    /// <param name="slotCapacity">Bytes of the image area of a slot.</param>
    /// <param name="pageSize">Bytes of a page: a power of two from 256 to 65536.</param>
    /// <exception cref="FlashException">NotAllowed: the file exists, or the dimensions are impossible. StorageFailed: it could not be
    /// written.</exception>
    public static FlashFile Create(string path, DeviceId device, ulong slotCapacity, uint pageSize = 4096)
    {
        var layout = Checked(path, device, slotCapacity, pageSize);
        if (File.Exists(path))
        {
            throw new FlashException(
                ResultCode.NotAllowed,
                $"{path}: expected no file of this name, but there is one. Open it, or delete it if the device is to lose everything.");
        }

        return Guarded(path, () => Format(FileMedium.Create(path, layout.TotalSize), layout));
    }

    /// <summary>Creates the flash of a device on a medium whose bytes are all zero, and takes the medium over.</summary>
    /// <exception cref="FlashException">NotAllowed: the dimensions are impossible. StorageFailed: it could not be written, or the medium is
    /// too small.</exception>
    public static FlashFile Create(IFlashMedium medium, DeviceId device, ulong slotCapacity, uint pageSize = 4096)
    {
        ArgumentNullException.ThrowIfNull(medium);
        return Guarded(medium.Name, () => Format(medium, Checked(medium.Name, device, slotCapacity, pageSize)));
    }

    /// <summary>Bytes that a medium must have for these dimensions.</summary>
    public static long SizeFor(ulong slotCapacity, uint pageSize = 4096) => Checked("flash", default, slotCapacity, pageSize).TotalSize;

    /// <summary>Opens the flash of a device and holds its file exclusively.</summary>
    /// <exception cref="FlashException">Busy: another process holds the file. NotAvailable: there is none. StorageCorrupted: superblock or
    /// journal
    /// are unreadable. StorageFailed: the system refused.</exception>
    public static FlashFile Open(string path) => Guarded(path, () => Mount(FileMedium.Open(path)));

    /// <summary>Opens the flash of a device on a medium, and takes the medium over.</summary>
    /// <exception cref="FlashException">StorageCorrupted: superblock or journal are unreadable. StorageFailed: the medium
    /// refused.</exception>
    public static FlashFile Open(IFlashMedium medium)
    {
        ArgumentNullException.ThrowIfNull(medium);
        return Guarded(medium.Name, () => Mount(medium));
    }

    /// <summary>The last record appended; null when there was none yet.</summary>
    /// <exception cref="FlashException">StorageCorrupted: the entry is whole but no record of this version.</exception>
    public DeviceRecord? ReadRecord()
    {
        if (_journal.Last.Length == 0) return null;
        var decoded = DeviceRecord.Decode(_journal.Last);
        return decoded.Value ?? throw Corrupted(_medium.Name, $"expected a device record in the journal, but: {decoded.Error}");
    }

    /// <summary>
    /// Appends a record to the journal and returns when it is durable (R-GEN-03). Image bytes written before become durable first, or in the
    /// same flush under a hash that the record is held against when the flash is opened, so that a record never counts a byte that is not
    /// there (R-DC-20, R-DC-21). A cut leaves this record or the one before (R-DC-32).
    /// </summary>
    public void Append(DeviceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var payload = record.Encode();
        Write(() =>
        {
            if (_unflushed.NeedsFlush)
            {
                _medium.Flush();
                _unflushed.Flushed();
            }

            _journal.Append(payload, _unflushed.Run);
        });
    }

    /// <summary>
    /// Erases a slot: first its seal is gone durably, then its envelope header. The image bytes stay until they are overwritten, unread.
    /// Which slot may be erased is the Device core's to decide (R-DC-01).
    /// </summary>
    public void Erase(Slot slot) => Write(() => _slots[(int)slot].Erase());

    /// <summary>Writes the envelope into an erased slot. Durable on return; a cut leaves no envelope, or the whole one.</summary>
    public void WriteEnvelope(Slot slot, Bytes envelope) => Write(() => _slots[(int)slot].WriteEnvelope(envelope.Span));

    /// <summary>
    /// Writes image bytes into an erased slot, from an offset within the image area. Durable no later than the next
    /// <see cref="Append"/> or <see cref="Seal"/> that returns.
    /// </summary>
    /// <exception cref="FlashException">ImageTooLarge: outside the slot; nothing was written. StorageFailed: the slot is sealed, or the
    /// medium refused.</exception>
    public void WriteImage(Slot slot, ulong offset, ReadOnlySpan<byte> data)
    {
        lock (_writing)
        {
            var place = _slots[(int)slot].PlaceOf(offset, data.Length);
            try
            {
                // An entry that vouches for bytes which are about to be others is written again without them: it is no less durable for that.
                if (_journal.LastRun.Meets(place, data.Length)) _journal.Append(_journal.Last);
                _medium.Write(place, data);
                _unflushed.Add(place, data);
            }
            catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
            {
                _unflushed.Doubt();
                throw FlashException.Of(StorageException.Failed(_medium.Name, $"write {data.Length} bytes to slot {slot}", exception));
            }
        }
    }

    /// <summary>
    /// Seals the slot so that it may be booted. Everything in it is durable before the seal is written; a cut leaves it unsealed, or
    /// sealed.
    /// </summary>
    public void Seal(Slot slot) => Write(() => _slots[(int)slot].Seal());

    /// <summary>True when the slot is sealed and its envelope is the one that was sealed.</summary>
    public bool IsSealed(Slot slot) => Guarded(_medium.Name, () => _slots[(int)slot].IsSealed());

    /// <summary>
    /// The envelope in the slot as it stands there; empty when there is none. Whether it is authentic is the Device core's to judge
    /// (R-DC-25).
    /// </summary>
    public Bytes ReadEnvelope(Slot slot) => Guarded(_medium.Name, () => _slots[(int)slot].ReadEnvelope());

    /// <summary>The SHA-256 of each component, in order, read back from the medium in small pieces (R-DC-22, R-DC-45).</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="components">Where the components stand; their digests are not looked at.</param>
    /// <param name="progress">Called with the bytes read so far, over all components.</param>
    /// <exception cref="FlashException">StorageCorrupted: a component lies outside the slot. StorageFailed: the medium refused.</exception>
    public Sequence<Digest> DigestComponents(Slot slot, Sequence<ImageComponent> components, Action<ulong>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(components);
        return Guarded(_medium.Name, () =>
        {
            var buffer = new byte[BufferSize];
            var digests = new List<Digest>(components.Count);
            var done = 0UL;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var component in components)
            {
                _slots[(int)slot].Read(component.Offset, component.Size, buffer, piece =>
                {
                    hash.AppendData(piece.Span);
                    done += (ulong)piece.Length;
                    progress?.Invoke(done);
                });
                digests.Add(new Digest(hash.GetHashAndReset()));
            }

            return new Sequence<Digest>(digests);
        });
    }

    /// <summary>Copies the bytes of a component to a stream, in small pieces. What the stream throws is not translated.</summary>
    /// <exception cref="FlashException">StorageCorrupted: the component lies outside the slot. StorageFailed: the medium
    /// refused.</exception>
    public void CopyImageTo(Slot slot, ImageComponent component, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(component);
        ArgumentNullException.ThrowIfNull(destination);
        var buffer = new byte[BufferSize];
        for (var done = 0UL; done < component.Size;)
        {
            var size = Math.Min((ulong)buffer.Length, component.Size - done);
            var offset = component.Offset + done;
            Guarded<object?>(_medium.Name, () =>
            {
                _slots[(int)slot].Read(offset, size, buffer, static _ => { });
                return null;
            });
            destination.Write(buffer, 0, (int)size);
            done += size;
        }
    }

    /// <summary>Closes the medium and gives the file free.</summary>
    public void Dispose() => _medium.Dispose();

    private static FlashLayout Checked(string name, DeviceId device, ulong slotCapacity, uint pageSize)
    {
        var layout = new FlashLayout(device, slotCapacity, pageSize);
        return layout.Fault() is not { } fault ? layout : throw new FlashException(ResultCode.NotAllowed, $"{name}: {fault}. Correct the configuration.");
    }

    private static FlashFile Format(IFlashMedium medium, FlashLayout layout) => Owning(medium, () =>
    {
        if (medium.Length < layout.TotalSize) throw new IOException($"it has {medium.Length} bytes where {layout.TotalSize} are needed.");
        var journal = FlashJournal.Create(medium, layout);
        medium.Write(0, layout.EncodeSuperblock());
        medium.Flush();
        return new FlashFile(medium, layout, journal);
    });

    private static FlashFile Mount(IFlashMedium medium) => Owning(medium, () =>
    {
        var superblock = new byte[FlashLayout.SuperblockSize];
        if (medium.Length >= superblock.Length) medium.Read(0, superblock);
        var layout = FlashLayout.DecodeSuperblock(superblock, out var fault) ?? throw Corrupted(medium.Name, fault);
        if (medium.Length < layout.TotalSize)
            throw Corrupted(medium.Name, $"expected {layout.TotalSize} bytes, but the medium ends after {medium.Length}");

        // What a killed process wrote and did not flush can be read now and be gone after a power cut: what is read from here on stays.
        medium.Flush();
        var journal = FlashJournal.Open(medium, layout) ?? throw Corrupted(medium.Name, "expected a good entry in either journal bank, but neither has one");
        return new FlashFile(medium, layout, journal);
    });

    private static FlashFile Owning(IFlashMedium medium, Func<FlashFile> open)
    {
        try
        {
            return open();
        }
        catch
        {
            medium.Dispose();
            throw;
        }
    }

    private static FlashException Corrupted(string name, string fault) => new(
        ResultCode.StorageCorrupted,
        $"{name}: {fault}. The state of the device is lost: delete the flash and provision the device again.");

    private static T Guarded<T>(string name, Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (FlashException)
        {
            throw;
        }
        catch (StorageException exception)
        {
            throw FlashException.Of(exception);
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw FlashException.Of(StorageException.Failed(name, "read or write the flash", exception));
        }
    }

    private void Write(Action operation)
    {
        // Each of them ends with a flush; one that failed may have ended before it.
        lock (_writing)
        {
            Guarded<object?>(_medium.Name, () =>
            {
                var done = false;
                try
                {
                    operation();
                    done = true;
                }
                finally
                {
                    if (done) _unflushed.Flushed();
                    else _unflushed.Doubt();
                }

                return null;
            });
        }
    }
}
