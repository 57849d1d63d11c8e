using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.VectorTool.Messages;

namespace SecUpIoT.VectorTool.Malformed;

/// <summary>Wrong arrays, wrong types, wrong ends.</summary>
internal static class StructureFaults
{
    private static readonly byte[] Digest = Seeded.Bytes("manifest", 32);

    public static IEnumerable<MalformedVector> All() => [.. Ends(), .. Sizes(), .. Counts(), .. Types(), .. Claims()];

    /// <summary>The array of two with the tag and the fields that <paramref name="fields"/> writes.</summary>
    public static byte[] Message(ulong tag, Func<PlainWriter, PlainWriter> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return fields(new PlainWriter().Raw(0x92).Number(tag)).ToArray();
    }

    private static byte[] Golden(Message message) => RecordShape.Encode(message);

    private static IEnumerable<MalformedVector> Ends()
    {
        var install = Golden(new InstallRequest(new Digest(Digest)));
        yield return new("nothing", DecodeFault.Truncated, "no bytes at all", []);
        yield return new("tag-missing", DecodeFault.Truncated, "the input ends after the head of the outer array", [0x92]);
        yield return new("fields-missing", DecodeFault.Truncated, "the input ends after the tag", [0x92, 0x07]);
        yield return new("array-head-cut", DecodeFault.Truncated, "a head of three bytes ends after two", [0xdc, 0x00]);
        yield return new("length-cut", DecodeFault.Truncated, "the length of a byte string is missing", [0x92, 0x07, 0x91, 0xc4]);
        yield return new("octets-cut", DecodeFault.Truncated, "M-07 without its last byte", install[..^1]);
        yield return new("text-cut", DecodeFault.Truncated, "M-09 without the last byte of its text", Golden(new Refusal(ResultCode.Busy, "detail"))[..^1]);
        yield return new("number-cut", DecodeFault.Truncated, "M-09 inside a number of three bytes", [0x92, 0x09, 0x92, 0xcd, 0x05]);
        yield return new("optional-missing", DecodeFault.Truncated, "M-04 ends where nil or a structure has to stand", [0x92, 0x04, 0x92, 0x02]);
        yield return new("byte-more", DecodeFault.TrailingBytes, "M-07 and one byte", [.. install, 0x00]);
        yield return new("message-twice", DecodeFault.TrailingBytes, "M-01 twice", [0x92, 0x01, 0x90, 0x92, 0x01, 0x90]);
        yield return new("nil-more", DecodeFault.TrailingBytes, "M-01 and nil", [0x92, 0x01, 0x90, 0xc0]);
    }

    private static IEnumerable<MalformedVector> Sizes()
    {
        var room = Limits.Message + 1;
        yield return new("zeros", DecodeFault.Oversize, "one byte more than a message may have", new byte[room]);
        yield return new("publish", DecodeFault.Oversize, "M-20 with an envelope that makes the message too large", Message(20, w => w.Array(1).Octets(Seeded.Fill(0x22, room))));
        yield return new("message-and-padding", DecodeFault.Oversize, "M-01 followed by zeros up to one byte too many", [0x92, 0x01, 0x90, .. new byte[room - 3]]);
    }

