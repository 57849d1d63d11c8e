using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Storage.Sqlite;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Hosting.Storage.Tracker;

/// <summary>
/// The track store in one SQLite file. Writes that come together share a transaction; each completes when that is durable.
/// </summary>
public sealed partial class SqliteTrackStore : ITrackStore
{
    private const int ApplicationId = 0x53555431; // "SUT1"
    private const int SchemaVersion = 3;
    private const int PageOfAll = 256;

    // What every poll changes, counter and time of the last report, stands by itself: 200 devices share a page, and the log is moved into few of them.
    private const string Schema = """
        CREATE TABLE track (id INTEGER PRIMARY KEY, device BLOB NOT NULL UNIQUE, phase INTEGER NOT NULL, record BLOB NOT NULL);
        CREATE TABLE seen (id INTEGER PRIMARY KEY REFERENCES track, counter INTEGER NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX track_by_phase ON track (phase, device);
        CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, device BLOB NOT NULL, at INTEGER NOT NULL, phase INTEGER NOT NULL,
            result INTEGER NOT NULL, verified INTEGER NOT NULL, number BLOB, manifest BLOB);
        CREATE INDEX history_by_device ON history (device, id);
        CREATE TABLE catalogue (server TEXT PRIMARY KEY, entries BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE envelope (manifest BLOB PRIMARY KEY, content BLOB NOT NULL);

        """ + FleetSchema;

    private const string Columns = "SELECT record, counter, at, id FROM track LEFT JOIN seen USING (id) ";

    private readonly SqliteDatabase _database;
    private readonly long[] _counts = new long[Enum.GetValues<TrackPhase>().Length];
    private readonly object _counting = new();

    private readonly Statement _record;
    private readonly Statement _saveRecord;
    private readonly Statement _saveInPhase;
    private readonly Statement _saveSeen;
    private readonly Statement _saveEvent;
    private readonly Statement _saveCatalogue;
    private readonly Statement _saveEnvelope;
    private readonly Statement _envelopeNames;
    private readonly Statement _removeEnvelope;
    private readonly Statement _records;
    private readonly Statement _allRecords;
    private readonly Statement _recordsInPhase;
    private readonly Statement _history;
    private readonly Statement _catalogues;
    private readonly Statement _envelope;

