using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.VectorTool.Messages;

/// <summary>M-36 to M-51: the fleet and its campaigns.</summary>
internal static class FleetSamples
{
    private static readonly DeviceId Device = Seeded.Device("device");
    private static readonly CampaignId Campaign = new(Seeded.Guid("campaign"));
    private static readonly Digest Manifest = Seeded.Digest("manifest");
    private static readonly ImageName Image = new(new SequenceNumber(7), Manifest);

    private static readonly CampaignPlan Plain = new(
        "spring", "", Sequence<DeviceId>.Empty, new(100), 100, 0, 0, 0, new RetryRule(1, 0, 0, Sequence<CodeRule>.Empty), Sequence<MaintenanceWindow>.Empty);

    private static readonly CampaignPlan Full = new(
        "spring, in waves",
        "site=lab & !beta | canary",
        new(Device, Seeded.Device("another device")),
        new(1, 10, 50, 100),
        95,
        5,
        20,
        100,
        new RetryRule(3, 60, 3600, new(new CodeRule(ResultCode.StorageFailed, 5), new CodeRule(ResultCode.TooSlow, 0))),
        new(new MaintenanceWindow(0x3e, 120, 180), new MaintenanceWindow(0x7f, MaintenanceWindow.Day - 1, MaintenanceWindow.Day)));

    public static IEnumerable<MessageVector> All() => [.. Fleet(), .. Devices(), .. Campaigns(), .. Audit()];

    private static IEnumerable<MessageVector> Fleet() =>
    [
        new("usual", "no fields", new FleetQuery()),
        new("empty", "no device, no server", new FleetSummary(Sequence<PhaseCount>.Empty, 0, Sequence<ServerSummary>.Empty)),
        new("usual", "devices in every phase, two servers", new FleetSummary(
            new(Enum.GetValues<TrackPhase>().Select(phase => new PhaseCount(phase, (ulong)phase * 100_000))), 1, new(new ServerSummary("main", true, 12), new ServerSummary("spare", false, 0)))),
        new("largest-values", "every number at its bound", new FleetSummary(new(new PhaseCount(TrackPhase.Decommissioned, ulong.MaxValue)), uint.MaxValue, new(new ServerSummary(new string('s', Limits.CampaignName), true, uint.MaxValue)))),
    ];

    private static IEnumerable<MessageVector> Devices() =>
    [
        new("first-page", "from the beginning", new DevicesQuery(null, null, 256)),
        new("next-page", "after a device, in one phase", new DevicesQuery(TrackPhase.Confirmed, Device, Limits.TrackEntries)),
        new("none", "no device at all", new DevicesQuery(null, null, 0)),
        new("usual", "a device", new HistoryQuery(Device, Limits.HistoryEntries)),
        new("tags-only", "a device, no step", new HistoryQuery(Device, 0)),
        new("empty", "no tag, no step", new HistoryAnswer(Sequence<string>.Empty, Sequence<HistoryEntry>.Empty)),
        new("usual", "two tags, two steps", new HistoryAnswer(
            new("canary", "site=lab"),
            new(
                new HistoryEntry(Seeded.Moment(60), TrackPhase.Confirmed, ResultCode.Success, true, Image),
                new HistoryEntry(Seeded.Moment(), TrackPhase.Enrolled, ResultCode.None, false, null)))),
        new("none", "all tags are taken away", new TagRequest(Device, Sequence<string>.Empty)),
        new("most", "as many tags as a device may have, one as long as it may be", new TagRequest(
            Device, new(Enumerable.Range(1, Limits.Tags).Select(i => i == 1 ? new string('t', Limits.Tag) : $"tag-{i}")))),
        new("usual", "a device", new TagAnswer(Device)),
        new("usual", "a device", new DecommissionRequest(Device)),
        new("usual", "a device", new DecommissionAnswer(Device)),
    ];

    private static IEnumerable<MessageVector> Campaigns()
    {
        yield return new("plain", "every device of the class at once", new CampaignRequest(Manifest, Plain));
        yield return new("full", "every part of a plan", new CampaignRequest(Manifest, Full));
        yield return new("longest", "every list and text as long as it may be", new CampaignRequest(Manifest, Full with
        {
            Name = new string('n', Limits.CampaignName),
            Tags = new string('t', Limits.TagExpression),
            Devices = new(Enumerable.Range(0, Limits.CampaignDevices).Select(i => Seeded.Device($"device {i}"))),
            Waves = new(Enumerable.Range(1, Limits.CampaignWaves).Select(i => (byte)i)),
            Windows = new(Enumerable.Repeat(new MaintenanceWindow(1, 0, 1), Limits.CampaignWindows)),
            Retry = new RetryRule(uint.MaxValue, uint.MaxValue, uint.MaxValue, new(Enumerable.Repeat(new CodeRule(ResultCode.InternalFault, uint.MaxValue), Limits.CampaignRules))),
        }));
        foreach (var action in Enum.GetValues<CampaignAction>()) yield return new($"action-{action}", $"action {action}", new CampaignOrder(Campaign, action));
        foreach (var phase in Enum.GetValues<CampaignPhase>()) yield return new($"phase-{phase}", $"phase {phase}", new CampaignAnswer(Entry(phase, PauseReason.None)));
        foreach (var reason in Enum.GetValues<PauseReason>()) yield return new($"reason-{reason}", $"paused because of {reason}", new CampaignAnswer(Entry(CampaignPhase.Paused, reason)));
        yield return new("all", "all campaigns", new CampaignQuery(null));
        yield return new("one", "one campaign", new CampaignQuery(Campaign));
        yield return new("empty", "no campaign", new CampaignsAnswer(Sequence<CampaignEntry>.Empty));
        yield return new("two", "two campaigns", new CampaignsAnswer(new(Entry(CampaignPhase.Running, PauseReason.None), Entry(CampaignPhase.Draft, PauseReason.None) with { Plan = Plain, OpenWaves = 0, Waves = Sequence<WaveCounts>.Empty })));
    }

    private static IEnumerable<MessageVector> Audit()
    {
        var asked = AuditEntry.After(null, Seeded.Moment(), "CN=operator", nameof(CampaignRequest), "spring", ResultCode.None);
        var ended = AuditEntry.After(asked, Seeded.Moment(1), "CN=operator", nameof(CampaignRequest), "spring", ResultCode.Success);
        return
        [
            new("beginning", "from the first entry", new AuditQuery(0, Limits.AuditEntries)),
            new("largest-values", "every number at its bound", new AuditQuery(ulong.MaxValue, Limits.AuditEntries)),
            new("empty", "no entry", new AuditAnswer(Sequence<AuditEntry>.Empty)),
            new("chain", "two entries, the second bound to the first", new AuditAnswer(new(asked, ended))),
        ];
    }

    private static CampaignEntry Entry(CampaignPhase phase, PauseReason reason) => new(
        Campaign, Full, Image, new VendorId(Seeded.Guid("vendor")), new ClassId(Seeded.Guid("class")), phase, reason, 2,
        new(new WaveCounts(0, 1, 8, 1, 0, 0), new WaveCounts(70, 10, 5, 0, 3, 2), new WaveCounts(400, 0, 0, 0, 0, 0), new WaveCounts(uint.MaxValue, 0, 0, 0, 0, 0)),
        Seeded.Moment(), Seeded.Moment(60), phase is CampaignPhase.Finished or CampaignPhase.Aborted ? Seeded.Moment(3600) : default);
}
