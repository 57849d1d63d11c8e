using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.StatusTracker.Campaigns;

/// <summary>What can have happened to a campaign (spec/machines/status-tracker.md).</summary>
public enum CampaignTrigger
{
    /// <summary>The operator plans it, and the plan is sound.</summary>
    PlanAccepted,
    /// <summary>The operator plans it, and the plan is not.</summary>
    PlanRefused,
    /// <summary>The operator starts it.</summary>
    StartOrdered,
    /// <summary>The operator pauses it.</summary>
    PauseOrdered,
    /// <summary>The operator resumes it.</summary>
    ResumeOrdered,
    /// <summary>The operator aborts it.</summary>
    AbortOrdered,
    /// <summary>Enough members of the open waves have confirmed.</summary>
    WaveConfirmed,
    /// <summary>Every member has ended, and enough have confirmed.</summary>
    LastWaveConfirmed,
    /// <summary>Too many members failed.</summary>
    LimitReached,
    /// <summary>The members moved, and nothing follows from it.</summary>
    MembersMoved,
    /// <summary>Something that means nothing to a campaign.</summary>
    Unexpected,
}

/// <summary>What happened, as the judge names it, and the data that its action needs.</summary>
internal sealed record CampaignFact(CampaignTrigger Trigger)
{
    public ResultCode Code { get; init; }

    public string Detail { get; init; } = "";

    public CampaignRecord? Planned { get; init; }

    public Sequence<ulong> Bounds { get; init; } = Sequence<ulong>.Empty;

    public Sequence<WaveCounts> Waves { get; init; } = Sequence<WaveCounts>.Empty;

    public PauseReason Reason { get; init; }

    public Moment At { get; init; }
}

/// <summary>Names what an operator's word or a count of the members means for a campaign. Pure.</summary>
internal static class CampaignJudge
{
    public static CampaignFact Judge(CampaignState state, Input input) => input switch
    {
        Input.CampaignAsked asked when state.Record is null => Plan(asked),
        Input.CampaignOrdered ordered => new(Ordered(ordered.Action)) { Bounds = ordered.Bounds, Waves = ordered.Waves, At = ordered.At },
        Input.MembersCounted counted when state.Record is { Phase: CampaignPhase.Running } record => Counted(record, counted.Waves) with { Waves = counted.Waves, At = counted.At },
        Input.MembersCounted => new(CampaignTrigger.MembersMoved),
        _ => new(CampaignTrigger.Unexpected),
    };

    /// <summary>The members in open waves, together.</summary>
    internal static WaveCounts Open(CampaignRecord record, Sequence<WaveCounts> waves) => WaveCounts.Sum(waves.Take(record.OpenWaves));

    private static CampaignTrigger Ordered(CampaignAction action) => action switch
    {
        CampaignAction.Start => CampaignTrigger.StartOrdered,
        CampaignAction.Pause => CampaignTrigger.PauseOrdered,
        CampaignAction.Resume => CampaignTrigger.ResumeOrdered,
        CampaignAction.Abort => CampaignTrigger.AbortOrdered,
        _ => CampaignTrigger.Unexpected,
    };

    private static CampaignFact Plan(Input.CampaignAsked asked)
    {
        var plan = asked.Request.Plan;
        if (asked.Package is not { } package)
            return Refused(ResultCode.NotAvailable, $"expected the manifest of a published package that is in no conflict, got {asked.Request.Manifest}; one published just now is known after the next look at the Firmware servers");
        if (FaultOf(plan) is { } fault) return Refused(ResultCode.MalformedMessage, fault);
        return new(CampaignTrigger.PlanAccepted)
        {
            Planned = new CampaignRecord(
                asked.Campaign, plan, new ImageName(package.Number, package.Manifest), package.Vendor, package.Class, CampaignPhase.Draft, PauseReason.None, 0,
                Sequence<ulong>.Empty, 0, 0, Sequence<WaveCounts>.Empty, asked.At, default, default),
            At = asked.At,
        };
    }

    /// <summary>What is wrong with a plan (R-ST-38); null when nothing is.</summary>
    private static string? FaultOf(CampaignPlan plan)
    {
        if (plan.Name.Length == 0) return "expected a name for the campaign, got none";
        if (TagExpression.Parse(plan.Tags) is { Value: null } fault) return fault.Detail;
        var rising = plan.Waves.Count > 0 && plan.Waves[0] > 0 && plan.Waves[^1] == 100 && plan.Waves.Zip(plan.Waves.Skip(1)).All(static pair => pair.First < pair.Second);
        if (!rising) return $"expected waves in rising percentages that end with 100, got {plan.Waves}";
        if (plan.AdvanceShare == 0) return "expected 1 to 100 percent that must confirm before the next wave, got 0";
        if (plan.Retry.MostAttempts == 0) return "expected at least one attempt, got 0";
        if (plan.Windows.Any(static window => window.Days == 0 || window.Length == 0)) return "expected a window with at least one day and one minute, got one without";
        return null;
    }

    // R-ST-41, R-ST-43: only what the tracker holds as confirmed opens a wave. Nobody waits for a silent member (R-ST-53).
    private static CampaignFact Counted(CampaignRecord record, Sequence<WaveCounts> waves)
    {
        var open = Open(record, waves);
        var (forgiven, excused) = (Math.Min(record.Forgiven, open.Failed), Math.Min(record.Excused, open.Silent));
        var failed = (ulong)open.Failed - forgiven;
        var members = (ulong)open.Waiting + open.UnderWay + open.Confirmed + open.Failed + open.Silent;
        var plan = record.Plan;
        if (plan.StopCount > 0 && failed >= plan.StopCount) return Limit(PauseReason.FailureCount);
        if (plan.StopShare > 0 && failed > 0 && failed * 100 >= plan.StopShare * members) return Limit(PauseReason.FailureShare);
        // A campaign that nobody belongs to yet waits for members: none has confirmed anything.
        if (waves.All(static wave => wave == WaveCounts.None)) return new(CampaignTrigger.MembersMoved);
        var judged = members - forgiven - excused;
        var enough = open.Confirmed * 100UL >= plan.AdvanceShare * judged;
        var ended = open.Waiting == 0 && open.UnderWay == 0;
        var last = record.OpenWaves >= plan.Waves.Count;
        if (enough && !last) return new(CampaignTrigger.WaveConfirmed);
        if (enough && ended) return new(CampaignTrigger.LastWaveConfirmed);
        return ended ? Limit(PauseReason.ShareMissed) : new(CampaignTrigger.MembersMoved);
    }

    private static CampaignFact Limit(PauseReason reason) => new(CampaignTrigger.LimitReached) { Reason = reason };

    private static CampaignFact Refused(ResultCode code, string detail) => new(CampaignTrigger.PlanRefused) { Code = code, Detail = detail };
}
