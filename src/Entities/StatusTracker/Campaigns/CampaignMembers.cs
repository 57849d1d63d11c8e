using System.Buffers.Binary;
using System.Security.Cryptography;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.StatusTracker.Campaigns;

/// <summary>Where a device stands in a campaign (R-ST-48).</summary>
public enum MemberStatus : byte
{
    /// <summary>It is no member.</summary>
    None,
    /// <summary>To be offered the package, or to be offered it again.</summary>
    Waiting,
    /// <summary>From the offer to the end of the update.</summary>
    UnderWay,
    /// <summary>Completed: the record says so (R-ST-06).</summary>
    Confirmed,
    /// <summary>The update failed, was undone, or will not be tried again.</summary>
    Failed,
    /// <summary>Unreachable (R-ST-17).</summary>
    Silent,
    /// <summary>The update was cancelled, or the device has a newer image or was decommissioned.</summary>
    Left,
}

/// <summary>
/// Who belongs to a campaign, to which wave, and where it stands: functions of the campaign and of the device's record, and of nothing else,
/// so that they can be computed anew at any time (R-GEN-07).
/// </summary>
public sealed class CampaignMembers
{
    private readonly CampaignRecord _campaign;
    private readonly TagExpression _tags;
    private readonly HashSet<DeviceId>? _devices;

    /// <summary>The members of a campaign.</summary>
    public CampaignMembers(CampaignRecord campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        _campaign = campaign;
        // A plan that does not parse was refused (R-ST-38).
        _tags = TagExpression.Parse(campaign.Plan.Tags).Value ?? TagExpression.All;
        _devices = campaign.Plan.Devices.Count == 0 ? null : [.. campaign.Plan.Devices];
    }

    /// <summary>
    /// The place of a device in the order of a campaign: evenly spread, and different in every campaign, so that no device is always the
    /// first to try what is new (R-ST-40).
    /// </summary>
    public static ulong PlaceOf(CampaignId campaign, DeviceId device)
    {
        Span<byte> names = stackalloc byte[32];
        campaign.Value.TryWriteBytes(names, bigEndian: true, out _);
        device.Value.TryWriteBytes(names[16..], bigEndian: true, out _);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(names, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>
    /// Up to which place each wave reaches, so that a wave holds its share of the members there are now, rounded up (R-ST-40). Devices that
    /// become members later fall into the waves by their place; where there is no member yet, each wave reaches over its share of all places.
    /// </summary>
    /// <param name="waves">Percent of the members in this and all earlier waves.</param>
    /// <param name="places">The places of the members, in any order.</param>
    public static Sequence<ulong> BoundsOf(Sequence<byte> waves, ulong[] places)
    {
        ArgumentNullException.ThrowIfNull(waves);
        ArgumentNullException.ThrowIfNull(places);
        var sorted = places.Order().ToArray();
        return new(waves.Select(percent => percent >= 100 ? ulong.MaxValue : sorted.Length == 0 ? ulong.MaxValue / 100 * percent : sorted[((long)sorted.Length * percent + 99) / 100 - 1]));
    }

    /// <summary>True when the device belongs to the campaign's group (R-ST-37, R-ST-38).</summary>
    public bool Contains(TrackRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Vendor == _campaign.Vendor && record.Class == _campaign.Class && _devices?.Contains(record.Device) != false && _tags.Matches(record.Tags);
    }

    /// <summary>The wave of a member, from 0.</summary>
    public int WaveOf(DeviceId device)
    {
        var place = PlaceOf(_campaign.Campaign, device);
        for (var wave = 0; wave < _campaign.Bounds.Count; wave++)
            if (place <= _campaign.Bounds[wave]) return wave;
        return Math.Max(0, _campaign.Bounds.Count - 1);
    }

    /// <summary>Where a device stands, by its record.</summary>
    public MemberStatus StatusOf(TrackRecord record)
    {
        if (!Contains(record)) return MemberStatus.None;
        if (record.Phase == TrackPhase.Decommissioned) return MemberStatus.Left;
        if (record.Confirmed is { } has && has.Number > _campaign.Image.Number) return MemberStatus.Left;             // R-ST-42
        if (record.Target == _campaign.Image) return StatusOfTarget(record);
        return record.Phase == TrackPhase.Unreachable ? MemberStatus.Silent : MemberStatus.Waiting;
    }

    private MemberStatus StatusOfTarget(TrackRecord record)
    {
        if (record.CompletedAt != default) return MemberStatus.Confirmed;
        if (record.Phase == TrackPhase.Cancelled) return MemberStatus.Left;
        if (record.Result != ResultCode.None && RetryPolicy.IsOver(record, _campaign.Plan.Retry)) return MemberStatus.Failed;
        if (record.Phase == TrackPhase.Unreachable) return MemberStatus.Silent;
        return record.Result != ResultCode.None || record.Phase == TrackPhase.Enrolled ? MemberStatus.Waiting : MemberStatus.UnderWay;
    }
}
