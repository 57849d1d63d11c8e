using System.Buffers.Binary;
using System.Text;

namespace SecUpIoT.VectorTool.Messages;

/// <summary>MessagePack by hand, shortest forms only; with the raw heads that malformed messages need.</summary>
internal sealed class PlainWriter
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public PlainWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PlainWriter Nil() => Raw(0xc0);

    public PlainWriter Flag(bool value) => Raw(value ? (byte)0xc3 : (byte)0xc2);

    public PlainWriter Number(ulong value) => value switch
    {
        <= 0x7f => Raw((byte)value),
        <= byte.MaxValue => Head(0xcc, value, 1),
        <= ushort.MaxValue => Head(0xcd, value, 2),
        <= uint.MaxValue => Head(0xce, value, 4),
        _ => Head(0xcf, value, 8),
    };

    public PlainWriter Array(int count) => count switch
    {
        <= 15 => Raw((byte)(0x90 + count)),
        <= ushort.MaxValue => Head(0xdc, (ulong)count, 2),
        _ => Head(0xdd, (ulong)count, 4),
    };

    public PlainWriter Octets(ReadOnlySpan<byte> value) => value.Length switch
    {
        <= byte.MaxValue => Head(0xc4, (ulong)value.Length, 1).Raw(value),
        <= ushort.MaxValue => Head(0xc5, (ulong)value.Length, 2).Raw(value),
        _ => Head(0xc6, (ulong)value.Length, 4).Raw(value),
    };

    public PlainWriter Text(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        return utf8.Length switch
        {
            <= 31 => Raw((byte)(0xa0 + utf8.Length)).Raw(utf8),
            <= byte.MaxValue => Head(0xd9, (ulong)utf8.Length, 1).Raw(utf8),
            _ => Head(0xda, (ulong)utf8.Length, 2).Raw(utf8),
        };
    }

    /// <summary>A code byte and an argument of <paramref name="width"/> bytes, whether or not that is the shortest form.</summary>
    public PlainWriter Head(byte code, ulong argument, int width)
    {
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, argument);
        return Raw(code).Raw(wide[(8 - width)..]);
    }
}
