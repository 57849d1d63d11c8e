using System.Formats.Cbor;
using System.Text;

namespace SecUpIoT.Protocol.Cbor;

/// <summary>
/// Decodes exactly one CBOR item and accepts only the deterministic encoding. None of the modes of System.Formats.Cbor is RFC 8949 core
/// deterministic, so its strict mode reads and the checks for length, head and order are made here.
/// </summary>
public static class CborDecoder
{
    /// <summary>Decodes <paramref name="encoded"/>, all of it. Byte strings in the result share its memory.</summary>
    public static Result<CborValue, CborError> Decode(ReadOnlyMemory<byte> encoded, CborRules rules)
    {
        var walk = new Walk(encoded, rules);
        try
        {
            var value = walk.Read(0);
            if (value is null) return walk.Error!;
            if (walk.Position != encoded.Length)
            {
                return new CborError(CborFault.Malformed, $"{encoded.Length - walk.Position} bytes follow the item");
            }

            return value;
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            return new CborError(CborFault.Malformed, $"not well-formed near byte {walk.Position}");
        }
    }

    private sealed class Walk(ReadOnlyMemory<byte> encoded, CborRules rules)
    {
        private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        private readonly CborReader _reader = new(encoded, CborConformanceMode.Strict);

        public CborError? Error { get; private set; }

        public int Position => encoded.Length - _reader.BytesRemaining;

        /// <summary>The next item, or null with <see cref="Error"/> set.</summary>
        public CborValue? Read(int depth)
        {
            if (depth > rules.MaxDepth) return Fail(CborFault.LimitExceeded, "nested too deeply");
            var start = Position;
            switch (_reader.PeekState())
            {
                case CborReaderState.UnsignedInteger:
                    var number = _reader.ReadUInt64();
                    return Shortest(start, number) ? new CborInteger(number) : null;
                case CborReaderState.NegativeInteger:
                    var complement = _reader.ReadCborNegativeIntegerRepresentation();
                    return Shortest(start, complement) ? new CborInteger(-1 - (Int128)complement) : null;
                case CborReaderState.ByteString:
                    var octets = _reader.ReadDefiniteLengthByteString();
                    return Shortest(start, (ulong)octets.Length, octets.Length) ? new CborOctets(new Bytes(octets)) : null;
                case CborReaderState.TextString:
                    var text = _reader.ReadDefiniteLengthTextStringBytes();
                    return Shortest(start, (ulong)text.Length, text.Length) ? new CborText(StrictUtf8.GetString(text.Span)) : null;
                case CborReaderState.StartArray:
                    return ReadArray(depth);
                case CborReaderState.StartMap:
                    return ReadMap(depth);
                case CborReaderState.Tag:
                    return ReadTagged(depth);
                case CborReaderState.Boolean:
                    return new CborFlag(_reader.ReadBoolean());
                case CborReaderState.Null:
                    _reader.ReadNull();
                    return CborValue.Null;
                case CborReaderState.StartIndefiniteLengthByteString or CborReaderState.StartIndefiniteLengthTextString:
                    return Fail(CborFault.NotDeterministic, "indefinite length");
                default:
                    return Fail(CborFault.NotAllowed, "a float, an undefined or a simple value");
            }
        }

        private CborArray? ReadArray(int depth)
        {
            var start = Position;
            if (_reader.ReadStartArray() is not { } count)
            {
                Fail(CborFault.NotDeterministic, "indefinite length");
                return null;
            }

            if (!Shortest(start, (ulong)count) || !Within(count, rules.MaxArrayItems, "array items")) return null;
            var items = new CborValue[count];
            for (var i = 0; i < count; i++)
            {
                if (Read(depth + 1) is not { } item) return null;
                items[i] = item;
            }

            _reader.ReadEndArray();
            return new CborArray(items);
        }

        private CborMap? ReadMap(int depth)
        {
            var start = Position;
            if (_reader.ReadStartMap() is not { } count)
            {
                Fail(CborFault.NotDeterministic, "indefinite length");
                return null;
            }

            if (!Shortest(start, (ulong)count) || !Within(count, rules.MaxMapEntries, "map entries")) return null;
            var entries = new CborEntry[count];
            var previous = ReadOnlyMemory<byte>.Empty;
            for (var i = 0; i < count; i++)
            {
                var keyStart = Position;
                if (Read(depth + 1) is not { } key) return null;
                var encodedKey = encoded[keyStart..Position];
                if (rules.KeysInOrder && i > 0 && previous.Span.SequenceCompareTo(encodedKey.Span) >= 0)
                {
                    Fail(CborFault.NotDeterministic, "map keys are not in order or not unique");
                    return null;
                }

                previous = encodedKey;
                if (Read(depth + 1) is not { } value) return null;
                entries[i] = new CborEntry(key, value);
            }

            _reader.ReadEndMap();
            return new CborMap(entries);
        }

        private CborTagged? ReadTagged(int depth)
        {
            var start = Position;
            var tag = (ulong)_reader.ReadTag();
            if (!Shortest(start, tag)) return null;
            // The reader does not count tags as depth: a chain of them would otherwise be free.
            if (!rules.Tags.Contains(tag) || _reader.PeekState() == CborReaderState.Tag)
            {
                Fail(CborFault.NotAllowed, $"tag {tag} is not allowed here");
                return null;
            }

            return Read(depth + 1) is { } item ? new CborTagged(tag, item) : null;
        }

        private bool Within(int count, int limit, string what)
        {
            if (count <= limit) return true;
            Fail(CborFault.LimitExceeded, $"{count} {what}, the limit is {limit}");
            return false;
        }

        private bool Shortest(int start, ulong argument, int contentLength = 0)
        {
            if (Position - start - contentLength == CborHead.LengthFor(argument)) return true;
            Fail(CborFault.NotDeterministic, "a number is not encoded in its shortest form");
            return false;
        }

        private CborValue? Fail(CborFault fault, string detail)
        {
            Error ??= new CborError(fault, detail);
            return null;
        }
    }
}