    private SqliteTrackStore(SqliteDatabase database)
    {
        _database = database;
        _record = database.ForWriting(Columns + "WHERE device = $1", 1);
        _saveRecord = database.ForWriting(
            "INSERT INTO track (device, phase, record) VALUES ($1, $2, $3) ON CONFLICT (device) DO UPDATE SET phase = excluded.phase, record = excluded.record", 3);
        // An update that names the phase would touch its index too, changed or not.
        _saveInPhase = database.ForWriting("UPDATE track SET record = $2 WHERE device = $1", 2);
        _saveSeen = database.ForWriting(
            "INSERT INTO seen SELECT id, $2, $3 FROM track WHERE device = $1 ON CONFLICT (id) DO UPDATE SET counter = excluded.counter, at = excluded.at", 3);
        _saveEvent = database.ForWriting(
            "INSERT INTO history (device, at, phase, result, verified, number, manifest) VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);
        _saveCatalogue = database.ForWriting("INSERT INTO catalogue VALUES ($1, $2) ON CONFLICT (server) DO UPDATE SET entries = excluded.entries", 2);
        _saveEnvelope = database.ForWriting("INSERT INTO envelope VALUES ($1, $2) ON CONFLICT (manifest) DO UPDATE SET content = excluded.content", 2);
        _envelopeNames = database.ForWriting("SELECT manifest FROM envelope", 0);
        _removeEnvelope = database.ForWriting("DELETE FROM envelope WHERE manifest = $1", 1);
        _records = database.ForReading(Columns + "WHERE device > $1 ORDER BY device LIMIT $2", 2);
        _allRecords = database.ForReading(Columns + "WHERE id > $1 ORDER BY id LIMIT $2", 2);
        _recordsInPhase = database.ForReading(Columns + "WHERE phase = $3 AND device > $1 ORDER BY device LIMIT $2", 3);
        _history = database.ForReading(
            "SELECT at, phase, result, verified, number, manifest FROM history WHERE device = $1 ORDER BY id DESC LIMIT $2", 2);
        _catalogues = database.ForReading("SELECT server, entries FROM catalogue", 0);
        _envelope = database.ForReading("SELECT content FROM envelope WHERE manifest = $1", 1);
        _saveCampaign = database.ForWriting("INSERT INTO campaign VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET record = excluded.record", 2);
        _campaigns = database.ForReading("SELECT record FROM campaign", 0);
        _lastAudit = database.ForWriting("SELECT entry FROM audit ORDER BY number DESC LIMIT 1", 0);
        _addAudit = database.ForWriting("INSERT INTO audit VALUES ($1, $2)", 2);
        _audit = database.ForReading("SELECT entry FROM audit WHERE number > $1 ORDER BY number LIMIT $2", 2);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<TrackPhase, long> Counts
    {
        get
        {
            lock (_counting) return Enum.GetValues<TrackPhase>().Where(phase => _counts[(int)phase] > 0).ToDictionary(phase => phase, phase => _counts[(int)phase]);
        }
    }

    /// <summary>Transactions committed so far.</summary>
    internal long Commits => _database.Commits;

    /// <summary>Opens the store, creating the file when there is none. The file belongs to this process until it is disposed.</summary>
    /// <exception cref="StorageException">Busy: another process holds it. StorageCorrupted: it is damaged or something else. StorageFailed:
    /// the system refused.</exception>
    public static async Task<SqliteTrackStore> Open(string path)
    {
        var database = SqliteDatabase.Open(path, ApplicationId, SchemaVersion, Schema);
        try
        {
            var store = database.Read(() => new SqliteTrackStore(database));
            store.Count();
            return store;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<TrackRecord?> Read(DeviceId device, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return new ValueTask<TrackRecord?>(_database.ReadInTurn(() => _record.One(Decode, Key(device))));
    }

    /// <inheritdoc/>
    public Task Save(TrackRecord record, Moment at, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancel.ThrowIfCancellationRequested();
        var encoded = Encode(record);
        return _database.Write(() => Store(record, encoded, _record.One(Decode, Key(record.Device)), at));
    }

    /// <inheritdoc/>
    public Task Save(TrackRecord record, TrackRecord? former, Moment at, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancel.ThrowIfCancellationRequested();
        var encoded = former is not null && OnlySeenAgain(record, former) ? null : Encode(record);
        return _database.Write(() => Store(record, encoded, former, at));
    }

    /// <inheritdoc/>
    public ValueTask<Sequence<TrackRecord>> List(TrackPhase? phase, DeviceId? after, int most, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        cancel.ThrowIfCancellationRequested();
        // The empty key stands before every other.
        var start = after is null ? [] : Key(after.Value);
        var records = _database.Read(() => phase is null ? _records.All(Decode, start, most) : _recordsInPhase.All(Decode, start, most, (int)phase.Value));
        return ValueTask.FromResult(new Sequence<TrackRecord>(records));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TrackRecord> All([EnumeratorCancellation] CancellationToken cancel = default)
    {
        var after = 0L;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var page = _database.Read(() => _allRecords.All(row => (Id: row.GetInt64(3), Record: Decode(row)), after, PageOfAll));
            foreach (var (_, record) in page) yield return record;
            if (page.Count < PageOfAll) yield break;
            after = page[^1].Id;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Sequence<TrackEvent>> History(DeviceId device, int most, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new Sequence<TrackEvent>(_database.Read(() => _history.All(
            static row => new TrackEvent(
                new Moment(row.GetInt64(0)),
                (TrackPhase)row.GetInt32(1),
                (ResultCode)row.GetInt32(2),
                row.GetInt64(3) != 0,
                row.IsDBNull(4) ? null : new ImageName(Numbers.FromKey((byte[])row[4]), new Digest((byte[])row[5]))),
            Key(device), most))));
    }

    /// <inheritdoc/>
    public Task SaveCatalogue(string server, Sequence<CatalogueEntry> entries, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(server);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, Limits.CatalogueEntries);
        cancel.ThrowIfCancellationRequested();
        var encoded = MessageCodec.Encode(new CatalogueAnswer(entries));
        return Write(_saveCatalogue, server, encoded);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, Sequence<CatalogueEntry>>> ReadCatalogues(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var rows = _database.Read(() => _catalogues.All(static row => (Server: row.GetString(0), Entries: (byte[])row[1])));
        return ValueTask.FromResult<IReadOnlyDictionary<string, Sequence<CatalogueEntry>>>(
            rows.ToDictionary(row => row.Server, row => DecodeCatalogue(row.Server, row.Entries)));
    }

    /// <inheritdoc/>
    public Task SaveEnvelope(Digest manifest, Bytes envelope, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return Write(_saveEnvelope, manifest.Value.ToArray(), envelope.ToArray());
    }

    /// <inheritdoc/>
    public ValueTask<Bytes?> ReadEnvelope(Digest manifest, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var content = _database.Read(() => _envelope.One(static row => (byte[])row[0], manifest.Value.ToArray()));
        return ValueTask.FromResult(content is null ? (Bytes?)null : new Bytes(content));
    }

    /// <inheritdoc/>
    public Task RetainEnvelopes(IReadOnlyCollection<Digest> manifests, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        cancel.ThrowIfCancellationRequested();
        var keep = manifests.ToHashSet();
        return _database.Write(() =>
        {
            foreach (var name in _envelopeNames.All(static row => (byte[])row[0]))
            {
                if (!keep.Contains(new Digest(name))) _removeEnvelope.Execute(name);
            }

            return null;
        });
    }

    /// <summary>Finishes the writes that wait and closes the file.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Stores the record, whose encoding is null when only counter and time of the last report are new.</summary>
    private Action? Store(TrackRecord record, byte[]? encoded, TrackRecord? former, Moment at)
    {
        var key = Key(record.Device);
        if (former?.Phase != record.Phase) _saveRecord.Execute(key, (int)record.Phase, encoded);
        else if (encoded is not null && _saveInPhase.Execute(key, encoded) != 1) throw Missing(record.Device);
        if (_saveSeen.Execute(key, unchecked((long)record.LastCounter), record.LastSeen.UnixMilliseconds) != 1) throw Missing(record.Device);
        if (former is null || former.Phase != record.Phase || former.Result != record.Result || former.ResultVerified != record.ResultVerified || former.Target != record.Target)
        {
            _saveEvent.Execute(
                key, at.UnixMilliseconds, (int)record.Phase, (int)record.Result, record.ResultVerified ? 1 : 0,
                record.Target is { } target ? Numbers.ToKey(target.Number) : null, record.Target?.Manifest.Value.ToArray());
        }

        return former?.Phase == record.Phase ? null : () => Move(former?.Phase, record.Phase);
    }

    private StorageException Missing(DeviceId device) => SqliteFaults.Corrupted(_database.Path, $"expected the record of device {device}, which was read before");

    private static bool OnlySeenAgain(TrackRecord record, TrackRecord former) => record == former with { LastCounter = record.LastCounter, LastSeen = record.LastSeen };

    // Each value stands in one place only.
    private static byte[] Encode(TrackRecord record) => (record with { LastCounter = 0, LastSeen = default }).Encode();

    private static byte[] Key(DeviceId device) => device.Value.ToByteArray(bigEndian: true);

    private Task Write(Statement statement, params object?[] values) => _database.Write(() =>
    {
        statement.Execute(values);
        return null;
    });

    private TrackRecord Decode(SqliteDataReader row)
    {
        var decoded = TrackRecord.Decode((byte[])row[0]);
        var record = decoded.Value ?? throw SqliteFaults.Corrupted(_database.Path, $"expected the record of a device, but: {decoded.Error}");
        if (row.IsDBNull(1)) throw SqliteFaults.Corrupted(_database.Path, $"expected when device {record.Device} was seen last, but the row is missing");
        return record with { LastCounter = unchecked((ulong)row.GetInt64(1)), LastSeen = new Moment(row.GetInt64(2)) };
    }

    private Sequence<CatalogueEntry> DecodeCatalogue(string server, byte[] bytes)
    {
        var decoded = MessageCodec.Decode(bytes);
        return (decoded.Value as CatalogueAnswer)?.Entries
            ?? throw SqliteFaults.Corrupted(_database.Path, $"expected the catalogue of {server}, but: {decoded.Error?.ToString() ?? "another message"}");
    }

    private void Count()
    {
        var statement = _database.ForReading("SELECT phase, COUNT(*) FROM track GROUP BY phase", 0);
        foreach (var (phase, count) in _database.Read(() => statement.All(static row => (row.GetInt32(0), row.GetInt64(1)))))
        {
            if (phase < 0 || phase >= _counts.Length) throw SqliteFaults.Corrupted(_database.Path, $"expected the phase of a device, but it is {phase}");
            _counts[phase] = count;
        }
    }

    private void Move(TrackPhase? from, TrackPhase to)
    {
        lock (_counting)
        {
            if (from is not null) _counts[(int)from]--;
            _counts[(int)to]++;
        }
    }
}
