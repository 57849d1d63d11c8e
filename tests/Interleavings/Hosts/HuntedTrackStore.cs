using System.Collections.Concurrent;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>What outlives a Status tracker's process.</summary>
internal sealed class TrackDisk
{
    private readonly object _gate = new();
    private readonly Dictionary<DeviceId, TrackRecord> _records = [];
    private readonly List<TrackRecord> _saves = [];

    /// <summary>Every record that became durable, in order.</summary>
    public IReadOnlyList<TrackRecord> Saves
    {
        get
        {
            lock (_gate) return [.. _saves];
        }
    }

    public ConcurrentDictionary<Digest, Bytes> Envelopes { get; } = [];

    public ConcurrentDictionary<string, Sequence<CatalogueEntry>> Catalogues { get; } = [];

    public TrackRecord? Read(DeviceId device)
    {
        lock (_gate) return _records.GetValueOrDefault(device);
    }

    public IReadOnlyList<TrackRecord> All()
    {
        lock (_gate) return [.. _records.Values];
    }

    /// <summary>Stores the record if <paramref name="alive"/> still holds at that moment.</summary>
    public bool TrySave(TrackRecord record, Func<bool> alive)
    {
        lock (_gate)
        {
            if (!alive()) return false;
            _records[record.Device] = record;
            _saves.Add(record);
            return true;
        }
    }

    /// <summary>Does something while nothing becomes durable.</summary>
    public void Between(Action act)
    {
        lock (_gate) act();
    }
}

/// <summary>The store of one life of a Status tracker: every operation takes a while, and none takes effect after the end of that life.</summary>
internal class HuntedTrackStore(TrackDisk disk) : ITrackStore
{
    private bool _killed;

    public IReadOnlyDictionary<TrackPhase, long> Counts => disk.All().GroupBy(static record => record.Phase).ToDictionary(static group => group.Key, static group => group.LongCount());

    /// <summary>False from the end of this life on.</summary>
    public bool IsAlive => !Volatile.Read(ref _killed);

    protected TrackDisk Disk => disk;

    /// <summary>The process is killed.</summary>
    public void Kill() => disk.Between(() => Volatile.Write(ref _killed, true));

    public virtual async ValueTask<TrackRecord?> Read(DeviceId device, CancellationToken cancel = default)
    {
        await Task.Yield();
        Living();
        return disk.Read(device);
    }

    public virtual async Task Save(TrackRecord record, Moment at, CancellationToken cancel = default)
    {
        await Task.Yield();
        if (!disk.TrySave(record, () => IsAlive)) Living();
        await Task.Yield();
        Living();
    }

    public async ValueTask<Sequence<TrackRecord>> List(TrackPhase? phase, DeviceId? after, int most, CancellationToken cancel = default)
    {
        await Task.Yield();
        return new Sequence<TrackRecord>(disk.All().Where(record => phase is null || record.Phase == phase).Take(most));
    }

    // Coyote does not decide over asynchronous iterators, so this one never waits.
    public IAsyncEnumerable<TrackRecord> All(CancellationToken cancel = default) => new AllRead(disk.All());

    public ValueTask<Sequence<TrackEvent>> History(DeviceId device, int most, CancellationToken cancel = default) => ValueTask.FromResult(Sequence<TrackEvent>.Empty);

    public virtual async Task SaveCatalogue(string server, Sequence<CatalogueEntry> entries, CancellationToken cancel = default)
    {
        await Task.Yield();
        Living();
        disk.Catalogues[server] = entries;
    }

    public async ValueTask<IReadOnlyDictionary<string, Sequence<CatalogueEntry>>> ReadCatalogues(CancellationToken cancel = default)
    {
        await Task.Yield();
        return disk.Catalogues.ToDictionary();
    }

    public async Task SaveEnvelope(Digest manifest, Bytes envelope, CancellationToken cancel = default)
    {
        await Task.Yield();
        Living();
        disk.Envelopes[manifest] = envelope;
    }

    public async ValueTask<Bytes?> ReadEnvelope(Digest manifest, CancellationToken cancel = default)
    {
        await Task.Yield();
        return disk.Envelopes.TryGetValue(manifest, out var envelope) ? envelope : (Bytes?)null;
    }

    public async Task RetainEnvelopes(IReadOnlyCollection<Digest> manifests, CancellationToken cancel = default)
    {
        await Task.Yield();
        foreach (var gone in disk.Envelopes.Keys.Where(manifest => !manifests.Contains(manifest)).ToArray()) disk.Envelopes.TryRemove(gone, out _);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Living()
    {
        if (!IsAlive) throw new StorageException(ResultCode.StorageFailed, "the process was killed");
    }

    private sealed class AllRead(IReadOnlyList<TrackRecord> records) : IAsyncEnumerable<TrackRecord>, IAsyncEnumerator<TrackRecord>
    {
        private int _at = -1;

        public TrackRecord Current => records[_at];

        public IAsyncEnumerator<TrackRecord> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => ValueTask.FromResult(++_at < records.Count);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
