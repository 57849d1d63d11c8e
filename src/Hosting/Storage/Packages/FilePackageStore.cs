using Microsoft.Data.Sqlite;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Storage.Sqlite;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Storage.Packages;

/// <summary>The package store in one directory: payloads and envelopes as files, the records in <c>index.db</c>.</summary>
public sealed class FilePackageStore : IPackageStore
{
    private const int ApplicationId = 0x53555031; // "SUP1"
    private const int SchemaVersion = 1;
    private const int MostRecent = 1024;

    private const string Schema = """
        CREATE TABLE package (manifest BLOB PRIMARY KEY, vendor BLOB NOT NULL, class BLOB NOT NULL, number BLOB NOT NULL,
            phase INTEGER NOT NULL, record BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX package_by_number ON package (vendor, class, phase, number);
        CREATE TABLE package_payload (payload BLOB, manifest BLOB, PRIMARY KEY (payload, manifest)) WITHOUT ROWID;
        CREATE TABLE envelope (manifest BLOB PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID
        """;

    private readonly string _root;
    private readonly SqliteDatabase _database;
    private readonly PayloadFiles _files;

    // Whoever serves payloads asks for these at each request.
    private readonly RecentReads<Digest, PackageRecord?> _byManifest = new(MostRecent);
    private readonly RecentReads<Digest, Sequence<PackageRecord>> _byPayload = new(MostRecent);

    private readonly Statement _savePackage;
    private readonly Statement _savePayloadName;
    private readonly Statement _saveEnvelope;
    private readonly Statement _package;
    private readonly Statement _packages;
    private readonly Statement _packagesInPhase;
    private readonly Statement _highest;
    private readonly Statement _naming;
    private readonly Statement _envelope;

    private FilePackageStore(string root, SqliteDatabase database, PayloadFiles files)
    {
        _root = root;
        _database = database;
        _files = files;
        _savePackage = database.ForWriting(
            "INSERT INTO package VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (manifest) DO UPDATE SET vendor = excluded.vendor, class = excluded.class, "
            + "number = excluded.number, phase = excluded.phase, record = excluded.record", 6);
        _savePayloadName = database.ForWriting("INSERT OR IGNORE INTO package_payload VALUES ($1, $2)", 2);
        _saveEnvelope = database.ForWriting("INSERT INTO envelope VALUES ($1, $2) ON CONFLICT (manifest) DO UPDATE SET digest = excluded.digest", 2);
        _package = database.ForReading("SELECT record FROM package WHERE manifest = $1", 1);
        _packages = database.ForReading("SELECT record FROM package ORDER BY manifest", 0);
        _packagesInPhase = database.ForReading("SELECT record FROM package WHERE phase = $1 ORDER BY manifest", 1);
        _highest = database.ForReading("SELECT record FROM package WHERE vendor = $1 AND class = $2 AND phase >= $3 ORDER BY number DESC LIMIT 1", 3);
        _naming = database.ForReading(
            "SELECT record FROM package JOIN package_payload USING (manifest) WHERE payload = $1 ORDER BY package.manifest", 1);
        _envelope = database.ForReading("SELECT digest FROM envelope WHERE manifest = $1", 1);
    }

