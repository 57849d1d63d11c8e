namespace SecUpIoT.Protocol.Suit;

/// <summary>
/// The bounds that keep a hostile envelope from costing more than it is worth. Every one is checked before the work it bounds.
/// </summary>
public sealed record SuitLimits
{
    /// <summary>The bounds used when nobody configures others.</summary>
    public static SuitLimits Default { get; } = new();

    /// <summary>Bytes of a whole envelope.</summary>
    public int Envelope { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of an envelope without its integrated payloads.</summary>
    public int EnvelopeWithoutPayloads { get; init; } = 64 * 1024;

    /// <summary>Bytes of the authentication wrapper.</summary>
    public int Wrapper { get; init; } = 64 * 1024;

    /// <summary>Bytes of one authentication block.</summary>
    public int Block { get; init; } = 16 * 1024;

    /// <summary>Number of authentication blocks.</summary>
    public int Blocks { get; init; } = 8;

    /// <summary>Bytes of the manifest.</summary>
    public int Manifest { get; init; } = 64 * 1024;

    /// <summary>Bytes of the common block.</summary>
    public int Common { get; init; } = 32 * 1024;

    /// <summary>Bytes of one command sequence.</summary>
    public int Section { get; init; } = 16 * 1024;

    /// <summary>Bytes of the text element.</summary>
    public int Text { get; init; } = 64 * 1024;

    /// <summary>
    /// How deeply try-each and run-sequence may be nested: their sequences are wrapped, so the CBOR depth does not show it.
    /// </summary>
    public int SequenceDepth { get; init; } = 4;

    /// <summary>Commands in one sequence.</summary>
    public int Commands { get; init; } = 256;

    /// <summary>Commands executed in one procedure.</summary>
    public int Steps { get; init; } = 4096;

    /// <summary>Branches of a try-each.</summary>
    public int Branches { get; init; } = 16;

    /// <summary>Components of a manifest.</summary>
    public int Components { get; init; } = 16;

    /// <summary>Segments of a component identifier.</summary>
    public int Segments { get; init; } = 8;

    /// <summary>Bytes of one segment.</summary>
    public int SegmentBytes { get; init; } = 64;

    /// <summary>Dependencies of a manifest.</summary>
    public int Dependencies { get; init; } = 4;

    /// <summary>How deeply dependencies may be nested.</summary>
    public int DependencyDepth { get; init; } = 3;

    /// <summary>Integrated payloads of an envelope.</summary>
    public int IntegratedPayloads { get; init; } = 32;

    /// <summary>Bytes of the key of an integrated payload.</summary>
    public int PayloadKey { get; init; } = 2048;

    /// <summary>Bytes of a URI.</summary>
    public int Uri { get; init; } = 2048;

    /// <summary>Bytes of the parameter content.</summary>
    public int Content { get; init; } = 4096;

    /// <summary>Largest image size that a manifest may name.</summary>
    public ulong ImageSize { get; init; } = 1UL << 32;
}
