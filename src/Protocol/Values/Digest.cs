using System.Security.Cryptography;

namespace SecUpIoT.Protocol;

/// <summary>A SHA-256 digest (32 bytes). It names a manifest (SUIT manifest digest) or a payload; comparing it is not secret.</summary>
public readonly record struct Digest
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly Bytes _value;

    /// <summary>Takes exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The length is not 32.</exception>
    public Digest(Bytes value)
    {
        if (value.Length != Size) throw new ArgumentException($"A SHA-256 digest has {Size} bytes, got {value.Length}.", nameof(value));
        _value = value;
    }

    /// <summary>The 32 bytes; all zero for <c>default</c>.</summary>
    public Bytes Value => _value.IsEmpty ? Zero : _value;

    private static readonly Bytes Zero = new byte[Size];

    /// <summary>The SHA-256 digest of <paramref name="data"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> data) => new(SHA256.HashData(data));

    /// <summary>The digest spelled by 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Not hexadecimal.</exception>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Digest FromHex(string hex) => new(Bytes.FromHex(hex));

    /// <inheritdoc/>
    public bool Equals(Digest other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The first 12 hexadecimal digits, for people; <see cref="ToHex"/> for all.</summary>
    public override string ToString() => ToHex()[..12];

    /// <summary>All 64 hexadecimal digits, lower case.</summary>
    public string ToHex() => Convert.ToHexStringLower(Value.Span);
}
