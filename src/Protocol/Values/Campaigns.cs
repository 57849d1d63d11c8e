namespace SecUpIoT.Protocol;

/// <summary>Names one campaign of a Status tracker: a UUID.</summary>
public readonly record struct CampaignId(Guid Value)
{
    /// <summary>The canonical text form.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>Where a campaign stands (spec/machines/status-tracker.md).</summary>
public enum CampaignPhase : byte
{
    /// <summary>Unknown here.</summary>
    Absent = 0,
    /// <summary>Planned; nothing is offered.</summary>
    Draft = 1,
    /// <summary>Its open waves are offered the package.</summary>
    Running = 2,
    /// <summary>Nothing is begun, and nothing is installed that was begun.</summary>
    Paused = 3,
    /// <summary>Every wave has ended; members that come late are still offered the package.</summary>
    Finished = 4,
    /// <summary>Given up: the update is cancelled where it can be.</summary>
    Aborted = 5,
}

/// <summary>What an operator orders a campaign to do.</summary>
public enum CampaignAction : byte
{
    /// <summary>Open the first wave.</summary>
    Start = 0,
    /// <summary>Begin nothing more and hold what is not installed yet.</summary>
    Pause = 1,
    /// <summary>Go on.</summary>
    Resume = 2,
    /// <summary>Give up and cancel what can be cancelled.</summary>
    Abort = 3,
}

/// <summary>Why a campaign is paused.</summary>
public enum PauseReason : byte
{
    /// <summary>It is not.</summary>
    None = 0,
    /// <summary>The operator said so.</summary>
    Operator = 1,
    /// <summary>As many members failed as the plan allows at most.</summary>
    FailureCount = 2,
    /// <summary>As large a share of the members in open waves failed as the plan allows at most.</summary>
    FailureShare = 3,
    /// <summary>All members in open waves have ended, and fewer have confirmed than the plan demands.</summary>
    ShareMissed = 4,
}
