using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// A SUIT envelope, taken apart but not verified (SUIT manifest S8.3). Severing elements and adding signatures change an envelope; its manifest
/// and so its identity stay.
/// </summary>
public sealed record Envelope
{
    /// <summary>The CBOR tag of an envelope.</summary>
    public const ulong Tag = 107;

    /// <summary>False for an envelope that came without its tag, embedded in another protocol.</summary>
    public bool Tagged { get; init; } = true;

    /// <summary>The digest that the wrapper claims for the manifest.</summary>
    public required Digest ManifestDigest { get; init; }

    /// <summary>The encoded SUIT_Digest exactly as received: this is what the blocks sign.</summary>
    public required Bytes EncodedDigest { get; init; }

    /// <summary>The authentication blocks: tagged COSE messages with the encoded digest as detached payload.</summary>
    public ImmutableList<Bytes> Blocks { get; init; } = [];

    /// <summary>The encoded manifest, without the head of the byte string that holds it.</summary>
    public required Bytes Manifest { get; init; }

    /// <summary>The severable elements that are present, by key.</summary>
    public ImmutableSortedDictionary<SuitElement, Bytes> Severable { get; init; } = ImmutableSortedDictionary<SuitElement, Bytes>.Empty;

    /// <summary>The integrated payloads by key. No signature covers them; only a digest in the manifest does.</summary>
    public ImmutableSortedDictionary<string, Bytes> IntegratedPayloads { get; init; } = EmptyPayloads;

    internal static ImmutableSortedDictionary<string, Bytes> EmptyPayloads { get; } = ImmutableSortedDictionary.Create<string, Bytes>(StringComparer.Ordinal);
}
