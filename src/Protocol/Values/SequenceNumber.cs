using System.Globalization;

namespace SecUpIoT.Protocol;

/// <summary>The manifest sequence number (RFC 9124 Monotonic Sequence Number): orders the packages for a device; never a version label.</summary>
public readonly record struct SequenceNumber(ulong Value) : IComparable<SequenceNumber>
{
    /// <summary>The number of a device that never confirmed an update.</summary>
    public static SequenceNumber None => default;

    /// <inheritdoc/>
    public int CompareTo(SequenceNumber other) => Value.CompareTo(other.Value);

    /// <summary>Older than.</summary>
    public static bool operator <(SequenceNumber left, SequenceNumber right) => left.Value < right.Value;

    /// <summary>Newer than.</summary>
    public static bool operator >(SequenceNumber left, SequenceNumber right) => left.Value > right.Value;

    /// <summary>Older than or equal.</summary>
    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left.Value <= right.Value;

    /// <summary>Newer than or equal.</summary>
    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left.Value >= right.Value;

    /// <summary>The decimal number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
