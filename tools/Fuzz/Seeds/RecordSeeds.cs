using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Fuzz.Seeds;

/// <summary>Durable records with every optional part present and absent.</summary>
internal static class RecordSeeds
{
    private static readonly ImageName Old = new(new SequenceNumber(6), Digest.Of([6]));
    private static readonly ImageName New = new(new SequenceNumber(ulong.MaxValue), Digest.Of([7]));

    public static IEnumerable<byte[]> Device()
    {
        var outcome = new Outcome(New, ResultCode.TrialExpired, 3);
        foreach (var components in new[] { 0, 1, 16 })
        {
            yield return new DeviceRecord(Image(Slot.A, Old, components), null, null, 0).Encode();
            foreach (var stage in Enum.GetValues<CandidateStage>())
                yield return new DeviceRecord(Image(Slot.A, Old, components), new Candidate(Image(Slot.B, New, 1), stage, 70_000), outcome, ulong.MaxValue).Encode();
        }
    }

    public static IEnumerable<byte[]> Campaign() => Enum.GetValues<CampaignPhase>().Select(static phase => new CampaignRecord(
        default,
        new CampaignPlan("spring", "canary | !beta", new(default(DeviceId)), new(10, 100), 95, 5, 3, 50, new RetryRule(3, 60, 3600, new(new CodeRule(ResultCode.StorageFailed, 5))), new(new MaintenanceWindow(0x7f, 60, 120))),
        new ImageName(new SequenceNumber(7), default), default, default, phase, PauseReason.None, 1, new(1UL << 60, ulong.MaxValue), 1, 2, new(new WaveCounts(1, 2, 3, 4, 5, 6)), default, default, default).Encode());

    public static IEnumerable<byte[]> Track() => Enum.GetValues<TrackPhase>().Select(static phase => new TrackRecord(
        new DeviceId(Guid.Empty), new VendorId(Guid.Empty), new ClassId(Guid.Empty), Profile.Secure, new byte[44], phase, 300, phase == TrackPhase.Enrolled ? null : Old,
        phase == TrackPhase.Enrolled ? null : New, ResultCode.Success, true, 10, 70_000, 2, 5, false, true, new Moment(1_767_225_600_000), new Moment(0)).Encode());

    public static IEnumerable<byte[]> Package() => Enum.GetValues<PackagePhase>().Select(static phase => Make(phase).Encode());

    private static PackageRecord Make(PackagePhase phase) => new(
        New, new VendorId(Guid.Empty), new ClassId(Guid.Empty), phase, 300, new Sequence<PayloadName>(Payload(5), Payload(Limits.Payload)), new Sequence<PayloadName>(phase == PackagePhase.Staged ? [Payload(5)] : []));

    private static PayloadName Payload(ulong size) => new(Digest.Of([1]), size);

    private static SlotImage Image(Slot slot, ImageName name, int components) =>
        new(slot, name, new Sequence<ImageComponent>(Enumerable.Range(0, components).Select(static i => new ImageComponent(Digest.Of([(byte)i]), 100, 4096UL * (ulong)i))));
}
