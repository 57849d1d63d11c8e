using System.Buffers;
using System.Text;
using MessagePack;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Protocol.Wire;

/// <summary>
/// Reads MessagePack and accepts one encoding only (R-GEN-04): exact arity, exact types, shortest forms, defined enumeration values,
/// bounded lengths. The first deviation is kept in <see cref="Error"/>; from then on every read returns a default value.
/// </summary>
internal ref struct StrictReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private MessagePackReader _reader;
    private readonly ReadOnlyMemory<byte> _input;

    public StrictReader(ReadOnlyMemory<byte> input)
    {
        _input = input;
        _reader = new MessagePackReader(new ReadOnlySequence<byte>(input));
    }

    public DecodeError? Error { get; private set; }

    public readonly long Remaining => _input.Length - _reader.Consumed;

    public void Fail(DecodeFault fault, string field, string detail) => Error ??= new DecodeError(fault, field, detail);

    /// <summary>An array with exactly <paramref name="count"/> elements.</summary>
    public bool Array(string field, int count)
    {
        var actual = ArrayHeader(field);
        if (Error is not null) return false;
        if (actual == count) return true;
        Fail(DecodeFault.WrongFieldCount, field, $"expected {count} elements, got {actual}");
        return false;
    }

    /// <summary>The number of elements of a list of at most <paramref name="most"/>.</summary>
    public int List(string field, int most)
    {
        var actual = ArrayHeader(field);
        if (Error is null && actual > most) Fail(DecodeFault.TooLong, field, $"at most {most} elements, got {actual}");
        // Every element takes at least one byte: a larger claim is a lie, seen before anything is allocated.
        if (Error is null && actual > Remaining) Fail(DecodeFault.Truncated, field, $"{actual} elements announced, {Remaining} bytes left");
        return Error is null ? (int)actual : 0;
    }

    public ulong UInt(string field, ulong most = ulong.MaxValue)
    {
        if (!Expect(field, MessagePackType.Integer)) return 0;
        var start = _reader.Consumed;
        if (_reader.NextCode is >= MessagePackCode.Int8 and <= MessagePackCode.Int64 or >= MessagePackCode.MinNegativeFixInt)
        {
            Fail(DecodeFault.WrongType, field, "expected an unsigned integer, got a signed one");
            return 0;
        }

        var value = _reader.ReadUInt64();
        Shortest(field, start, value switch { <= 0x7f => 1, <= byte.MaxValue => 2, <= ushort.MaxValue => 3, <= uint.MaxValue => 5, _ => 9 });
        if (Error is null && value > most) Fail(DecodeFault.OutOfRange, field, $"at most {most}, got {value}");
        return Error is null ? value : 0;
    }

    public bool Bool(string field) => Expect(field, MessagePackType.Boolean) && _reader.ReadBoolean();

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
        if (!Expect(field, MessagePackType.Binary)) return default;
        var start = _reader.Consumed;
        var sequence = _reader.ReadBytes();
        var length = sequence?.Length ?? 0;
        Shortest(field, start + length, HeaderSize(length, 2));
        if (Error is null && length > most) Fail(DecodeFault.TooLong, field, $"at most {most} bytes, got {length}");
        if (Error is not null) return default;
        return new Bytes(_input.Slice((int)(_reader.Consumed - length), (int)length));
    }

    public Bytes FixedBytes(string field, int length)
    {
        var bytes = Bytes(field, int.MaxValue);
        if (Error is null && bytes.Length != length) Fail(DecodeFault.WrongLength, field, $"expected {length} bytes, got {bytes.Length}");
        return Error is null ? bytes : new byte[length];
    }

    public string Text(string field, int most)
    {
        if (!Expect(field, MessagePackType.String)) return "";
        var start = _reader.Consumed;
        var sequence = _reader.ReadStringSequence();
        var length = sequence?.Length ?? 0;
        Shortest(field, start + length, length <= 31 ? 1 : HeaderSize(length, 2));
        if (Error is null && length > 4L * most) Fail(DecodeFault.TooLong, field, $"at most {most} characters, got {length} bytes");
        if (Error is not null) return "";
        try
        {
            var text = StrictUtf8.GetString(_input.Slice((int)(_reader.Consumed - length), (int)length).Span);
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

    /// <summary>True when nil stands here; it is then consumed.</summary>
    public bool Nil(string field)
    {
        if (Error is not null) return true;
        if (_reader.End)
        {
            Fail(DecodeFault.Truncated, field, "the input ends here");
            return true;
        }

        return _reader.TryReadNil();
    }

    public Digest Digest(string field) => new(FixedBytes(field, Protocol.Digest.Size));

    public Nonce Nonce(string field) => new(FixedBytes(field, Protocol.Nonce.Size));

    public Guid Guid(string field) => new(FixedBytes(field, 16).Span, bigEndian: true);

    public SequenceNumber Number(string field) => new(UInt(field));

    public Moment Moment(string field) => new((long)UInt(field, long.MaxValue));

    private static int HeaderSize(long length, int smallest) => length switch { <= byte.MaxValue => smallest, <= ushort.MaxValue => smallest + 1, _ => smallest + 3 };

    private long ArrayHeader(string field)
    {
        if (!Expect(field, MessagePackType.Array)) return 0;
        var start = _reader.Consumed;
        // ReadArrayHeader throws when the count exceeds the bytes that are left: name that as what it is.
        if (!_reader.TryReadArrayHeader(out var count))
        {
            Fail(DecodeFault.Truncated, field, "the input ends inside an array");
            return 0;
        }

        Shortest(field, start, count <= 15 ? 1 : count <= ushort.MaxValue ? 3 : 5);
        return count;
    }

    private bool Expect(string field, MessagePackType type)
    {
        if (Error is not null) return false;
        if (_reader.End)
        {
            Fail(DecodeFault.Truncated, field, "the input ends here");
            return false;
        }

        if (_reader.NextMessagePackType == type) return true;
        Fail(DecodeFault.WrongType, field, $"expected {type}, got {_reader.NextMessagePackType}");
        return false;
    }

    private void Shortest(string field, long start, int expected)
    {
        var actual = _reader.Consumed - start;
        if (Error is null && actual != expected) Fail(DecodeFault.NotShortest, field, $"{actual} bytes where {expected} suffice");
    }
}
