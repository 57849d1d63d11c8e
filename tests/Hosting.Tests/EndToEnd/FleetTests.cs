using SecUpIoT.Hosting.Hosts;
using SecUpIoT.Hosting.Hosts.Tracker;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Hosting.Tests.EndToEnd;

/// <summary>Profile Fleet at a real tracker, over TLS and with its database.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private static readonly CampaignPlan Plan = new(
        "spring", "", Sequence<DeviceId>.Empty, new(50, 100), 100, 0, 0, 0, new RetryRule(3, 1, 1, Sequence<CodeRule>.Empty), Sequence<MaintenanceWindow>.Empty);

    private readonly Site _site = new();
    private readonly Esp256KeyPair _key = Esp256KeyPair.Generate();
    private StatusTrackerHost _tracker = null!;

    public async Task InitializeAsync()
    {
        await _site.StartServerAsync();
        _tracker = await _site.StartTrackerAsync();
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    [Trait("requirement", "R-ST-49")]
    [Trait("requirement", "R-ST-48")]
    public async Task Devices_come_page_by_page_in_the_order_of_their_identifiers_and_are_counted()
    {
        foreach (var number in Enumerable.Range(1, 25)) await EnrolAsync(number);
        var seen = new List<DeviceId>();
        while (true)
        {
            var page = Assert.IsType<TrackAnswer>(await _site.AskTrackerAsync(new DevicesQuery(null, seen.Count == 0 ? null : seen[^1], 10))).Entries;
            seen.AddRange(page.Select(entry => entry.Device));
            if (page.Count < 10) break;
        }

        Assert.Equal(Enumerable.Range(1, 25).Select(DeviceNumber), seen);
        var summary = Assert.IsType<FleetSummary>(await _site.AskTrackerAsync(new FleetQuery()));
        Assert.Equal([new PhaseCount(TrackPhase.Enrolled, 25)], summary.Phases);
        Assert.True(Assert.Single(summary.Servers).Reachable);
    }

    [Fact]
    [Trait("requirement", "R-ST-54")]
    [Trait("requirement", "R-ST-52")]
    public async Task A_campaign_and_its_trail_outlive_a_restart()
    {
        foreach (var number in Enumerable.Range(1, 4)) await EnrolAsync(number);
        await _site.PublishAsync(2, Site.Image(2));
        await _site.Events.Sees(e => e is HostEvent.CatalogueChanged { Packages: 1 });
        var manifest = Protocol.Suit.EnvelopeReader.Read(_site.Package(2, Site.Image(2)).Memory, Protocol.Suit.SuitLimits.Default).Value.ManifestDigest;
        var planned = Assert.IsType<CampaignAnswer>(await _site.AskTrackerAsync(new CampaignRequest(manifest, Plan))).Campaign;
        var started = Assert.IsType<CampaignAnswer>(await _site.AskTrackerAsync(new CampaignOrder(planned.Campaign, CampaignAction.Start))).Campaign;
        var paused = Assert.IsType<CampaignAnswer>(await _site.AskTrackerAsync(new CampaignOrder(planned.Campaign, CampaignAction.Pause))).Campaign;
        Assert.Equal([2u, 2u], started.Waves.Select(wave => wave.Waiting));

        await _tracker.StopAsync();
        await _tracker.DisposeAsync();
        _tracker = await _site.StartTrackerAsync();
        var restored = Assert.IsType<CampaignAnswer>(await _site.AskTrackerAsync(new CampaignOrder(planned.Campaign, CampaignAction.Resume))).Campaign;

        Assert.Equal((CampaignPhase.Paused, CampaignPhase.Running, started.Waves), (paused.Phase, restored.Phase, restored.Waves));
        var trail = Assert.IsType<AuditAnswer>(await _site.AskTrackerAsync(new AuditQuery(0, Limits.AuditEntries))).Entries;
        Assert.All(trail.Index(), item => Assert.True(item.Item.Follows(item.Index == 0 ? null : trail[item.Index - 1])));
        Assert.Contains(trail, entry => entry.Actor.StartsWith("CN=Operator", StringComparison.OrdinalIgnoreCase) && entry.Action == "CampaignOrder Pause" && entry.Result == ResultCode.Success);
    }

    [Fact]
    [Trait("requirement", "R-ST-60")]
    [Trait("requirement", "R-ST-61")]
    public async Task A_batch_is_judged_report_by_report()
    {
        foreach (var number in new[] { 1, 2, 3 }) await EnrolAsync(number);
        using var client = _site.Client(_site.TrackerAddress, LinkRole.Communicator, LinkRole.Tracker);
        var batch = new CheckInBatch(new(Report(1, 1, _key), Report(2, 1, Esp256KeyPair.Generate()), Report(9, 1, _key), Report(3, 1, _key)));

        var answers = Assert.IsType<CheckInBatchAnswer>((await client.AskAsync(HttpBinding.CheckInPath, batch, default).Soon()).Message).Answers;

        Assert.Equal([null, ResultCode.ReportNotAuthentic, ResultCode.NotEnrolled, null], answers.Select(answer => answer.Refusal?.Code));
        Assert.All(new[] { answers[0], answers[3] }, answer => Assert.NotNull(answer.Answer));
    }

    private static DeviceId DeviceNumber(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    private async Task EnrolAsync(int number) =>
        Assert.IsType<EnrolAnswer>(await _site.AskTrackerAsync(new EnrolRequest(DeviceNumber(number), Site.Vendor, Site.Class, Profile.Secure, _key.Public.Spki)));

    private static CheckIn Report(int number, ulong counter, Esp256KeyPair key)
    {
        var report = new DeviceReport(
            DeviceNumber(number), Site.Vendor, Site.Class, DevicePhase.Idle, new ImageName(new SequenceNumber(1), default), new ImageName(new SequenceNumber(1), default), null, null, counter, default, false, 1024, 512);
        return new CheckIn(SignedStatement.Sign(key, DeviceReport.Domain, DeviceReport.ContentType, report.Encode()), null, ResultCode.None);
    }
}
