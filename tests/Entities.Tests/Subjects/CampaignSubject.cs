using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

/// <summary>The campaign machine, all that an operator can order of it, and members wherever they can stand.</summary>
internal static class CampaignSubject
{
    private static readonly CampaignPlan Limited = Campaigns.Plan with { StopCount = 3, StopShare = 50, AdvanceShare = 60 };

    public static Subject<CampaignState> Of() => new()
    {
        Create = () => new CampaignMachine(),
        Table = new CampaignMachine().Table(),
        Initial = CampaignState.Initial,
        Phase = state => state.Phase.ToString(),
        Trigger = (state, input) => CampaignJudge.Judge(state, input).Trigger.ToString(),
        Record = state => state.Record,
        Shape = state => state.Record is not { } record ? "absent" : (record.Phase, record.Reason, record.OpenWaves, record.Forgiven, record.Excused, record.Plan.StopCount),
        Inputs = _ => [.. Foreign.Inputs, .. Plans(), .. Orders(), .. Counts()],
        Law = Law,
    };

    private static IEnumerable<(string, Input)> Plans()
    {
        var package = Releases.Next.Entry;
        yield return ("plan", Asked(Campaigns.Plan, package));
        yield return ("plan with limits", Asked(Limited, package));
        yield return ("plan for a package that is not published", Asked(Campaigns.Plan, null));
        foreach (var (name, plan) in CampaignPlanTests.Unsound) yield return (name, Asked(plan, package));
    }

    private static Input.CampaignAsked Asked(CampaignPlan plan, CatalogueEntry? package) => new(Campaigns.Id, new CampaignRequest(Releases.Next.Name.Manifest, plan), package, Known.Start);

    private static IEnumerable<(string, Input)> Orders() =>
        from action in Enum.GetValues<CampaignAction>()
        from failed in new uint[] { 0, 2 }
        select ($"{action} with {failed} failed", (Input)Campaigns.Order(action, new(1, 2, ulong.MaxValue), Campaigns.First(confirmed: 3, failed: failed)));

    private static IEnumerable<(string, Input)> Counts() =>
        from waiting in new uint[] { 0, 1 }
        from underWay in new uint[] { 0, 1 }
        from confirmed in new uint[] { 0, 3, 10 }
        from failed in new uint[] { 0, 2, 4 }
        from silent in new uint[] { 0, 1 }
        let wave = new WaveCounts(waiting, underWay, confirmed, failed, silent, 0)
        select ($"{wave}", (Input)new Input.MembersCounted(new(wave, Campaigns.Nobody, Campaigns.Nobody), Known.Start));

    /// <summary>A wave opens on confirmed members only (R-ST-41), one at a time, and none closes.</summary>
    private static string? Law(CampaignState state, Input input, Reaction<CampaignState> reaction)
    {
        if (state.Record is not { } before || reaction.State.Record is not { } after) return null;
        if (after.OpenWaves < before.OpenWaves) return "a wave closes";
        if (after.Plan != before.Plan || after.Image != before.Image) return "the plan or the package changes";
        var opened = after.OpenWaves - before.OpenWaves;
        if (opened > 1) return "two waves open at once";
        if (opened == 0 && (after.Phase != CampaignPhase.Finished || before.Phase == CampaignPhase.Finished)) return null;
        if (before.Phase == CampaignPhase.Draft) return null;
        if (input is not Input.MembersCounted counted) return before.Phase == after.Phase ? null : "finished without a count";
        var open = CampaignJudge.Open(before, counted.Waves);
        var members = open.Waiting + open.UnderWay + open.Confirmed + open.Failed + open.Silent;
        var judged = members - Math.Min(open.Failed, before.Forgiven) - Math.Min(open.Silent, before.Excused);
        return open.Confirmed * 100 >= before.Plan.AdvanceShare * judged ? null : $"goes on with {open.Confirmed} confirmed of {members}";
    }
}
