namespace SecUpIoT.Protocol;

/// <summary>Names one device: a UUID, 16 bytes in RFC 9562 order on the wire (RFC 9124 device identifier).</summary>
public readonly record struct DeviceId(Guid Value)
{
    /// <summary>The canonical text form.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>Names a device vendor: a UUID, usually UUIDv5 of the vendor's domain name (RFC 9124 vendor ID condition).</summary>
public readonly record struct VendorId(Guid Value)
{
    /// <summary>The canonical text form.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>Names a class of compatible devices of one vendor: a UUID, usually UUIDv5 of vendor and model (RFC 9124 class ID condition).</summary>
public readonly record struct ClassId(Guid Value)
{
    /// <summary>The canonical text form.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>A number used once: 16 unpredictable bytes that the Device core puts into a report and the tracker's directive must carry back.</summary>
public readonly record struct Nonce
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 16;

    private static readonly Bytes Zero = new byte[Size];

    private readonly Bytes _value;

    /// <summary>Takes exactly 16 bytes.</summary>
    /// <exception cref="ArgumentException">The length is not 16.</exception>
    public Nonce(Bytes value)
    {
        if (value.Length != Size) throw new ArgumentException($"A nonce has {Size} bytes, got {value.Length}.", nameof(value));
        _value = value;
    }

    /// <summary>The 16 bytes; all zero for <c>default</c>.</summary>
    public Bytes Value => _value.IsEmpty ? Zero : _value;

    /// <inheritdoc/>
    public bool Equals(Nonce other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Value.Span);
}

/// <summary>A point in time: milliseconds since 1970-01-01T00:00:00Z. Machines receive it with their input and never read a clock.</summary>
public readonly record struct Moment(long UnixMilliseconds) : IComparable<Moment>
{
    /// <inheritdoc/>
    public int CompareTo(Moment other) => UnixMilliseconds.CompareTo(other.UnixMilliseconds);

    /// <summary>Later by <paramref name="span"/>.</summary>
    public Moment Plus(TimeSpan span) => new(UnixMilliseconds + (long)span.TotalMilliseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Moment left, Moment right) => left.UnixMilliseconds < right.UnixMilliseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Moment left, Moment right) => left.UnixMilliseconds > right.UnixMilliseconds;

    /// <summary>Earlier than or equal.</summary>
    public static bool operator <=(Moment left, Moment right) => left.UnixMilliseconds <= right.UnixMilliseconds;

    /// <summary>Later than or equal.</summary>
    public static bool operator >=(Moment left, Moment right) => left.UnixMilliseconds >= right.UnixMilliseconds;
}
