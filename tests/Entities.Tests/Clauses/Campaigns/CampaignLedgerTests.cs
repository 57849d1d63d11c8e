using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>What campaigns permit a device, and that their numbers are those of the records (R-ST-36, R-ST-40, R-ST-42, R-ST-44, R-ST-46 to R-ST-48, R-ST-51).</summary>
public sealed class CampaignLedgerTests
{
    private static readonly IReadOnlyList<CatalogueEntry> Published = [Releases.Next.Entry];
    private static readonly Digest Next = Releases.Next.Name.Manifest;

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [Trait("requirement", "R-ST-36")]
    public void Without_a_campaign_the_configuration_decides(bool permitted, bool offered)
    {
        var permit = new CampaignLedger(permitted).Ask(Campaigns.Member(1), Published, Known.Start);

        Assert.Equal((offered, Next), (permit.Newest is not null, Assert.Single(permit.Published)));
        Assert.Empty(permit.Held);
    }

    [Theory]
    [InlineData(CampaignPhase.Draft, false, true, true)]
    [InlineData(CampaignPhase.Running, true, false, true)]
    [InlineData(CampaignPhase.Paused, false, true, true)]
    [InlineData(CampaignPhase.Finished, true, false, true)]
    [InlineData(CampaignPhase.Aborted, false, false, false)]
    [Trait("requirement", "R-ST-39")]
    [Trait("requirement", "R-ST-44")]
    [Trait("requirement", "R-ST-51")]
    public void The_phase_decides_what_a_member_of_an_open_wave_may(CampaignPhase phase, bool offered, bool held, bool published)
    {
        var ledger = Ledger(Campaigns.Running() with { Phase = phase, OpenWaves = 3 });

        var permit = ledger.Ask(Campaigns.Member(1), Published, Known.Start);

        Assert.Equal((offered, held, published), (permit.Newest is not null, permit.Held.Contains(Next), permit.Published.Contains(Next)));
    }

    [Fact]
    [Trait("requirement", "R-ST-36")]
    public void Who_is_no_member_is_offered_an_older_package_that_no_campaign_governs()
    {
        var ledger = Ledger(Campaigns.Running(Campaigns.Plan with { Tags = "canary" }) with { Image = Releases.Newer.Name, OpenWaves = 3 });
        IReadOnlyList<CatalogueEntry> both = [Releases.Next.Entry, Releases.Newer.Entry];

        Assert.Equal(Releases.Next.Entry, ledger.Ask(Campaigns.Member(1), both, Known.Start).Newest);
        Assert.Equal(Releases.Newer.Entry, ledger.Ask(Campaigns.Member(1) with { Tags = new("canary") }, both, Known.Start).Newest);
    }

    [Fact]
    [Trait("requirement", "R-ST-40")]
    public void A_wave_that_is_not_open_waits()
    {
        var running = Campaigns.Running();
        var members = new CampaignMembers(running);
        var ledger = Ledger(running);

        foreach (var number in Enumerable.Range(1, 50))
            Assert.Equal(members.WaveOf(Campaigns.DeviceNumber(number)) == 0, ledger.Ask(Campaigns.Member(number), Published, Known.Start).Newest is not null);
    }

    [Fact]
    [Trait("requirement", "R-ST-51")]
    public void What_was_aborted_is_cancelled_at_those_who_are_no_members_of_another_that_is_finished()
    {
        var ledger = Ledger(Campaigns.Running() with { Phase = CampaignPhase.Aborted });
        ledger.Put(Campaigns.Running(Campaigns.Plan with { Tags = "canary" }) with { Campaign = new(new Guid(1, 2, 3, [0, 0, 0, 0, 0, 0, 0, 4])), Phase = CampaignPhase.Finished });

        Assert.DoesNotContain(Next, ledger.Ask(Campaigns.UnderWay(1), Published, Known.Start).Published);
        Assert.NotNull(ledger.Ask(Campaigns.UnderWay(2) with { Tags = new("canary") }, Published, Known.Start).Newest);
    }

    [Fact]
    [Trait("requirement", "R-ST-46")]
    public void No_more_are_offered_the_package_at_once_than_the_plan_permits()
    {
        var ledger = Ledger(Campaigns.Running(Campaigns.Plan with { MostUnderWay = 2 }) with { OpenWaves = 3 });

        var offered = Enumerable.Range(1, 10).Count(number => ledger.Ask(Campaigns.Member(number), Published, Known.Start).Newest is not null);
        ledger.Moved(Campaigns.UnderWay(1));
        ledger.Moved(Campaigns.Member(2)); // was permitted, and not offered after all
        var again = Enumerable.Range(3, 7).Count(number => ledger.Ask(Campaigns.Member(number), Published, Known.Start).Newest is not null);
        ledger.Moved(Campaigns.Confirmed(1));
        var more = Enumerable.Range(20, 10).Count(number => ledger.Ask(Campaigns.Member(number), Published, Known.Start).Newest is not null);

        Assert.Equal((2, 1, 1), (offered, again, more));
        Assert.NotNull(ledger.Ask(Campaigns.UnderWay(3), Published, Known.Start).Newest);
    }