    /// <summary>
    /// Opens the store in a directory, creating it when there is none. The directory belongs to this process until it is disposed.
    /// </summary>
    /// <exception cref="StorageException">Busy: another process holds it. StorageCorrupted: the index is damaged. StorageFailed: the system
    /// refused.</exception>
    public static async Task<FilePackageStore> Open(string directory)
    {
        SqliteDatabase? database = null;
        PayloadFiles? files = null;
        try
        {
            DurableFiles.CreateDirectory(Path.Combine(directory, "envelopes"));
            database = SqliteDatabase.Open(Path.Combine(directory, "index.db"), ApplicationId, SchemaVersion, Schema);
            // Only the owner of the index may tidy up the uploads.
            files = new PayloadFiles(directory);
            return database.Read(() => new FilePackageStore(directory, database, files));
        }
        catch (Exception exception)
        {
            files?.Dispose();
            if (database is not null) await database.DisposeAsync().ConfigureAwait(false);
            if (StorageException.IsOfTheSystem(exception)) throw StorageException.Failed(directory, "open the package store", exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<PackageRecord?> Read(Digest manifest, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_byManifest.Get(manifest, key => _database.Read(() => _package.One(Decode, Key(key)))));
    }

    /// <inheritdoc/>
    public async Task Save(PackageRecord record, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancel.ThrowIfCancellationRequested();
        var encoded = record.Encode();
        try
        {
            await _database.Write(() =>
            {
                var manifest = Key(record.Image.Manifest);
                _savePackage.Execute(manifest, Key(record.Vendor.Value), Key(record.Class.Value), Numbers.ToKey(record.Image.Number), (int)record.Phase, encoded);
                foreach (var payload in record.Payloads) _savePayloadName.Execute(Key(payload.Digest), manifest);
                return null;
            }).ConfigureAwait(false);
        }
        finally
        {
            // Before anybody is told that it is stored.
            _byManifest.Forget();
            _byPayload.Forget();
        }
    }

    /// <inheritdoc/>
    public ValueTask<Sequence<PackageRecord>> List(PackagePhase? phase, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var records = _database.Read(() => phase is null ? _packages.All(Decode) : _packagesInPhase.All(Decode, (int)phase.Value));
        return ValueTask.FromResult(new Sequence<PackageRecord>(records));
    }

    /// <inheritdoc/>
    public ValueTask<PackageRecord?> Highest(VendorId vendor, ClassId deviceClass, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_database.Read(() => _highest.One(Decode, Key(vendor.Value), Key(deviceClass.Value), (int)PackagePhase.Published)));
    }

    /// <inheritdoc/>
    public ValueTask<Sequence<PackageRecord>> Naming(Digest payload, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_byPayload.Get(payload, key => new Sequence<PackageRecord>(_database.Read(() => _naming.All(Decode, Key(key))))));
    }

    /// <inheritdoc/>
    public async Task SaveEnvelope(Digest manifest, Bytes envelope, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var digest = Digest.Of(envelope.Span);
        var path = EnvelopePath(digest);
        try
        {
            // The file first, under the digest of its own bytes: until the index names it, the manifest has the envelope it had.
            DurableFiles.Write(path, envelope.Span, overwrite: true);
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw StorageException.Failed(path, "write the envelope", exception);
        }

        await _database.Write(() =>
        {
            _saveEnvelope.Execute(Key(manifest), Key(digest));
            return null;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Bytes?> ReadEnvelope(Digest manifest, CancellationToken cancel = default)
    {
        var row = _database.Read(() => _envelope.One(static row => (byte[])row[0], Key(manifest)));
        if (row is null) return null;
        var digest = new Digest(row);
        var path = EnvelopePath(digest);
        try
        {
            Bytes envelope = await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false);
            if (Digest.Of(envelope.Span) == digest) return envelope;
            _files.PutAside(path);
        }
        catch (FileNotFoundException)
        {
            // Said below: the index knows the envelope and its file is gone, or has been put aside.
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw StorageException.Failed(path, "read the envelope", exception);
        }

        throw new StorageException(
            ResultCode.StorageCorrupted,
            $"{path}: expected the envelope that was stored, but it is gone or its bytes have changed. Publish the package again.");
    }

    /// <inheritdoc/>
    public async Task<PayloadName> SavePayload(Digest payload, Stream content, ulong most, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return await Guarded("store the payload", () => _files.Save(payload, content, most, cancel)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ulong? PayloadSize(Digest payload) => _files.Size(payload);

    /// <inheritdoc/>
    public async ValueTask<StoredPayload?> OpenPayload(Digest payload, CancellationToken cancel = default) =>
        await Guarded("open the payload", () => _files.Open(payload, cancel)).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<PayloadState> Verify(Digest payload, CancellationToken cancel = default) =>
        Guarded("verify the payload", () => _files.Verify(payload, onlyIfUnknown: false, cancel));

    /// <summary>Finishes the writes that wait and closes the index.</summary>
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync().ConfigureAwait(false);
        _files.Dispose();
    }

    private static byte[] Key(Digest digest) => digest.Value.ToArray();

    private static byte[] Key(Guid id) => id.ToByteArray(bigEndian: true);

    private string EnvelopePath(Digest envelope) => Path.Combine(_root, "envelopes", envelope.ToHex());

    private async Task<T> Guarded<T>(string what, Func<Task<T>> operation)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (Exception exception) when (StorageException.IsOfTheSystem(exception))
        {
            throw StorageException.Failed(_root, what, exception);
        }
    }

    private PackageRecord Decode(SqliteDataReader row)
    {
        var decoded = PackageRecord.Decode((byte[])row[0]);
        return decoded.Value ?? throw SqliteFaults.Corrupted(_database.Path, $"expected the record of a package, but: {decoded.Error}");
    }
}
