using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Storage.Tracker;

/// <summary>
/// What a Status tracker of profile Fleet keeps durably beside its records: campaigns and the audit trail. As in
/// <see cref="ITrackStore"/>, every task of a write completes when the write is durable, and failures are <see cref="StorageException"/>s.
/// </summary>
public interface IFleetStore
{
    /// <summary>Stores a campaign.</summary>
    Task SaveCampaign(CampaignRecord campaign, CancellationToken cancel = default);

    /// <summary>All campaigns (R-ST-54).</summary>
    ValueTask<IReadOnlyList<CampaignRecord>> ReadCampaigns(CancellationToken cancel = default);

    /// <summary>Adds an entry to the audit trail; its number and hash follow from the entry before it (R-ST-52).</summary>
    /// <param name="link">Makes the entry from the one before it, null for the first. It may be called again when a write had to be undone.</param>
    /// <param name="cancel">Cancels before the write is queued, not after.</param>
    Task AddAudit(Func<AuditEntry?, AuditEntry> link, CancellationToken cancel = default);

    /// <summary>Entries of the audit trail after this number, in their order.</summary>
    ValueTask<Sequence<AuditEntry>> ReadAudit(ulong after, int most, CancellationToken cancel = default);
}
