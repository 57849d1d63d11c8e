using MessagePack;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Protocol.Messages;

/// <summary>M-36, operator to Status tracker: how does the fleet stand (R-ST-48)? Answered by M-37 or M-09.</summary>
public sealed record FleetQuery : Message
{
    /// <inheritdoc/>
    public override byte Tag => 36;

    internal override void Write(ref MessagePackWriter writer) => writer.WriteArrayHeader(0);

    internal static FleetQuery Read(ref StrictReader reader)
    {
        reader.Array("FleetQuery", 0);
        return new();
    }
}

/// <summary>M-37, Status tracker to operator: the fleet in numbers.</summary>
public sealed record FleetSummary(Sequence<PhaseCount> Phases, uint Conflicts, Sequence<ServerSummary> Servers) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 37;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteArrayHeader(Phases.Count);
        foreach (var phase in Phases) phase.Write(ref writer);
        writer.Write(Conflicts);
        writer.WriteArrayHeader(Servers.Count);
        foreach (var server in Servers) server.Write(ref writer);
    }

    internal static FleetSummary Read(ref StrictReader reader)
    {
        reader.Array("FleetSummary", 3);
        return new(
            Sequence<PhaseCount>.Read(ref reader, "phases", Limits.TrackPhases, PhaseCount.Read),
            (uint)reader.UInt("conflicts", uint.MaxValue),
            Sequence<ServerSummary>.Read(ref reader, "servers", Limits.Servers, ServerSummary.Read));
    }
}

/// <summary>M-38, operator to Status tracker: the devices after this one in the order of their ids, page by page (R-ST-49). Answered by M-33 or M-09.</summary>
public sealed record DevicesQuery(TrackPhase? Phase, DeviceId? After, uint Most) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 38;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        if (Phase is null) writer.WriteNil();
        else writer.Write((byte)Phase.Value);
        if (After is null) writer.WriteNil();
        else writer.Guid(After.Value.Value);
        writer.Write(Most);
    }

    internal static DevicesQuery Read(ref StrictReader reader)
    {
        reader.Array("DevicesQuery", 3);
        return new(
            reader.Nil("phase") ? null : reader.Enum<TrackPhase>("phase"),
            reader.Nil("after") ? null : new DeviceId(reader.Guid("after")),
            (uint)reader.UInt("most", Limits.TrackEntries));
    }
}

/// <summary>M-39, operator to Status tracker: what happened to this device (R-ST-31)? Answered by M-40 or M-09.</summary>
public sealed record HistoryQuery(DeviceId Device, uint Most) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 39;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Guid(Device.Value);
        writer.Write(Most);
    }

    internal static HistoryQuery Read(ref StrictReader reader)
    {
        reader.Array("HistoryQuery", 2);
        return new(
            new DeviceId(reader.Guid("device")),
            (uint)reader.UInt("most", Limits.HistoryEntries));
    }
}

/// <summary>M-40, Status tracker to operator: the latest steps of a device, latest first, and its tags.</summary>
public sealed record HistoryAnswer(Sequence<string> Tags, Sequence<HistoryEntry> Entries) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 40;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteArrayHeader(Tags.Count);
        foreach (var tag in Tags) writer.Write(tag);
        writer.WriteArrayHeader(Entries.Count);
        foreach (var entry in Entries) entry.Write(ref writer);
    }

    internal static HistoryAnswer Read(ref StrictReader reader)
    {
        reader.Array("HistoryAnswer", 2);
        return new(
            Tagging.Read(ref reader, "tags"),
            Sequence<HistoryEntry>.Read(ref reader, "entries", Limits.HistoryEntries, HistoryEntry.Read));
    }
}

/// <summary>M-41, operator to Status tracker: from now on the device has these tags and no others (R-ST-37). Answered by M-42 or M-09.</summary>
public sealed record TagRequest(DeviceId Device, Sequence<string> Tags) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 41;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Guid(Device.Value);
        writer.WriteArrayHeader(Tags.Count);
        foreach (var tag in Tags) writer.Write(tag);
    }

    internal static TagRequest Read(ref StrictReader reader)
    {
        reader.Array("TagRequest", 2);
        return new(
            new DeviceId(reader.Guid("device")),
            Tagging.Read(ref reader, "tags"));
    }
}

/// <summary>M-42, Status tracker to operator: the device has the tags.</summary>
public sealed record TagAnswer(DeviceId Device) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 42;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Guid(Device.Value);
    }

    internal static TagAnswer Read(ref StrictReader reader)
    {
        reader.Array("TagAnswer", 1);
        return new(new DeviceId(reader.Guid("device")));
    }
}

/// <summary>M-43, operator to Status tracker: this device is no longer under administration (R-ST-50). Answered by M-44 or M-09.</summary>
public sealed record DecommissionRequest(DeviceId Device) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 43;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Guid(Device.Value);
    }

    internal static DecommissionRequest Read(ref StrictReader reader)
    {
        reader.Array("DecommissionRequest", 1);
        return new(new DeviceId(reader.Guid("device")));
    }
}

/// <summary>M-44, Status tracker to operator: nothing of the device counts any more.</summary>
public sealed record DecommissionAnswer(DeviceId Device) : Message
{
    /// <inheritdoc/>
    public override byte Tag => 44;

    internal override void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Guid(Device.Value);
    }

    internal static DecommissionAnswer Read(ref StrictReader reader)
    {
        reader.Array("DecommissionAnswer", 1);
        return new(new DeviceId(reader.Guid("device")));
    }
}

/// <summary>The list of tags that M-40 and M-41 share.</summary>
internal static class Tagging
{
    public static Sequence<string> Read(ref StrictReader reader, string field) =>
        Sequence<string>.Read(ref reader, field, Limits.Tags, static (ref StrictReader inner, string name) => inner.Text(name, Limits.Tag));
}
