using System.Collections.Immutable;

namespace SecUpIoT.Protocol.Cbor;

/// <summary>What <see cref="CborDecoder"/> accepts: the bounds that keep hostile input cheap, and the tags that may occur.</summary>
public sealed record CborRules
{
    /// <summary>Core Deterministic Encoding (RFC 8949, 4.2.1) without any tag.</summary>
    public static CborRules Strict { get; } = new();

    /// <summary>
    /// Plain COSE: as <see cref="Strict"/>, but the keys of a map may come in any order. Only for what others encoded (encryption info).
    /// </summary>
    public static CborRules AnyKeyOrder { get; } = new() { KeysInOrder = false };

    /// <summary>How deeply arrays, maps and tags may be nested in one item.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>How many items an array may have.</summary>
    public int MaxArrayItems { get; init; } = 512;

    /// <summary>How many entries a map may have.</summary>
    public int MaxMapEntries { get; init; } = 64;

    /// <summary>True when map keys have to come in bytewise order of their encoding.</summary>
    public bool KeysInOrder { get; init; } = true;

    /// <summary>The tags that are accepted; any other is an error.</summary>
    public ImmutableHashSet<ulong> Tags { get; init; } = [];

    /// <summary>The same rules with further tags accepted.</summary>
    public CborRules WithTags(params ReadOnlySpan<ulong> tags)
    {
        var all = Tags;
        foreach (var tag in tags) all = all.Add(tag);
        return this with { Tags = all };
    }
}

/// <summary>What kind of fault <see cref="CborDecoder"/> met.</summary>
public enum CborFault
{
    /// <summary>Not CBOR, cut short, or followed by other bytes.</summary>
    Malformed,
    /// <summary>CBOR, but not in the one deterministic encoding.</summary>
    NotDeterministic,
    /// <summary>A kind of item or a tag that does not occur in this protocol.</summary>
    NotAllowed,
    /// <summary>A bound of <see cref="CborRules"/> is exceeded.</summary>
    LimitExceeded,
}

/// <summary>Why bytes were refused as CBOR.</summary>
public sealed record CborError(CborFault Fault, string Detail);
