using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Hosting.Storage.Packages;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>A Firmware server's store in memory; every operation takes a while.</summary>
internal class HuntedPackageStore : IPackageStore
{
    private readonly object _gate = new();
    private readonly Dictionary<Digest, PackageRecord> _records = [];
    private readonly Dictionary<Digest, Bytes> _envelopes = [];
    private readonly Dictionary<Digest, ulong> _payloads = [];
    private readonly List<PackageRecord> _saves = [];

    /// <summary>Every record that became durable, in order.</summary>
    public IReadOnlyList<PackageRecord> Saves
    {
        get
        {
            lock (_gate) return [.. _saves];
        }
    }

    /// <summary>A payload is there.</summary>
    public void Put(Digest payload, ulong size)
    {
        lock (_gate) _payloads[payload] = size;
    }

    public virtual async ValueTask<PackageRecord?> Read(Digest manifest, CancellationToken cancel = default)
    {
        await Task.Yield();
        lock (_gate) return _records.GetValueOrDefault(manifest);
    }

    public async Task Save(PackageRecord record, CancellationToken cancel = default)
    {
        await Task.Yield();
        lock (_gate)
        {
            _records[record.Image.Manifest] = record;
            _saves.Add(record);
        }

        await Task.Yield();
    }

    public async ValueTask<Sequence<PackageRecord>> List(PackagePhase? phase, CancellationToken cancel = default)
    {
        await Task.Yield();
        return Find(record => phase is null || record.Phase == phase);
    }

    public virtual async ValueTask<PackageRecord?> Highest(VendorId vendor, ClassId deviceClass, CancellationToken cancel = default)
    {
        await Task.Yield();
        return Find(record => record.Vendor == vendor && record.Class == deviceClass && record.Phase is PackagePhase.Published or PackagePhase.Withdrawn).MaxBy(static record => record.Image.Number.Value);
    }

    public async ValueTask<Sequence<PackageRecord>> Naming(Digest payload, CancellationToken cancel = default)
    {
        await Task.Yield();
        return Find(record => record.Payloads.Any(named => named.Digest == payload));
    }

    public async Task SaveEnvelope(Digest manifest, Bytes envelope, CancellationToken cancel = default)
    {
        await Task.Yield();
        lock (_gate) _envelopes[manifest] = envelope;
    }

    public async ValueTask<Bytes?> ReadEnvelope(Digest manifest, CancellationToken cancel = default)
    {
        await Task.Yield();
        lock (_gate) return _envelopes.TryGetValue(manifest, out var envelope) ? envelope : (Bytes?)null;
    }

    public async Task<PayloadName> SavePayload(Digest payload, Stream content, ulong most, CancellationToken cancel = default)
    {
        await Task.Yield();
        Put(payload, (ulong)content.Length);
        return new PayloadName(payload, (ulong)content.Length);
    }

    public ulong? PayloadSize(Digest payload)
    {
        lock (_gate) return _payloads.TryGetValue(payload, out var size) ? size : null;
    }

    public ValueTask<StoredPayload?> OpenPayload(Digest payload, CancellationToken cancel = default) => throw new NotSupportedException("Nobody reads payloads here.");

    public Task<PayloadState> Verify(Digest payload, CancellationToken cancel = default) => throw new NotSupportedException("Nobody reads payloads here.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Sequence<PackageRecord> Find(Func<PackageRecord, bool> which)
    {
        lock (_gate) return new Sequence<PackageRecord>(_records.Values.Where(which));
    }
}
