using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;

namespace SecUpIoT.Simulation;

/// <summary>What must hold of the campaigns in every world, judged by what the devices did and not by what the tracker says (R-ST-36, R-ST-40, R-ST-41).</summary>
internal sealed class CampaignInvariants(World world)
{
    private readonly Dictionary<CampaignId, int> _open = [];
    private readonly HashSet<(DeviceId Device, Digest Manifest)> _directed = [];

    /// <summary>What is wrong, and at which device or campaign; null when nothing is.</summary>
    public (string Where, string Otherwise)? Check()
    {
        foreach (var campaign in world.Tracker.CampaignRecords)
            if (Opened(campaign) is { } wrong) return ($"campaign {campaign.Plan.Name}", wrong);
        return Begun();
    }

    // R-ST-41: when a wave opens, the demanded share of the members in the waves before it run and have confirmed the image.
    private string? Opened(CampaignRecord campaign)
    {
        var before = _open.GetValueOrDefault(campaign.Campaign);
        _open[campaign.Campaign] = campaign.OpenWaves;
        if (campaign.OpenWaves <= before || before == 0) return null;
        var members = new CampaignMembers(campaign);
        var open = world.Tracker.Records.Where(record => members.StatusOf(record) is not (MemberStatus.None or MemberStatus.Left) && members.WaveOf(record.Device) < before).ToList();
        var confirmed = open.Count(record => world.Devices.Any(device => device.Id == record.Device && device.Confirmed.Contains(campaign.Image)));
        var judged = open.Count - Math.Min(Count(MemberStatus.Failed), (int)campaign.Forgiven) - Math.Min(Count(MemberStatus.Silent), (int)campaign.Excused);
        return confirmed * 100 >= campaign.Plan.AdvanceShare * judged ? null : $"wave {campaign.OpenWaves} opens with {confirmed} of {judged} devices confirmed";

        int Count(MemberStatus status) => open.Count(record => members.StatusOf(record) == status);
    }

    // R-ST-36, R-ST-40: whoever is directed to a package that a campaign governs is a member of an open wave of a campaign that runs or is finished.
    private (string, string)? Begun()
    {
        foreach (var (device, manifest) in world.Tracker.Directed.Except(_directed).ToList())
        {
            _directed.Add((device, manifest));
            var campaigns = world.Tracker.CampaignRecords.Where(campaign => campaign.Image.Manifest == manifest).ToList();
            var record = world.Tracker.Record(device);
            if (record is null || campaigns.Count == 0 || campaigns.Any(campaign => Permits(campaign, device))) continue;
            return (device.ToString(), $"directed to {manifest}, which no campaign permits");
        }

        return null;

        bool Permits(CampaignRecord campaign, DeviceId of) => campaign.Phase switch
        {
            CampaignPhase.Running => new CampaignMembers(campaign) is var members && members.Contains(world.Tracker.Record(of)!) && members.WaveOf(of) < campaign.OpenWaves,
            CampaignPhase.Finished => new CampaignMembers(campaign).Contains(world.Tracker.Record(of)!),
            _ => false,
        };
    }
}