    private static IEnumerable<MalformedVector> Counts()
    {
        yield return new("outer-empty", DecodeFault.WrongFieldCount, "an empty array", [0x90]);
        yield return new("outer-one", DecodeFault.WrongFieldCount, "an array of the tag only", [0x91, 0x01]);
        yield return new("outer-three", DecodeFault.WrongFieldCount, "an array of three", [0x93, 0x01, 0x90, 0xc0]);
        yield return new("field-missing", DecodeFault.WrongFieldCount, "M-09 with one field", Message(9, w => w.Array(1).Number(0)));
        yield return new("field-more", DecodeFault.WrongFieldCount, "M-01 with one field", Message(1, w => w.Array(1).Nil()));
        yield return new("field-nil-more", DecodeFault.WrongFieldCount, "M-07 with nil as a second field", Message(7, w => w.Array(2).Octets(Digest).Nil()));
        yield return new("structure-field-missing", DecodeFault.WrongFieldCount, "M-04 with a want of two fields", Message(4, w => w.Array(2).Number(3).Array(2).Octets(Digest).Number(0)));
        yield return new("entry-field-more", DecodeFault.WrongFieldCount, "M-21 with a payload name of three fields",
            Message(21, w => w.Array(3).Octets(Digest).Number(1).Array(1).Array(3).Octets(Digest).Number(0).Nil()));
        yield return new("batched-field-missing", DecodeFault.WrongFieldCount, "M-18 with a check-in of two fields", Message(18, w => w.Array(1).Array(1).Array(2).Octets([]).Nil()));
        yield return new("batched-field-more", DecodeFault.WrongFieldCount, "M-19 with an answer of three fields", Message(19, w => w.Array(1).Array(1).Array(3).Nil().Nil().Nil()));
        yield return new("most-fields", DecodeFault.WrongFieldCount, "M-01 announces 4294967295 fields", Message(1, w => w.Head(0xdd, uint.MaxValue, 4)));
        yield return new("many-fields", DecodeFault.WrongFieldCount, "M-01 announces 2147483647 fields", Message(1, w => w.Head(0xdd, int.MaxValue, 4)));
    }

    private static IEnumerable<MalformedVector> Types()
    {
        yield return new("outer-map", DecodeFault.WrongType, "a map instead of an array", [0x82, 0x01, 0x90]);
        yield return new("outer-nil", DecodeFault.WrongType, "nil instead of a message", [0xc0]);
        yield return new("outer-never-used", DecodeFault.WrongType, "the code that MessagePack never uses", [0xc1]);
        yield return new("tag-text", DecodeFault.WrongType, "a text instead of the tag", [0x92, 0xa1, 0x31, 0x90]);
        yield return new("tag-negative", DecodeFault.WrongType, "a negative tag", [0x92, 0xff, 0x90]);
        yield return new("tag-signed", DecodeFault.WrongType, "the tag in a signed form", [0x92, 0xd0, 0x01, 0x90]);
        yield return new("tag-float", DecodeFault.WrongType, "the tag as a floating point number", [0x92, 0xca, 0x3f, 0x80, 0x00, 0x00, 0x90]);
        yield return new("fields-map", DecodeFault.WrongType, "the fields as a map", [0x92, 0x01, 0x80]);
        yield return new("fields-nil", DecodeFault.WrongType, "nil instead of no fields", [0x92, 0x01, 0xc0]);
        yield return new("octets-as-text", DecodeFault.WrongType, "M-02 with text instead of bytes", Message(2, w => w.Array(1).Text("abc")));
        yield return new("octets-nil", DecodeFault.WrongType, "M-02 with nil instead of bytes", Message(2, w => w.Array(1).Nil()));
        yield return new("octets-extension", DecodeFault.WrongType, "M-02 with an extension instead of bytes", Message(2, w => w.Array(1).Raw(0xd4, 0x01, 0x00)));
        yield return new("text-as-octets", DecodeFault.WrongType, "M-09 with bytes instead of text", Message(9, w => w.Array(2).Number(0).Octets([0x61])));
        yield return new("text-nil", DecodeFault.WrongType, "M-09 with nil instead of text", Message(9, w => w.Array(2).Number(0).Nil()));
        yield return new("number-signed", DecodeFault.WrongType, "M-12 with an offset of 1 in a signed form", Message(12, w => w.Array(3).Octets(Digest).Raw(0xd3, 0, 0, 0, 0, 0, 0, 0, 1).Number(1)));
        yield return new("number-nil", DecodeFault.WrongType, "M-12 with nil as its offset", Message(12, w => w.Array(3).Octets(Digest).Nil().Number(1)));
        yield return new("enumeration-text", DecodeFault.WrongType, "M-08 with the name of a phase", Message(8, w => w.Array(1).Text("Idle")));
        yield return new("structure-false", DecodeFault.WrongType, "M-04 with false instead of a want", Message(4, w => w.Array(2).Number(2).Flag(false)));
        yield return new("flag-number", DecodeFault.WrongType, "M-33 with 1 instead of true", Message(33, w => w.Array(1).Array(1).Array(14)
            .Octets(new byte[16]).Octets(new byte[16]).Octets(new byte[16]).Number(0).Number(1).Nil().Nil().Number(0).Number(1).Number(0).Number(0).Flag(false).Number(0).Number(0)));
        yield return new("list-nil", DecodeFault.WrongType, "M-15 with nil instead of a list", Message(15, w => w.Array(1).Nil()));
        yield return new("batched-message", DecodeFault.WrongType, "M-18 with a check-in as a message, behind its tag", Message(18, w => w.Array(1).Array(1).Array(3).Number(10).Nil().Number(0)));
        yield return new("batched-octets", DecodeFault.WrongType, "M-19 with an answer as bytes", Message(19, w => w.Array(1).Array(1).Octets([])));
        yield return new("uuid-text", DecodeFault.WrongType, "M-34 with the text of a UUID", Message(34, w => w.Array(1).Text("00010203-0405-0607-0809-0a0b0c0d0e0f")));
    }

