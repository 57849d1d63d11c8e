using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;

namespace SecUpIoT.Conformance.Reference;

/// <summary>What every reference Device core takes from its provisioning, on whatever flash it stands.</summary>
internal static class DeviceFacts
{
    /// <summary>Who it is, whom it trusts and what it can hold; all else as the reference has it.</summary>
    public static DeviceCoreConfiguration Read(JsonObject arguments, uint pageSize) => new()
    {
        Device = new DeviceId(Guid.Parse(Fields.Text(arguments, "device"))),
        Vendor = new VendorId(Guid.Parse(Fields.Text(arguments, "vendor"))),
        Class = new ClassId(Guid.Parse(Fields.Text(arguments, "class"))),
        Profile = Enum.Parse<Profile>(Fields.Text(arguments, "profile")),
        HasClock = Fields.Flag(arguments, "clock"),
        AuthorAnchors = Keys.Anchors(arguments, "authors"),
        TrackerAnchors = Keys.Anchors(arguments, "trackers"),
        SlotCapacity = (ulong)Fields.Number(arguments, "slotCapacity"),
        BlockSize = (uint)Fields.Number(arguments, "blockSize"),
        PageSize = pageSize,
    };
}
