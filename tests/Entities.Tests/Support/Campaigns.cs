using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>A campaign for the next package, and members that stand where a test wants them.</summary>
internal static class Campaigns
{
    public static readonly CampaignId Id = new(new Guid("0c000000-0000-0000-0000-000000000001"));

    /// <summary>10 percent, then half, then all; all of a wave must confirm.</summary>
    public static readonly CampaignPlan Plan = new(
        "spring", "", Sequence<DeviceId>.Empty, new(10, 50, 100), 100, 0, 0, 0, new RetryRule(2, 60, 600, Sequence<CodeRule>.Empty), Sequence<MaintenanceWindow>.Empty);

    public static readonly CampaignRecord Draft = new(
        Id, Plan, Releases.Next.Name, Known.Vendor, Known.Class, CampaignPhase.Draft, PauseReason.None, 0, Sequence<ulong>.Empty, 0, 0, Sequence<WaveCounts>.Empty, Known.Start, default, default);

    /// <summary>Running, with all waves at equal distances and the first open.</summary>
    public static CampaignRecord Running(CampaignPlan? plan = null) => Draft with
    {
        Plan = plan ?? Plan,
        Phase = CampaignPhase.Running,
        OpenWaves = 1,
        Bounds = new((plan ?? Plan).Waves.Select(percent => percent == 100 ? ulong.MaxValue : ulong.MaxValue / 100 * percent)),
        StartedAt = Known.Start,
    };

    /// <summary>Only the first wave has members.</summary>
    public static Sequence<WaveCounts> First(uint waiting = 0, uint underWay = 0, uint confirmed = 0, uint failed = 0, uint silent = 0, uint left = 0) =>
        new(new WaveCounts(waiting, underWay, confirmed, failed, silent, left), Nobody, Nobody);

    public static readonly WaveCounts Nobody = new(0, 0, 0, 0, 0, 0);

    public static DeviceId DeviceNumber(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    /// <summary>The record of a device that has confirmed the base image.</summary>
    public static TrackRecord Member(int number, TrackPhase phase = TrackPhase.Enrolled, ImageName? target = null, ResultCode result = ResultCode.None) => new(
        DeviceNumber(number), Known.Vendor, Known.Class, Profile.Secure, Known.DeviceKey.Public, phase, 1, Releases.Base.Name, target, result, result != ResultCode.None, 0, 0, 0, 0, false, false,
        Known.Start, phase == TrackPhase.Confirmed ? Known.Start : default);

    public static TrackRecord Confirmed(int number) => Member(number, TrackPhase.Confirmed, Releases.Next.Name, ResultCode.Success) with { Confirmed = Releases.Next.Name };

    public static TrackRecord UnderWay(int number) => Member(number, TrackPhase.Downloading, Releases.Next.Name);

    public static Input.CampaignOrdered Order(CampaignAction action, Sequence<ulong>? bounds = null, Sequence<WaveCounts>? waves = null) =>
        new(action, bounds ?? Sequence<ulong>.Empty, waves ?? Sequence<WaveCounts>.Empty, Known.Start);
}
