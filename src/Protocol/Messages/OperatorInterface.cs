using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>M-30, operator to Status tracker: enrol a device with its public key (SubjectPublicKeyInfo) and class (R-ST-01). Answered by M-31 or M-09.</summary>
public sealed record EnrolRequest(DeviceId Device, VendorId Vendor, ClassId Class, Profile Profile, Bytes PublicKey) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 30;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Guid(Device.Value);
        writer.Guid(Vendor.Value);
        writer.Guid(Class.Value);
        writer.Write((byte)Profile);
        writer.Bytes(PublicKey);
    }

    internal static EnrolRequest Read(ref StrictReader reader)
    {
        reader.Array("EnrolRequest", 5);
        return new(
            new DeviceId(reader.Guid("device")),
            new VendorId(reader.Guid("vendor")),
            new ClassId(reader.Guid("class")),
            reader.Enum<Profile>("profile"),
            reader.Bytes("publicKey", Limits.PublicKey));
    }
}

/// <summary>M-31, Status tracker to operator: the device is enrolled.</summary>
public sealed record EnrolAnswer(DeviceId Device) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 31;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Guid(Device.Value);
    }

    internal static EnrolAnswer Read(ref StrictReader reader)
    {
        reader.Array("EnrolAnswer", 1);
        return new(new DeviceId(reader.Guid("device")));
    }
}

/// <summary>M-32, operator to Status tracker: where are the devices? Of one device, or in one phase, or all (R-ST-08). Answered by M-33.</summary>
public sealed record TrackQuery(DeviceId? Device, TrackPhase? Phase) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 32;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        if (Device is null) writer.WriteNil();
        else writer.Guid(Device.Value.Value);
        if (Phase is null) writer.WriteNil();
        else writer.Write((byte)Phase.Value);
    }

    internal static TrackQuery Read(ref StrictReader reader)
    {
        reader.Array("TrackQuery", 2);
        return new(
            reader.Nil("device") ? null : new DeviceId(reader.Guid("device")),
            reader.Nil("phase") ? null : reader.Enum<TrackPhase>("phase"));
    }
}

/// <summary>M-33, Status tracker to operator: what it knows of each device, ordered by device id.</summary>
public sealed record TrackAnswer(Sequence<TrackEntry> Entries) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 33;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(Entries.Count);
        foreach (var entry in Entries) entry.Write(ref writer);
    }

    internal static TrackAnswer Read(ref StrictReader reader)
    {
        reader.Array("TrackAnswer", 1);
        return new(Sequence<TrackEntry>.Read(ref reader, "entries", Limits.TrackEntries, TrackEntry.Read));
    }
}

/// <summary>M-34, operator to Status tracker: cancel the update of this device (R-ST-19). Answered by M-35 or M-09.</summary>
public sealed record CancelRequest(DeviceId Device) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 34;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Guid(Device.Value);
    }

    internal static CancelRequest Read(ref StrictReader reader)
    {
        reader.Array("CancelRequest", 1);
        return new(new DeviceId(reader.Guid("device")));
    }
}

/// <summary>M-35, Status tracker to operator: the device will be told to cancel when it checks in next.</summary>
public sealed record CancelAnswer(DeviceId Device) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 35;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Guid(Device.Value);
    }

    internal static CancelAnswer Read(ref StrictReader reader)
    {
        reader.Array("CancelAnswer", 1);
        return new(new DeviceId(reader.Guid("device")));
    }
}
