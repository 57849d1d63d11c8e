using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit;

/// <summary>A component as a manifest lists it.</summary>
/// <param name="Index">The index by which commands select it.</param>
/// <param name="Id">Its identifier.</param>
/// <param name="IsDependency">True when it holds another envelope (trust domains).</param>
public sealed record ManifestComponent(int Index, ComponentId Id, bool IsDependency);

/// <summary>What all sections of a manifest share (SUIT manifest S8.4.5).</summary>
/// <param name="Components">The components, in the order of the list.</param>
/// <param name="Dependencies">The dependencies; one may also be in the list of components.</param>
/// <param name="Shared">The sequence that runs before every section, or null.</param>
public sealed record CommonBlock(IReadOnlyList<ManifestComponent> Components, IReadOnlyList<ManifestComponent> Dependencies, CommandSequence? Shared)
{
    /// <summary>Every index that commands may select.</summary>
    public ImmutableSortedSet<int> Indexes { get; } = [.. Components.Select(c => c.Index), .. Dependencies.Select(d => d.Index)];

    /// <summary>The largest of them.</summary>
    public int MaxIndex => Indexes.Max;

    /// <summary>The component with this index, or null.</summary>
    public ManifestComponent? At(int index) =>
        index >= 0 && index < Components.Count ? Components[index] : Dependencies.FirstOrDefault(d => d.Index == index);
}

/// <summary>A manifest whose structure, commands and parameters were all checked (SUIT manifest S8.4).</summary>
public sealed record Manifest
{
    /// <summary>The one manifest version there is.</summary>
    public const int Version = 1;

    /// <summary>Orders the manifests for a device.</summary>
    public required SequenceNumber SequenceNumber { get; init; }

    /// <summary>Where the full envelope can be had, or null. Not to be followed before authentication.</summary>
    public string? ReferenceUri { get; init; }

    /// <summary>Where the manifest itself is to be stored, or null (trust domains).</summary>
    public ComponentId? ManifestComponentId { get; init; }

    /// <summary>The version that the update installs, or null (update management).</summary>
    public IReadOnlyList<long>? SetVersion { get; init; }

    /// <summary>Components and shared sequence.</summary>
    public required CommonBlock Common { get; init; }

    /// <summary>
    /// The command sequences that are at hand: those in the manifest and the severed ones in the envelope that match their digest.
    /// </summary>
    public ImmutableSortedDictionary<SuitElement, CommandSequence> Sections { get; init; } = ImmutableSortedDictionary<SuitElement, CommandSequence>.Empty;

    /// <summary>The digests of severed elements, present or not.</summary>
    public ImmutableSortedDictionary<SuitElement, Digest> Severed { get; init; } = ImmutableSortedDictionary<SuitElement, Digest>.Empty;

    /// <summary>The severed elements that are not at hand.</summary>
    public ImmutableSortedSet<SuitElement> Missing { get; init; } = [];

    /// <summary>Text for people, or null. Nothing is decided upon it.</summary>
    public SuitText? Text { get; init; }

    /// <summary>The software identification tag, or null.</summary>
    public Bytes? Coswid { get; init; }
}
