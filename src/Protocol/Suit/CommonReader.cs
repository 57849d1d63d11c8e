using SecUpIoT.Protocol.Cbor;

namespace SecUpIoT.Protocol.Suit;

/// <summary>Reads the common block of a manifest.</summary>
internal static class CommonReader
{
    private const int DependenciesKey = 1;
    private const int ComponentsKey = 2;
    private const int SharedKey = 4;
    private const int PrefixKey = 1;
    private const int HighestDependencyIndex = 255;

    /// <summary>The components and dependencies; the shared sequence is still encoded, because reading it needs them.</summary>
    public static Result<(CommonBlock Common, Bytes? Shared), SuitError> Read(Bytes content, SuitProfile profile)
    {
        if (content.Length > profile.Limits.Common) return SuitCbor.TooMuch("the common block is too large");
        var decoded = SuitCbor.DecodeMap(content, "common");
        if (decoded.Error is { } error) return error;
        if (decoded.Value.Entries.Any(entry => entry.IntegerKey is not (DependenciesKey or ComponentsKey or SharedKey)))
        {
            return SuitCbor.Malformed("an unknown element in common");
        }

        if (decoded.Value.Find(ComponentsKey) is not CborArray { Items: { Count: > 0 } items })
        {
            return new SuitError(ResultCode.MissingElement, "no components");
        }

        if (items.Count > profile.Limits.Components) return SuitCbor.TooMuch("too many components");
        var ids = new List<ComponentId>();
        foreach (var item in items)
        {
            var id = ReadId(item, profile.Limits);
            if (id.Error is { } fault) return fault;
            ids.Add(id.Value);
        }

        if (ids.Distinct().Count() != ids.Count) return SuitCbor.Malformed("a component is listed twice");
        var dependencies = ReadDependencies(decoded.Value.Find(DependenciesKey), ids, profile);
        if (dependencies.Error is { } wrong) return wrong;
        if (decoded.Value.Find(SharedKey) is { } shared and not CborOctets)
        {
            return SuitCbor.Malformed("the shared sequence is not a byte string");
        }

        var components = ids.Select((id, index) => new ManifestComponent(index, id, dependencies.Value.Any(d => d.Index == index))).ToArray();
        return (new CommonBlock(components, dependencies.Value, null), (decoded.Value.Find(SharedKey) as CborOctets)?.Value);
    }

    public static Result<ComponentId, SuitError> ReadId(CborValue value, SuitLimits limits)
    {
        if (value is not CborArray { Items: var items }) return SuitCbor.Malformed("a component identifier is not an array");
        if (items.Count > limits.Segments) return SuitCbor.TooMuch("a component identifier has too many segments");
        var segments = new List<Bytes>();
        foreach (var item in items)
        {
            if (item is not CborOctets { Value: var segment })
            {
                return SuitCbor.Malformed("a segment of a component identifier is not a byte string");
            }

            if (segment.Length > limits.SegmentBytes) return SuitCbor.TooMuch("a segment of a component identifier is too long");
            segments.Add(segment);
        }

        // The grammar allows an empty identifier; it could not name anything.
        return segments.Any(segment => !segment.IsEmpty) ? new ComponentId(segments) : SuitCbor.Malformed("an empty component identifier");
    }

    private static Result<IReadOnlyList<ManifestComponent>, SuitError> ReadDependencies(
        CborValue? value,
        List<ComponentId> components,
        SuitProfile profile)
    {
        var dependencies = new List<ManifestComponent>();
        if (value is null) return dependencies;
        if (!profile.Supports(SuitCapabilities.TrustDomains)) return new SuitError(ResultCode.UnsupportedCommand, "dependencies");
        if (value is not CborMap { Entries: { Count: > 0 } entries }) return SuitCbor.Malformed("dependencies are not a map with entries");
        if (entries.Count > profile.Limits.Dependencies) return SuitCbor.TooMuch("too many dependencies");
        foreach (var entry in entries)
        {
            if (entry.IntegerKey is not (>= 0 and <= HighestDependencyIndex and var index))
            {
                return SuitCbor.Malformed("a dependency index is out of range");
            }

            if (entry.Value is not CborMap metadata || metadata.Entries.Any(e => e.IntegerKey != PrefixKey))
            {
                return SuitCbor.Malformed("unknown dependency metadata");
            }

            ComponentId? prefix = null;
            if (metadata.Find(PrefixKey) is { } encodedPrefix)
            {
                var read = ReadId(encodedPrefix, profile.Limits);
                if (read.Error is { } error) return error;
                prefix = read.Value;
            }

            // The text takes the identifier from the list of components, the published examples from the prefix: accept both, not a contradiction.
            var listed = index < components.Count ? components[index] : null;
            if ((listed ?? prefix) is not { } id) return SuitCbor.Malformed("a dependency without an identifier");
            if (listed is not null && prefix is not null && listed != prefix)
            {
                return SuitCbor.Malformed("a dependency with two identifiers");
            }

            dependencies.Add(new ManifestComponent(index, id, IsDependency: true));
        }

        return dependencies;
    }
}
