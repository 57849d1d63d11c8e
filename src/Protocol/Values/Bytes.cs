using System.Diagnostics.CodeAnalysis;

namespace SecUpIoT.Protocol;

/// <summary>An immutable run of bytes, equal by content. Records that hold bytes hold them as this, so that equal messages compare equal.</summary>
public readonly struct Bytes : IEquatable<Bytes>
{
    private readonly ReadOnlyMemory<byte> _memory;

    /// <summary>Wraps <paramref name="memory"/> without copying; the caller hands it over and does not write to it again.</summary>
    public Bytes(ReadOnlyMemory<byte> memory) => _memory = memory;

    /// <summary>No bytes.</summary>
    public static Bytes Empty => default;

    /// <summary>Number of bytes.</summary>
    public int Length => _memory.Length;

    /// <summary>True when there are no bytes.</summary>
    public bool IsEmpty => _memory.IsEmpty;

    /// <summary>The bytes as memory.</summary>
    public ReadOnlyMemory<byte> Memory => _memory;

    /// <summary>The bytes as a span.</summary>
    public ReadOnlySpan<byte> Span => _memory.Span;

    /// <summary>A copy of <paramref name="span"/>.</summary>
    public static Bytes CopyOf(ReadOnlySpan<byte> span) => new(span.ToArray());

    /// <summary>The bytes that <paramref name="hex"/> spells, two digits a byte, without separators.</summary>
    /// <exception cref="FormatException"><paramref name="hex"/> is not hexadecimal.</exception>
    public static Bytes FromHex(string hex) => new(Convert.FromHexString(hex));

    /// <summary>Wraps an array without copying it.</summary>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the named alternate.")]
    public static implicit operator Bytes(byte[] array) => new(array);

    /// <summary>A copy as an array.</summary>
    public byte[] ToArray() => _memory.ToArray();

    /// <inheritdoc/>
    public bool Equals(Bytes other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Equal by content.</summary>
    public static bool operator ==(Bytes left, Bytes right) => left.Equals(right);

    /// <summary>Different by content.</summary>
    public static bool operator !=(Bytes left, Bytes right) => !left.Equals(right);

    /// <summary>Lower-case hexadecimal; long runs are cut after 32 bytes and their length is named.</summary>
    public override string ToString() => Length <= 32
        ? Convert.ToHexStringLower(Span)
        : $"{Convert.ToHexStringLower(Span[..32])}... ({Length} bytes)";
}
