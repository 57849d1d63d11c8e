using Microsoft.Data.Sqlite;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Hosting.Storage.Sqlite;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Storage.Tracker;

/// <content>Campaigns and the audit trail.</content>
public sealed partial class SqliteTrackStore : IFleetStore
{
    private const string FleetSchema = """
        CREATE TABLE campaign (id BLOB PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE audit (number INTEGER PRIMARY KEY, entry BLOB NOT NULL);
        CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
        CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END
        """;

    private readonly Statement _saveCampaign;
    private readonly Statement _campaigns;
    private readonly Statement _lastAudit;
    private readonly Statement _addAudit;
    private readonly Statement _audit;

    /// <inheritdoc/>
    public Task SaveCampaign(CampaignRecord campaign, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        cancel.ThrowIfCancellationRequested();
        return Write(_saveCampaign, campaign.Campaign.Value.ToByteArray(bigEndian: true), campaign.Encode());
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CampaignRecord>> ReadCampaigns(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IReadOnlyList<CampaignRecord>>(_database.Read(() => _campaigns.All(row => CampaignRecord.Decode((byte[])row[0]) switch
        {
            { Value: { } campaign } => campaign,
            var decoded => throw SqliteFaults.Corrupted(_database.Path, $"expected the record of a campaign, but: {decoded.Error}"),
        })));
    }

    /// <inheritdoc/>
    public Task AddAudit(Func<AuditEntry?, AuditEntry> link, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        cancel.ThrowIfCancellationRequested();
        return _database.Write(() =>
        {
            var entry = link(_lastAudit.One(DecodeAudit));
            _addAudit.Execute((long)entry.Number, entry.Encode());
            return null;
        });
    }

    /// <inheritdoc/>
    public ValueTask<Sequence<AuditEntry>> ReadAudit(ulong after, int most, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        cancel.ThrowIfCancellationRequested();
        var entries = after > long.MaxValue ? [] : _database.Read(() => _audit.All(DecodeAudit, (long)after, most));
        return ValueTask.FromResult(new Sequence<AuditEntry>(entries));
    }

    private AuditEntry DecodeAudit(SqliteDataReader row)
    {
        var decoded = AuditEntry.Decode((byte[])row[0]);
        return decoded.Value ?? throw SqliteFaults.Corrupted(_database.Path, $"expected an entry of the audit trail, but: {decoded.Error}");
    }
}
