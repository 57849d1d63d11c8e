using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What outlives a Status tracker's process of its campaigns.</summary>
internal sealed class FleetDisk
{
    private readonly object _gate = new();
    private readonly Dictionary<CampaignId, CampaignRecord> _campaigns = [];
    private readonly List<AuditEntry> _audit = [];

    public IReadOnlyList<CampaignRecord> Campaigns
    {
        get
        {
            lock (_gate) return [.. _campaigns.Values];
        }
    }

    public IReadOnlyList<AuditEntry> Audit
    {
        get
        {
            lock (_gate) return [.. _audit];
        }
    }

    public void Save(CampaignRecord campaign)
    {
        lock (_gate) _campaigns[campaign.Campaign] = campaign;
    }

    public void Add(Func<AuditEntry?, AuditEntry> link)
    {
        lock (_gate) _audit.Add(link(_audit.Count == 0 ? null : _audit[^1]));
    }
}

/// <summary>The fleet store of one life of a Status tracker: every operation takes a while.</summary>
internal sealed class HuntedFleetStore(FleetDisk disk) : IFleetStore
{
    public async Task SaveCampaign(CampaignRecord campaign, CancellationToken cancel = default)
    {
        await Task.Yield();
        disk.Save(campaign);
        await Task.Yield();
    }

    public async ValueTask<IReadOnlyList<CampaignRecord>> ReadCampaigns(CancellationToken cancel = default)
    {
        await Task.Yield();
        return disk.Campaigns;
    }

    public async Task AddAudit(Func<AuditEntry?, AuditEntry> link, CancellationToken cancel = default)
    {
        await Task.Yield();
        disk.Add(link);
        await Task.Yield();
    }

    public async ValueTask<Sequence<AuditEntry>> ReadAudit(ulong after, int most, CancellationToken cancel = default)
    {
        await Task.Yield();
        return new(disk.Audit.Where(entry => entry.Number > after).Take(most));
    }
}
