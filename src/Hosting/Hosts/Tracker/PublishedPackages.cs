using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>What all Firmware servers together publish, as the tracker knows it: the merged catalogue, the envelopes, and where each
/// payload is to be had.</summary>
internal sealed class PublishedPackages(ITrackStore store, ServerLinkConfiguration configuration, HostSurroundings surroundings, ILogger log)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Sequence<CatalogueEntry>> _byServer = [];
    private readonly ConcurrentDictionary<Digest, Bytes> _envelopes = [];
    private volatile Snapshot _snapshot = new(Catalogue.Empty, new Dictionary<Digest, (ulong, IReadOnlyList<string>)>());

    /// <summary>Takes over what was known before the restart, of the servers that are still configured; entries without an authentic
    /// envelope are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Sequence<CatalogueEntry>>> RestoreAsync(IEnumerable<string> servers)
    {
        var known = await store.ReadCatalogues().ConfigureAwait(false);
        var held = new Dictionary<string, Sequence<CatalogueEntry>>();
        foreach (var server in servers)
        {
            var entries = new List<CatalogueEntry>();
            foreach (var entry in known.GetValueOrDefault(server) ?? Sequence<CatalogueEntry>.Empty)
                if (await EnvelopeAsync(entry).ConfigureAwait(false) is not null) entries.Add(entry);
            held[server] = new Sequence<CatalogueEntry>(entries);
        }

        await store.RetainEnvelopes([.. held.Values.SelectMany(static entries => entries).Select(static entry => entry.Manifest)]).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var (server, entries) in held) _byServer[server] = entries;
            Merge();
        }

        return held;
    }

    /// <summary>Takes what a server publishes now; durable before it counts.</summary>
    public async Task TakeAsync(string server, Sequence<CatalogueEntry> entries)
    {
        bool same;
        lock (_gate) same = _byServer.TryGetValue(server, out var former) && former.Equals(entries);
        if (same) return;
        await store.SaveCatalogue(server, entries).ConfigureAwait(false);
        lock (_gate)
        {
            _byServer[server] = entries;
            Merge();
        }
    }

    /// <summary>How many sequence numbers carry two manifests (R-ST-23).</summary>
    public int Conflicts => _snapshot.Catalogue.Conflicts.Count;

    /// <summary>How many packages the named server published when it answered last.</summary>
    public int CountOf(string server)
    {
        lock (_gate) return _byServer.TryGetValue(server, out var entries) ? entries.Count : 0;
    }

    /// <summary>What is published for a vendor and class and in no conflict, oldest first (R-ST-09, R-ST-20, R-ST-23).</summary>
    public IReadOnlyList<CatalogueEntry> For(VendorId vendor, ClassId deviceClass) => _snapshot.Catalogue.Entries(vendor, deviceClass);

    /// <summary>The package with its envelope; null when the envelope is not to be had.</summary>
    public async Task<PackageOffer?> OfferAsync(CatalogueEntry entry, RetryRule? retry) => await EnvelopeAsync(entry).ConfigureAwait(false) is { } envelope
        ? new PackageOffer(new ImageName(entry.Number, entry.Manifest), envelope) { Retry = retry }
        : null;

    /// <summary>The published package with this manifest that is in no conflict; null when there is none.</summary>
    public CatalogueEntry? Package(Digest manifest) => _snapshot.Catalogue.Find(manifest);

    /// <summary>The size of a payload of a published package and the servers that have it; null when no published package has it
    /// (R-FS-18).</summary>
    public (ulong Size, IReadOnlyList<string> Servers)? Find(Digest payload) => _snapshot.Payloads.TryGetValue(payload, out var found) ? found : null;

    // The store hands back bytes as a peer would: they count only when the author's signature is right.
    private async Task<Bytes?> EnvelopeAsync(CatalogueEntry entry)
    {
        if (_envelopes.TryGetValue(entry.Manifest, out var remembered)) return remembered;
        if (await store.ReadEnvelope(entry.Manifest).ConfigureAwait(false) is not { } envelope) return null;
        if (PackageContents.Read(envelope, configuration.AuthorAnchors).Value?.Image != new ImageName(entry.Number, entry.Manifest)) return null;
        _envelopes[entry.Manifest] = envelope;
        return envelope;
    }

    // Called inside the gate.
    private void Merge()
    {
        var catalogue = new Catalogue(_byServer.Values);
        var payloads = new Dictionary<Digest, (ulong Size, List<string> Servers)>();
        foreach (var (server, entries) in _byServer)
        {
            foreach (var payload in entries.SelectMany(static entry => entry.Payloads).Distinct())
            {
                if (!payloads.TryGetValue(payload.Digest, out var found)) payloads[payload.Digest] = found = (payload.Size, []);
                if (found.Size == payload.Size) found.Servers.Add(server);
            }
        }

        var manifests = _byServer.Values.SelectMany(static entries => entries).Select(static entry => entry.Manifest).ToHashSet();
        foreach (var gone in _envelopes.Keys.Where(manifest => !manifests.Contains(manifest)).ToArray()) _envelopes.TryRemove(gone, out _);
        _snapshot = new Snapshot(catalogue, payloads.ToDictionary(static p => p.Key, static p => (p.Value.Size, (IReadOnlyList<string>)p.Value.Servers)));
        Log.CatalogueChanged(log, manifests.Count, catalogue.Conflicts.Count);
        surroundings.Tell(new HostEvent.CatalogueChanged("all", manifests.Count, catalogue.Conflicts.Count));
        foreach (var conflict in catalogue.Conflicts)
        {
            surroundings.Tell(new HostEvent.Refused(
                "tracker", $"{conflict.Vendor}/{conflict.Class}", ResultCode.ConflictingSequenceNumber, $"number {conflict.Number} is carried by {string.Join(", ", conflict.Manifests)}"));
        }
    }

    private sealed record Snapshot(Catalogue Catalogue, IReadOnlyDictionary<Digest, (ulong Size, IReadOnlyList<string> Servers)> Payloads);
}
