namespace SecUpIoT.Protocol.Tracing;

/// <summary>
/// The first 8 bytes of a SHA-256 digest in lower-case hexadecimal: enough to see in a trace that two things are the same, and too little to be
/// used in the place of either.
/// </summary>
public readonly record struct ShortDigest
{
    /// <summary>Hexadecimal digits.</summary>
    public const int Length = 16;

    private readonly string? _hex;

    private ShortDigest(string hex) => _hex = hex;

    /// <summary>The short digest of <paramref name="data"/>.</summary>
    public static ShortDigest Of(ReadOnlySpan<byte> data) => new(Digest.Of(data).ToHex()[..Length]);

    /// <summary>The short digest that <paramref name="hex"/> spells; null when it spells none.</summary>
    public static ShortDigest? Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return hex.Length == Length && hex.All(char.IsAsciiHexDigitLower) ? new ShortDigest(hex) : null;
    }

    /// <summary>The 16 digits.</summary>
    public override string ToString() => _hex ?? new string('0', Length);
}
