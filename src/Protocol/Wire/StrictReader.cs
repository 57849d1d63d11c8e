using System.Buffers.Binary;
using System.Text;

namespace SecUpIoT.Protocol.Wire;

/// <summary>
/// Reads MessagePack and accepts one encoding only (R-GEN-04): exact arity, exact types, shortest forms, defined enumeration values,
/// bounded lengths. The first deviation is kept in <see cref="Error"/>; from then on every read returns a default value. A length is compared
/// with its limit and with the bytes that are left before anything is made of it (R-GEN-05); no input makes a read throw.
/// </summary>
internal ref struct StrictReader(ReadOnlyMemory<byte> input)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _input = input;
    private int _position;

    public DecodeError? Error { get; private set; }

    public readonly int Remaining => _input.Length - _position;

    public void Fail(DecodeFault fault, string field, string detail) => Error ??= new DecodeError(fault, field, detail);

    /// <summary>An array with exactly <paramref name="count"/> elements.</summary>
    public bool Array(string field, int count)
    {
        if (!Head(field, WireType.Array, out var actual)) return false;
        if (actual == (ulong)count) return true;
        Fail(DecodeFault.WrongFieldCount, field, $"expected {count} elements, got {actual}");
        return false;
    }

    /// <summary>The number of elements of a list of at most <paramref name="most"/>.</summary>
    public int List(string field, int most)
    {
        if (!Head(field, WireType.Array, out var actual)) return 0;
        if (actual > (ulong)most) Fail(DecodeFault.TooLong, field, $"at most {most} elements, got {actual}");
        // Every element takes at least one byte: a larger claim is a lie.
        else if (actual > (ulong)Remaining) Fail(DecodeFault.Truncated, field, $"{actual} elements announced, {Remaining} bytes left");
        return Error is null ? (int)actual : 0;
    }

    public ulong UInt(string field, ulong most = ulong.MaxValue)
    {
        if (!Head(field, WireType.Unsigned, out var value)) return 0;
        if (value <= most) return value;
        Fail(DecodeFault.OutOfRange, field, $"at most {most}, got {value}");
        return 0;
    }

    public bool Bool(string field)
    {
        if (!Expect(field, WireType.Boolean)) return false;
        return _input.Span[_position++] == WireTypes.True;
    }

    public T Enum<T>(string field)
        where T : struct, Enum
    {
        var value = UInt(field, ushort.MaxValue);
        if (Error is not null) return default;
        var typed = (T)System.Enum.ToObject(typeof(T), value);
        // The conversion drops what the underlying type has no room for: 256 must not be taken for 0.
        if (System.Enum.IsDefined(typed) && Convert.ToUInt64(typed, null) == value) return typed;
        Fail(DecodeFault.UndefinedValue, field, $"{value} is not a {typeof(T).Name}");
        return default;
    }

    public Bytes Bytes(string field, int most)
    {
        if (!Head(field, WireType.Bytes, out var length)) return default;
        if (length > (ulong)most) Fail(DecodeFault.TooLong, field, $"at most {most} bytes, got {length}");
        return Take(field, length);
    }

    public Bytes FixedBytes(string field, int length)
    {
        if (Head(field, WireType.Bytes, out var actual) && actual != (ulong)length) Fail(DecodeFault.WrongLength, field, $"expected {length} bytes, got {actual}");
        var bytes = Take(field, (ulong)length);
        return Error is null ? bytes : new byte[length];
    }

    public string Text(string field, int most)
    {
        if (!Head(field, WireType.Text, out var length)) return "";
        // No character takes more than four bytes.
        if (length > 4UL * (ulong)most) Fail(DecodeFault.TooLong, field, $"at most {most} characters, got {length} bytes");
        var utf8 = Take(field, length);
        if (Error is not null) return "";
        try
        {
            var text = StrictUtf8.GetString(utf8.Span);
            if (text.Length > most) Fail(DecodeFault.TooLong, field, $"at most {most} characters, got {text.Length}");
            if (text.Any(char.IsControl)) Fail(DecodeFault.NotText, field, "control characters are not allowed");
            return Error is null ? text : "";
        }
        catch (DecoderFallbackException)
        {
            Fail(DecodeFault.NotText, field, "not valid UTF-8");
            return "";
        }
    }

    /// <summary>True when nil stands here; it is then consumed. True also when nothing can be read any more.</summary>
    public bool Nil(string field)
    {
        if (Ended(field)) return true;
        if (WireTypes.Of(_input.Span[_position]).Type != WireType.Nil) return false;
        _position++;
        return true;
    }

    public Digest Digest(string field) => new(FixedBytes(field, Protocol.Digest.Size));

    public Nonce Nonce(string field) => new(FixedBytes(field, Protocol.Nonce.Size));

    public Guid Guid(string field) => new(FixedBytes(field, 16).Span, bigEndian: true);

    public SequenceNumber Number(string field) => new(UInt(field));

    public Moment Moment(string field) => new((long)UInt(field, long.MaxValue));

    private Bytes Take(string field, ulong length)
    {
        if (Error is null && length > (ulong)Remaining) Fail(DecodeFault.Truncated, field, $"{length} bytes announced, {Remaining} left");
        if (Error is not null) return default;
        var taken = _input.Slice(_position, (int)length);
        _position += taken.Length;
        return new Bytes(taken);
    }

    /// <summary>The code byte and the number or length that belongs to it, which has to be in its shortest form.</summary>
    private bool Head(string field, WireType expected, out ulong argument)
    {
        argument = 0;
        if (!Expect(field, expected)) return false;
        var head = _input.Span[_position..];
        var width = WireTypes.Of(head[0]).Width;
        if (head.Length <= width)
        {
            Fail(DecodeFault.Truncated, field, "the input ends inside a number or length");
            return false;
        }

        argument = width switch
        {
            0 => WireTypes.Inline(expected, head[0]),
            1 => head[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(head[1..]),
            4 => BinaryPrimitives.ReadUInt32BigEndian(head[1..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(head[1..]),
        };
        _position += 1 + width;
        var shortest = WireTypes.ShortestWidth(expected, argument);
        if (width != shortest) Fail(DecodeFault.NotShortest, field, $"{1 + width} bytes where {1 + shortest} suffice");
        return Error is null;
    }

    private bool Expect(string field, WireType expected)
    {
        if (Ended(field)) return false;
        var actual = WireTypes.Of(_input.Span[_position]).Type;
        if (actual == expected) return true;
        Fail(DecodeFault.WrongType, field, $"expected {expected}, got {actual}");
        return false;
    }

    private bool Ended(string field)
    {
        if (Error is null && Remaining == 0) Fail(DecodeFault.Truncated, field, "the input ends here");
        return Error is not null;
    }
}
