namespace SecUpIoT.Protocol.Wire;

/// <summary>The types of MessagePack, as far as this protocol tells them apart.</summary>
internal enum WireType
{
    Nil,
    Boolean,
    Unsigned,
    Bytes,
    Text,
    Array,
    Signed,
    Float,
    Map,
    Extension,
    NeverUsed,
}

/// <summary>What the first byte of a MessagePack element says (MessagePack specification, "Formats").</summary>
internal static class WireTypes
{
    public const byte True = 0xc3;

    /// <summary>The type, and how many bytes of number or length follow the code byte.</summary>
    public static (WireType Type, int Width) Of(byte code) => code switch
    {
        <= 0x7f => (WireType.Unsigned, 0),
        <= 0x8f => (WireType.Map, 0),
        <= 0x9f => (WireType.Array, 0),
        <= 0xbf => (WireType.Text, 0),
        0xc0 => (WireType.Nil, 0),
        0xc1 => (WireType.NeverUsed, 0),
        <= True => (WireType.Boolean, 0),
        <= 0xc6 => (WireType.Bytes, 1 << (code - 0xc4)),
        <= 0xc9 => (WireType.Extension, 0),
        <= 0xcb => (WireType.Float, 0),
        <= 0xcf => (WireType.Unsigned, 1 << (code - 0xcc)),
        <= 0xd3 => (WireType.Signed, 0),
        <= 0xd8 => (WireType.Extension, 0),
        <= 0xdb => (WireType.Text, 1 << (code - 0xd9)),
        <= 0xdd => (WireType.Array, 2 << (code - 0xdc)),
        <= 0xdf => (WireType.Map, 0),
        _ => (WireType.Signed, 0),
    };

    /// <summary>The number or length within a code byte of width 0.</summary>
    public static ulong Inline(WireType type, byte code) => type switch
    {
        WireType.Array => code & 0x0fUL,
        WireType.Text => code & 0x1fUL,
        _ => code,
    };

    /// <summary>The width of the shortest form.</summary>
    public static int ShortestWidth(WireType type, ulong argument) => type switch
    {
        WireType.Unsigned when argument <= 0x7f => 0,
        WireType.Text when argument <= 31 => 0,
        WireType.Array when argument <= 15 => 0,
        WireType.Array when argument <= ushort.MaxValue => 2,
        _ => argument switch { <= byte.MaxValue => 1, <= ushort.MaxValue => 2, <= uint.MaxValue => 4, _ => 8 },
    };
}
