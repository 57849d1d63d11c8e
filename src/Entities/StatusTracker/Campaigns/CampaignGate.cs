using SecUpIoT.Protocol;

namespace SecUpIoT.Entities.StatusTracker.Campaigns;

/// <summary>What a campaign says of one device now.</summary>
public enum Leave
{
    /// <summary>The device may be offered the package, or go on with it.</summary>
    Go,
    /// <summary>The package is not to be offered now, and an update that has begun is not to go on.</summary>
    Hold,
    /// <summary>The package is not to be offered, and an update that has begun is to be cancelled.</summary>
    Stop,
    /// <summary>The package is not to be offered now; an update that has begun may go on.</summary>
    Wait,
}

/// <summary>What a campaign permits one device (R-ST-40, R-ST-44, R-ST-46, R-ST-47, R-ST-51). Pure.</summary>
public static class CampaignGate
{
    /// <summary>Judges one device.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="status">Where the device stands in it.</param>
    /// <param name="wave">The device's wave, from 0.</param>
    /// <param name="underWay">How many members are updated now.</param>
    /// <param name="at">The tracker's time.</param>
    public static Leave Judge(CampaignRecord campaign, MemberStatus status, int wave, long underWay, Moment at)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        if (campaign.Phase == CampaignPhase.Aborted) return Leave.Stop;                                              // R-ST-51
        if (campaign.Phase is not (CampaignPhase.Running or CampaignPhase.Finished) || status == MemberStatus.None) return Leave.Hold; // R-ST-39, R-ST-44
        if (campaign.Plan.Windows.Count > 0 && !campaign.Plan.Windows.Any(window => window.IsOpen(at))) return Leave.Hold; // R-ST-47
        if (status is MemberStatus.UnderWay or MemberStatus.Confirmed) return Leave.Go;
        if (status is MemberStatus.Failed or MemberStatus.Left) return Leave.Wait;
        if (campaign.Phase == CampaignPhase.Finished) return Leave.Go;
        if (wave >= campaign.OpenWaves) return Leave.Wait;                                                           // R-ST-40
        var full = campaign.Plan.MostUnderWay > 0 && underWay >= campaign.Plan.MostUnderWay;
        return full ? Leave.Wait : Leave.Go;                                                                         // R-ST-46
    }
}
