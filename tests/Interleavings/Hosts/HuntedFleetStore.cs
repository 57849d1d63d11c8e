using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What outlives a Status tracker's process of its campaigns.</summary>
internal sealed class FleetDisk
{
    private readonly object _gate = new();
    private readonly Dictionary<CampaignId, CampaignRecord> _campaigns = [];
    private readonly List<CampaignRecord> _saves = [];
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

    /// <summary>Every campaign that became durable, in order.</summary>
    public IReadOnlyList<CampaignRecord> Saves
    {
        get
        {
            lock (_gate) return [.. _saves];
        }
    }

    /// <summary>Stores the campaign if <paramref name="alive"/> still holds at that moment.</summary>
    public bool TrySave(CampaignRecord campaign, Func<bool> alive)
    {
        lock (_gate)
        {
            if (!alive()) return false;
            _campaigns[campaign.Campaign] = campaign;
            _saves.Add(campaign);
            return true;
        }
    }

    public void Add(Func<AuditEntry?, AuditEntry> link)
    {
        lock (_gate) _audit.Add(link(_audit.Count == 0 ? null : _audit[^1]));
    }
}

/// <summary>The fleet store of one life of a Status tracker: every operation takes a while, and none takes effect after the end of that life.</summary>
internal class HuntedFleetStore(FleetDisk disk, HuntedTrackStore? life) : IFleetStore
{
    protected FleetDisk Disk => disk;

    /// <summary>The life whose store this is; null for one that does not end.</summary>
    protected HuntedTrackStore Life => life!;

    public virtual async Task SaveCampaign(CampaignRecord campaign, CancellationToken cancel = default)
    {
        await Task.Yield();
        if (!disk.TrySave(campaign, IsAlive)) Living();
        await Task.Yield();
        Living();
    }

    public async ValueTask<IReadOnlyList<CampaignRecord>> ReadCampaigns(CancellationToken cancel = default)
    {
        await Task.Yield();
        return disk.Campaigns;
    }

    public async Task AddAudit(Func<AuditEntry?, AuditEntry> link, CancellationToken cancel = default)
    {
        await Task.Yield();
        Living();
        disk.Add(link);
        await Task.Yield();
    }

    public async ValueTask<Sequence<AuditEntry>> ReadAudit(ulong after, int most, CancellationToken cancel = default)
    {
        await Task.Yield();
        return new(disk.Audit.Where(entry => entry.Number > after).Take(most));
    }

    private bool IsAlive() => life?.IsAlive != false;

    private void Living()
    {
        if (!IsAlive()) throw new StorageException(ResultCode.StorageFailed, "the process was killed");
    }
}