    // The lengths below are written in their shortest form; a length is judged by its limit first, then by the bytes that are there.
    private static IEnumerable<MalformedVector> Claims()
    {
        yield return new("claim-octets-4-gib", DecodeFault.TooLong, "M-20 announces 4294967295 bytes", Message(20, w => w.Array(1).Head(0xc6, uint.MaxValue, 4)));
        yield return new("claim-octets-2-gib", DecodeFault.TooLong, "M-20 announces 2147483648 bytes", Message(20, w => w.Array(1).Head(0xc6, 0x80000000, 4)));
        yield return new("claim-octets-2-gib-less", DecodeFault.TooLong, "M-20 announces 2147483647 bytes", Message(20, w => w.Array(1).Head(0xc6, int.MaxValue, 4)));
        yield return new("claim-octets-3-mib", DecodeFault.Truncated, "M-20 announces an allowed length, and ends", Message(20, w => w.Array(1).Head(0xc6, Limits.PublishedEnvelope, 4)));
        yield return new("claim-text-4-gib", DecodeFault.TooLong, "M-09 announces a text of 4294967295 bytes", Message(9, w => w.Array(2).Number(0).Head(0xdb, uint.MaxValue, 4)));
        yield return new("claim-text-400", DecodeFault.Truncated, "M-09 announces an allowed length, and ends", Message(9, w => w.Array(2).Number(0).Head(0xda, 400, 2)));
        yield return new("claim-list-4096", DecodeFault.Truncated, "M-15 announces an allowed number of entries, and ends", Message(15, w => w.Array(1).Head(0xdc, 4096, 2)));
        yield return new("claim-list-48", DecodeFault.Truncated, "M-18 announces an allowed number of check-ins, and ends", Message(18, w => w.Array(1).Head(0xdc, 48, 2)));
        yield return new("claim-list-4-gib", DecodeFault.TooLong, "M-15 announces 4294967295 entries", Message(15, w => w.Array(1).Head(0xdd, uint.MaxValue, 4)));
        yield return new("claim-list-2-gib", DecodeFault.TooLong, "M-33 announces 2147483648 entries", Message(33, w => w.Array(1).Head(0xdd, 0x80000000, 4)));
        yield return new("claim-fields-4-gib", DecodeFault.WrongFieldCount, "the outer array announces 4294967295 elements", [0xdd, 0xff, 0xff, 0xff, 0xff]);
    }
}