    [Fact]
    [Trait("requirement", "R-ST-47")]
    public void Outside_the_windows_nothing_is_offered_and_what_is_under_way_is_held()
    {
        var ledger = Ledger(Campaigns.Running(Campaigns.Plan with { Windows = new(new MaintenanceWindow(0x7f, 60, 60)) }) with { OpenWaves = 3 });
        var (night, day) = (new Moment(90 * 60_000), new Moment(150 * 60_000));

        Assert.NotNull(ledger.Ask(Campaigns.Member(1), Published, night).Newest);
        Assert.Null(ledger.Ask(Campaigns.Member(1), Published, day).Newest);
        Assert.Equal(Next, Assert.Single(ledger.Ask(Campaigns.UnderWay(2), Published, day).Held));
    }

    [Fact]
    [Trait("requirement", "R-ST-42")]
    public void Who_has_a_newer_image_has_left()
    {
        var ahead = Campaigns.Member(1) with { Confirmed = Releases.Newer.Name };

        Assert.Equal(MemberStatus.Left, new CampaignMembers(Campaigns.Running()).StatusOf(ahead));
    }

    [Fact]
    [Trait("requirement", "R-ST-48")]
    public void The_numbers_are_those_of_the_records_whatever_happened_before()
    {
        var random = new Random(20261126);
        var running = Campaigns.Running();
        var ledger = Ledger(running);
        var members = new CampaignMembers(running);
        var records = Enumerable.Range(1, 40).Select(number => Campaigns.Member(number)).ToList();
        foreach (var record in records) ledger.Moved(record);

        for (var step = 0; step < 2000; step++)
        {
            var index = random.Next(records.Count);
            records[index] = Anything(random, index + 1);
            ledger.Moved(records[index]);

            var expected = Enumerable.Range(0, 3).Select(wave => records.Where(record => members.Contains(record) && members.WaveOf(record.Device) == wave).Select(members.StatusOf).ToList())
                .Select(wave => new WaveCounts(Of(wave, MemberStatus.Waiting), Of(wave, MemberStatus.UnderWay), Of(wave, MemberStatus.Confirmed), Of(wave, MemberStatus.Failed), Of(wave, MemberStatus.Silent), Of(wave, MemberStatus.Left)));
            Assert.Equal(expected, ledger.WavesOf(Campaigns.Id));
        }

        static uint Of(List<MemberStatus> wave, MemberStatus status) => (uint)wave.Count(member => member == status);
    }

    [Fact]
    [Trait("requirement", "R-ST-54")]
    public void What_is_counted_late_does_not_replace_what_was_learnt_since()
    {
        var ledger = new CampaignLedger(true);
        ledger.Put(Campaigns.Running());
        ledger.Moved(Campaigns.Confirmed(1));
        ledger.Count(Campaigns.Id, Campaigns.Member(1));
        ledger.Count(Campaigns.Id, Campaigns.Member(2));

        Assert.Equal((1, 1), ((int)ledger.WavesOf(Campaigns.Id).Sum(wave => wave.Confirmed), (int)ledger.WavesOf(Campaigns.Id).Sum(wave => wave.Waiting)));
    }

    private static CampaignLedger Ledger(CampaignRecord record)
    {
        var ledger = new CampaignLedger(true);
        ledger.Put(record);
        ledger.Counted(record.Campaign);
        return ledger;
    }

    private static TrackRecord Anything(Random random, int number) => random.Next(8) switch
    {
        0 => Campaigns.UnderWay(number),
        1 => Campaigns.Confirmed(number),
        2 => Campaigns.Member(number, TrackPhase.Failed, Releases.Next.Name, ResultCode.ImageTooLarge),
        3 => Campaigns.Member(number, TrackPhase.Failed, Releases.Next.Name, ResultCode.StorageFailed) with { Attempts = (uint)random.Next(4) },
        4 => Campaigns.Member(number, TrackPhase.Unreachable),
        5 => Campaigns.Member(number, TrackPhase.Decommissioned),
        6 => Campaigns.Member(number) with { Confirmed = Releases.Newer.Name },
        _ => Campaigns.Member(number),
    };
}
