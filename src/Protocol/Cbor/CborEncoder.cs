using System.Formats.Cbor;

namespace SecUpIoT.Protocol.Cbor;

/// <summary>Encodes an item in Core Deterministic Encoding (RFC 8949, 4.2.1).</summary>
public static class CborEncoder
{
    // A writer begins with a kibibyte, and most items are smaller: each thread keeps one for items and one for the keys of maps, unless a large item made it grow.
    private const int MostKept = 16 * 1024;

    [ThreadStatic]
    private static CborWriter? _items;

    [ThreadStatic]
    private static CborWriter? _keys;

    /// <summary>The one encoding of <paramref name="value"/>.</summary>
    /// <exception cref="InvalidOperationException">Two entries of a map have the same key.</exception>
    public static byte[] Encode(CborValue value) => Encode(value, ref _items);

    private static byte[] Encode(CborValue value, ref CborWriter? kept)
    {
        // Taken while it is in use: a map within a key finds none and makes its own.
        var writer = kept ?? new CborWriter(CborConformanceMode.Strict);
        kept = null;
        writer.Reset();
        Write(writer, value);
        var encoded = writer.Encode();
        if (encoded.Length <= MostKept) kept = writer;
        return encoded;
    }

    /// <summary>The byte string <paramref name="content"/> with its head: what the digests of SUIT elements cover.</summary>
    public static byte[] EncodeByteString(ReadOnlySpan<byte> content)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteByteString(content);
        return writer.Encode();
    }

    private static void Write(CborWriter writer, CborValue value)
    {
        switch (value)
        {
            case CborInteger { Value: var number }:
                if (number >= 0) writer.WriteUInt64((ulong)number);
                else writer.WriteCborNegativeIntegerRepresentation((ulong)(-1 - number));
                break;
            case CborOctets { Value: var octets }:
                writer.WriteByteString(octets.Span);
                break;
            case CborText { Value: var text }:
                writer.WriteTextString(text);
                break;
            case CborArray { Items: var items }:
                writer.WriteStartArray(items.Count);
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case CborMap map:
                WriteMap(writer, map);
                break;
            case CborTagged { Tag: var tag, Item: var item }:
                writer.WriteTag((CborTag)tag);
                Write(writer, item);
                break;
            case CborFlag { Value: var flag }:
                writer.WriteBoolean(flag);
                break;
            default:
                writer.WriteNull();
                break;
        }
    }

    // The writer sorts only in its two canonical modes, and neither has the order of RFC 8949: sort here.
    private static void WriteMap(CborWriter writer, CborMap map)
    {
        var sorted = map.Entries.Select(entry => (Key: Encode(entry.Key, ref _keys), entry.Value)).ToList();
        sorted.Sort((left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        writer.WriteStartMap(sorted.Count);
        foreach (var (key, value) in sorted)
        {
            writer.WriteEncodedValue(key);
            Write(writer, value);
        }

        writer.WriteEndMap();
    }
}

/// <summary>The head of a CBOR item.</summary>
internal static class CborHead
{
    /// <summary>How many bytes the shortest head with this argument has.</summary>
    public static int LengthFor(ulong argument) => argument switch
    {
        < 24 => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };
}
