using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>How a campaign goes on, pauses and ends (R-ST-39 to R-ST-44, R-ST-51, R-ST-53).</summary>
public sealed class CampaignCourseTests
{
    private static readonly CampaignMachine Machine = new();

    [Theory]
    [InlineData(100, 9, 0, 1, 0, "MembersMoved")]
    [InlineData(100, 10, 0, 0, 0, "WaveConfirmed")]
    [InlineData(90, 9, 0, 1, 0, "WaveConfirmed")]
    [InlineData(90, 8, 2, 0, 0, "MembersMoved")]
    [InlineData(100, 9, 0, 0, 1, "LimitReached")]
    [InlineData(100, 0, 0, 0, 10, "LimitReached")]
    [InlineData(100, 0, 10, 0, 0, "MembersMoved")]
    [Trait("requirement", "R-ST-41")]
    [Trait("requirement", "R-ST-53")]
    public void A_wave_opens_when_the_demanded_share_has_confirmed(byte share, uint confirmed, uint underWay, uint waiting, uint silent, string trigger)
    {
        var campaign = new CampaignState(Campaigns.Running(Campaigns.Plan with { AdvanceShare = share }));

        var reaction = Machine.Handle(campaign, new Input.MembersCounted(Campaigns.First(waiting, underWay, confirmed, silent: silent), Known.Start));

        Assert.Equal(trigger, reaction.Trigger);
        Assert.Equal(trigger == "WaveConfirmed" ? 2 : 1, reaction.State.Record!.OpenWaves);
    }

    [Theory]
    [InlineData(3, 0, 2, PauseReason.None)]
    [InlineData(3, 0, 3, PauseReason.FailureCount)]
    [InlineData(0, 20, 1, PauseReason.None)]
    [InlineData(0, 20, 2, PauseReason.FailureShare)]
    [InlineData(0, 0, 5, PauseReason.None)]
    [Trait("requirement", "R-ST-43")]
    public void Too_many_failures_pause_it(uint count, byte share, uint failed, PauseReason reason)
    {
        var campaign = new CampaignState(Campaigns.Running(Campaigns.Plan with { StopCount = count, StopShare = share }));

        var after = Machine.Handle(campaign, new Input.MembersCounted(Campaigns.First(waiting: 10 - failed, failed: failed), Known.Start)).State;

        Assert.Equal((reason == PauseReason.None ? CampaignPhase.Running : CampaignPhase.Paused, reason), (after.Phase, after.Record!.Reason));
    }

    [Fact]
    [Trait("requirement", "R-ST-44")]
    public void To_resume_forgives_what_failed_so_far_and_nothing_that_fails_later()
    {
        var campaign = new CampaignState(Campaigns.Running(Campaigns.Plan with { StopCount = 2 }) with { Phase = CampaignPhase.Paused, Reason = PauseReason.FailureCount });
        var resumed = Machine.Handle(campaign, Campaigns.Order(CampaignAction.Resume, waves: Campaigns.First(waiting: 5, failed: 2, silent: 1))).State;

        var same = Machine.Handle(resumed, new Input.MembersCounted(Campaigns.First(waiting: 5, failed: 2, silent: 1), Known.Start));
        var one = Machine.Handle(resumed, new Input.MembersCounted(Campaigns.First(waiting: 4, failed: 3, silent: 1), Known.Start));
        var two = Machine.Handle(resumed, new Input.MembersCounted(Campaigns.First(waiting: 3, failed: 4, silent: 1), Known.Start));
        var rest = Machine.Handle(resumed, new Input.MembersCounted(Campaigns.First(confirmed: 5, failed: 2, silent: 1), Known.Start));

        Assert.Equal(["MembersMoved", "MembersMoved", "LimitReached", "WaveConfirmed"], new[] { same, one, two, rest }.Select(reaction => reaction.Trigger));
    }

