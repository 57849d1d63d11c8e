namespace SecUpIoT.Protocol.Cbor;

/// <summary>
/// One CBOR data item of the kinds this protocol uses (RFC 8949): no floats, no indefinite lengths, no other simple values.
/// </summary>
public abstract record CborValue
{
    private protected CborValue()
    {
    }

    /// <summary>The item nil.</summary>
    public static CborValue Null { get; } = new CborNull();

    /// <summary>An integer.</summary>
    public static CborValue Of(long value) => new CborInteger(value);

    /// <summary>An unsigned integer.</summary>
    public static CborValue Of(ulong value) => new CborInteger(value);

    /// <summary>A byte string.</summary>
    public static CborValue Of(Bytes value) => new CborOctets(value);

    /// <summary>A byte string; an array is wrapped, not copied.</summary>
    public static CborValue Of(byte[] value) => new CborOctets(value);

    /// <summary>A text string.</summary>
    public static CborValue Of(string value) => new CborText(value);

    /// <summary>True or false.</summary>
    public static CborValue Of(bool value) => new CborFlag(value);

    /// <summary>An array.</summary>
    public static CborValue ArrayOf(params IReadOnlyList<CborValue> items) => new CborArray(items);

    /// <summary>A map; <see cref="CborEncoder"/> brings the keys into order.</summary>
    public static CborValue MapOf(params IReadOnlyList<CborEntry> entries) => new CborMap(entries);

    /// <summary>An item within a byte string, the way SUIT wraps every structure ("bstr .cbor").</summary>
    public static CborValue Wrap(CborValue inner) => new CborOctets(CborEncoder.Encode(inner));
}

/// <summary>An integer of major type 0 or 1, that is -2^64 to 2^64-1.</summary>
public sealed record CborInteger(Int128 Value) : CborValue
{
    /// <summary>The integer as <see cref="int"/>, or null when it does not fit.</summary>
    public int? AsInt32 => Value >= int.MinValue && Value <= int.MaxValue ? (int)Value : null;

    /// <summary>The integer as <see cref="long"/>, or null when it does not fit.</summary>
    public long? AsInt64 => Value >= long.MinValue && Value <= long.MaxValue ? (long)Value : null;

    /// <summary>The integer as <see cref="ulong"/>, or null when it is negative.</summary>
    public ulong? AsUInt64 => Value >= 0 ? (ulong)Value : null;
}

/// <summary>A byte string.</summary>
public sealed record CborOctets(Bytes Value) : CborValue;

/// <summary>A text string (valid UTF-8).</summary>
public sealed record CborText(string Value) : CborValue;

/// <summary>An array.</summary>
public sealed record CborArray(IReadOnlyList<CborValue> Items) : CborValue;

/// <summary>One entry of a map.</summary>
public readonly record struct CborEntry(CborValue Key, CborValue Value)
{
    /// <summary>An entry with an integer key, as nearly all have.</summary>
    public CborEntry(long key, CborValue value)
        : this(CborValue.Of(key), value)
    {
    }

    /// <summary>The key as a small integer, or null when it is something else.</summary>
    public int? IntegerKey => (Key as CborInteger)?.AsInt32;
}

/// <summary>A map, in the order of its encoded keys when it was decoded strictly.</summary>
public sealed record CborMap(IReadOnlyList<CborEntry> Entries) : CborValue
{
    /// <summary>The value under the integer <paramref name="key"/>, or null.</summary>
    public CborValue? Find(int key)
    {
        foreach (var entry in Entries)
        {
            if (entry.IntegerKey == key) return entry.Value;
        }

        return null;
    }
}

/// <summary>A tagged item.</summary>
public sealed record CborTagged(ulong Tag, CborValue Item) : CborValue;

/// <summary>True or false.</summary>
public sealed record CborFlag(bool Value) : CborValue;

/// <summary>The item nil.</summary>
public sealed record CborNull : CborValue;
