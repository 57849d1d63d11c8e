using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>Two different manifests with one sequence number for one vendor and class: neither is offered (R-ST-23).</summary>
public sealed record CatalogueConflict(VendorId Vendor, ClassId Class, SequenceNumber Number, Sequence<Digest> Manifests);

/// <summary>What all Firmware servers together publish. An immutable value; the newest package of a vendor and class is a look-up.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<(VendorId, ClassId), List<CatalogueEntry>> _byClass = [];

    /// <summary>Merges the catalogues of the servers; the order of the servers does not matter (R-ST-22).</summary>
    public Catalogue(params IEnumerable<Sequence<CatalogueEntry>> servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var conflicts = new List<CatalogueConflict>();
        foreach (var group in servers.SelectMany(entries => entries).GroupBy(entry => (entry.Vendor, entry.Class)))
        {
            var sound = new List<CatalogueEntry>();
            foreach (var number in group.GroupBy(entry => entry.Number).OrderBy(same => same.Key))
            {
                var manifests = number.Select(entry => entry.Manifest).Distinct().OrderBy(manifest => manifest.ToHex(), StringComparer.Ordinal).ToList();
                if (manifests.Count == 1) sound.Add(number.First());
                else conflicts.Add(new CatalogueConflict(group.Key.Vendor, group.Key.Class, number.Key, new Sequence<Digest>(manifests))); // R-ST-23
            }

            _byClass[group.Key] = sound;
        }

        Conflicts = new Sequence<CatalogueConflict>(conflicts);
    }

    /// <summary>Nothing is published.</summary>
    public static Catalogue Empty { get; } = new();

    /// <summary>Numbers that carry two manifests.</summary>
    public Sequence<CatalogueConflict> Conflicts { get; }

    /// <summary>The entry with the highest sequence number for this vendor and class, or null (R-ST-09).</summary>
    public CatalogueEntry? Newest(VendorId vendor, ClassId deviceClass) =>
        _byClass.TryGetValue((vendor, deviceClass), out var entries) && entries.Count > 0 ? entries[^1] : null;

    /// <summary>What is published for this vendor and class and not in conflict, oldest first.</summary>
    public IReadOnlyList<CatalogueEntry> Entries(VendorId vendor, ClassId deviceClass) => _byClass.TryGetValue((vendor, deviceClass), out var entries) ? entries : [];

    /// <summary>The entry with this manifest, when it is in no conflict; null when there is none.</summary>
    public CatalogueEntry? Find(Digest manifest) => _byClass.Values.SelectMany(static entries => entries).FirstOrDefault(entry => entry.Manifest == manifest);

    /// <summary>The manifests that are published for this vendor and class and not in conflict, oldest first.</summary>
    public Sequence<Digest> Published(VendorId vendor, ClassId deviceClass) =>
        _byClass.TryGetValue((vendor, deviceClass), out var entries) ? new(entries.Select(entry => entry.Manifest)) : Sequence<Digest>.Empty;
}