    [Fact]
    [Trait("requirement", "R-ST-41")]
    [Trait("requirement", "R-ST-43")]
    public void A_silent_member_that_was_forgiven_is_judged_as_any_other_when_it_reports_again()
    {
        var campaign = new CampaignState(Campaigns.Running(Campaigns.Plan with { StopCount = 2 }) with { Phase = CampaignPhase.Paused, Reason = PauseReason.Operator });
        var resumed = Machine.Handle(campaign, Campaigns.Order(CampaignAction.Resume, waves: Campaigns.First(waiting: 5, silent: 3))).State;

        var silent = Machine.Handle(resumed, new Input.MembersCounted(Campaigns.First(confirmed: 5, silent: 3), Known.Start));
        var awaited = Machine.Handle(resumed, new Input.MembersCounted(Campaigns.First(confirmed: 5, underWay: 3), Known.Start));
        var failed = Machine.Handle(resumed, new Input.MembersCounted(Campaigns.First(confirmed: 5, failed: 2, silent: 1), Known.Start));

        Assert.Equal(["WaveConfirmed", "MembersMoved", "LimitReached"], new[] { silent, awaited, failed }.Select(reaction => reaction.Trigger));
    }

    [Fact]
    [Trait("requirement", "R-ST-41")]
    public void A_campaign_that_nobody_belongs_to_opens_no_wave_and_does_not_finish()
    {
        var campaign = new CampaignState(Campaigns.Running());

        Assert.Equal(nameof(CampaignTrigger.MembersMoved), Machine.Handle(campaign, new Input.MembersCounted(Campaigns.First(), Known.Start)).Trigger);
        var bounds = CampaignMembers.BoundsOf(new(10, 50, 100), []);
        Assert.Equal([0.1, 0.5, 1.0], bounds.Select(bound => Math.Round((double)bound / ulong.MaxValue, 6)));
    }

    [Fact]
    [Trait("requirement", "R-ST-41")]
    public void The_last_wave_ends_when_nobody_waits_or_is_under_way()
    {
        var last = new CampaignState(Campaigns.Running() with { OpenWaves = 3 });
        var all = new Sequence<WaveCounts>(new WaveCounts(0, 0, 1, 0, 0, 0), new WaveCounts(0, 0, 4, 0, 0, 0), new WaveCounts(0, 0, 5, 0, 0, 1));

        var after = Machine.Handle(last, new Input.MembersCounted(all, Known.Start)).State;

        Assert.Equal((CampaignPhase.Finished, all, Known.Start), (after.Phase, after.Record!.Final, after.Record.EndedAt));
    }

    [Theory]
    [InlineData(CampaignAction.Start, CampaignPhase.Running)]
    [InlineData(CampaignAction.Resume, CampaignPhase.Running)]
    [InlineData(CampaignAction.Pause, CampaignPhase.Paused)]
    [InlineData(CampaignAction.Pause, CampaignPhase.Draft)]
    [InlineData(CampaignAction.Start, CampaignPhase.Finished)]
    [InlineData(CampaignAction.Abort, CampaignPhase.Aborted)]
    [InlineData(CampaignAction.Resume, CampaignPhase.Aborted)]
    [Trait("requirement", "R-ST-39")]
    public void An_order_that_does_not_fit_is_refused(CampaignAction action, CampaignPhase phase)
    {
        var campaign = new CampaignState(Campaigns.Running() with { Phase = phase });

        var reaction = Machine.Handle(campaign, Campaigns.Order(action));

        Assert.Equal(ResultCode.NotNow, Assert.IsType<Output.Refuse>(Assert.Single(reaction.Outputs)).Code);
        Assert.Equal(campaign, reaction.State);
    }

    [Fact]
    [Trait("requirement", "R-ST-39")]
    public void An_order_for_a_campaign_that_is_unknown_is_refused() =>
        Assert.Equal(ResultCode.NotAvailable, Assert.IsType<Output.Refuse>(Assert.Single(Machine.Handle(CampaignState.Initial, Campaigns.Order(CampaignAction.Start)).Outputs)).Code);
}
