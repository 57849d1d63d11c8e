using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Hosts.Device;

/// <summary>
/// Does to a flash what a Device core orders, in the caller's thread and without anything else of a host: what a device does that runs is
/// what a test does that cuts its power at every step.
/// </summary>
internal sealed class FlashPerformer(FlashFile flash)
{
    /// <summary>Performs an output that writes to the flash; false when it is none of those.</summary>
    /// <exception cref="FlashException">The flash could not do it.</exception>
    public bool Perform(Output output)
    {
        switch (output)
        {
            case Output.Persist { Record: DeviceRecord record }:
                flash.Append(record);
                return true;
            case Output.EraseSlot erase:
                flash.Erase(erase.Slot);
                return true;
            case Output.WriteEnvelope write:
                flash.WriteEnvelope(write.Slot, write.Envelope);
                return true;
            case Output.WriteImage write:
                flash.WriteImage(write.Slot, write.Offset, write.Data.Span);
                return true;
            case Output.InstallSlot install:
                flash.Seal(install.Slot);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads a slot back. One that cannot be read holds nothing that could be believed: the machine judges it like an empty one
    /// (R-DC-39).</summary>
    /// <param name="read">The order.</param>
    /// <param name="progress">Called with the bytes read so far.</param>
    /// <param name="unreadable">Called with the reason when the slot cannot be read.</param>
    public Input.SlotRead Read(Output.ReadSlot read, Action<ulong>? progress = null, Action<StorageException>? unreadable = null)
    {
        try
        {
            return new Input.SlotRead(read.Slot, flash.ReadEnvelope(read.Slot), flash.DigestComponents(read.Slot, read.Components, progress));
        }
        catch (StorageException exception)
        {
            unreadable?.Invoke(exception);
            return new Input.SlotRead(read.Slot, Bytes.Empty, Sequence<Digest>.Empty);
        }
    }
}
