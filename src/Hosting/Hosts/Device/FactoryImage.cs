using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Hosts.Device;

/// <summary>Puts the first image onto a new flash, as a factory does: a package like any other, verified in the same way.</summary>
public static class FactoryImage
{
    /// <summary>Writes the package's image into slot A, seals it and makes it the confirmed one.</summary>
    /// <param name="flash">The flash; nothing may have been recorded on it.</param>
    /// <param name="configuration">The device that the package must be for.</param>
    /// <param name="envelope">The package.</param>
    /// <param name="open">Opens a payload that is not in the envelope, by its digest; null when there is none.</param>
    /// <exception cref="StorageException">NotAllowed: there is a confirmed image. Other codes: what is wrong with the package or the flash.</exception>
    public static void Install(FlashFile flash, DeviceCoreConfiguration configuration, Bytes envelope, Func<Digest, Stream?> open)
    {
        if (flash.ReadRecord() is not null) throw new StorageException(ResultCode.NotAllowed, "The flash holds an image already; a further one comes as an update.");
        var judged = DeviceJudges.For(configuration).Package(envelope);
        if (judged.Value is not { } package) throw new StorageException(judged.Code, $"The package is not acceptable: {judged.Detail}");

        flash.Erase(Slot.A);
        flash.WriteEnvelope(Slot.A, package.Envelope);
        for (var i = 0; i < package.Components.Count; i++)
        {
            var component = package.Components[i];
            if (i < package.Integrated.Count) flash.WriteImage(Slot.A, component.Offset, package.Integrated[i].Span);
            else Copy(flash, component, open);
        }

        var found = flash.DigestComponents(Slot.A, package.Components);
        if (!found.Equals(new Sequence<Digest>(package.Components.Select(static component => component.Digest))))
            throw new StorageException(ResultCode.PayloadDigestMismatch, $"The payloads have the digests {found}, which the package does not name.");
        flash.Seal(Slot.A);
        flash.Append(new DeviceRecord(new SlotImage(Slot.A, package.Name, package.Components), null, null, 0));
    }

    private static void Copy(FlashFile flash, Protocol.Machine.ImageComponent component, Func<Digest, Stream?> open)
    {
        using var payload = open(component.Digest) ?? throw new StorageException(ResultCode.NotAvailable, $"The payload {component.Digest} is not there.");
        var buffer = new byte[64 * 1024];
        var at = 0UL;
        int read;
        while ((read = payload.Read(buffer, 0, buffer.Length)) > 0)
        {
            if (at + (ulong)read > component.Size) throw new StorageException(ResultCode.PayloadDigestMismatch, $"The payload {component.Digest} has more than {component.Size} bytes.");
            flash.WriteImage(Slot.A, component.Offset + at, buffer.AsSpan(0, read));
            at += (ulong)read;
        }
    }
}
