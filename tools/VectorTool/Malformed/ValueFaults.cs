using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.VectorTool.Messages;
using static SecUpIoT.VectorTool.Malformed.StructureFaults;

namespace SecUpIoT.VectorTool.Malformed;

/// <summary>Right types with wrong values.</summary>
internal static class ValueFaults
{
    private static readonly byte[] Digest = Seeded.Bytes("manifest", 32);

    public static IEnumerable<MalformedVector> All() => [.. Tags(), .. Longer(), .. Ranges(), .. Lengths(), .. Names(), .. Texts()];

    private static IEnumerable<MalformedVector> Tags()
    {
        foreach (var tag in new byte[] { 0, 24, 29, 52, 127, 255 })
            yield return new($"tag-{tag:000}", DecodeFault.UnknownMessage, $"no message has the tag {tag}", Message(tag, w => w.Array(0)));
        yield return new("tag-256", DecodeFault.OutOfRange, "a tag has one byte; 256 must not be taken for 0", Message(256, w => w.Array(0)));
        yield return new("tag-257", DecodeFault.OutOfRange, "a tag has one byte; 257 must not be taken for 1", Message(257, w => w.Array(0)));
    }

    private static IEnumerable<MalformedVector> Longer()
    {
        yield return new("outer-array-16-bit", DecodeFault.NotShortest, "the outer array with a head of three bytes", [0xdc, 0x00, 0x02, 0x01, 0x90]);
        yield return new("outer-array-32-bit", DecodeFault.NotShortest, "the outer array with a head of five bytes", [0xdd, 0x00, 0x00, 0x00, 0x02, 0x01, 0x90]);
        yield return new("tag-8-bit", DecodeFault.NotShortest, "the tag 1 in two bytes", [0x92, 0xcc, 0x01, 0x90]);
        yield return new("tag-64-bit", DecodeFault.NotShortest, "the tag 1 in nine bytes", [0x92, 0xcf, 0, 0, 0, 0, 0, 0, 0, 1, 0x90]);
        yield return new("fields-16-bit", DecodeFault.NotShortest, "no fields with a head of three bytes", [0x92, 0x01, 0xdc, 0x00, 0x00]);
        yield return new("number-16-bit", DecodeFault.NotShortest, "M-12 with offset 255 in three bytes", Message(12, w => w.Array(3).Octets(Digest).Head(0xcd, 255, 2).Number(1)));
        yield return new("number-32-bit", DecodeFault.NotShortest, "M-12 with offset 65535 in five bytes", Message(12, w => w.Array(3).Octets(Digest).Head(0xce, 65535, 4).Number(1)));
        yield return new("number-64-bit", DecodeFault.NotShortest, "M-12 with offset 4294967295 in nine bytes", Message(12, w => w.Array(3).Octets(Digest).Head(0xcf, uint.MaxValue, 8).Number(1)));
        yield return new("enumeration-8-bit", DecodeFault.NotShortest, "M-08 with phase 2 in two bytes", Message(8, w => w.Array(1).Head(0xcc, 2, 1)));
        yield return new("octets-16-bit", DecodeFault.NotShortest, "M-07 with a digest whose length takes two bytes", Message(7, w => w.Array(1).Head(0xc5, 32, 2).Raw(Digest)));
        yield return new("octets-32-bit", DecodeFault.NotShortest, "M-02 with no bytes and a length of four bytes", Message(2, w => w.Array(1).Head(0xc6, 0, 4)));
        yield return new("text-8-bit", DecodeFault.NotShortest, "M-09 with an empty text in two bytes", Message(9, w => w.Array(2).Number(0).Head(0xd9, 0, 1)));
        yield return new("text-16-bit", DecodeFault.NotShortest, "M-09 with a text of 32 bytes and a head of three", Message(9, w => w.Array(2).Number(0).Head(0xda, 32, 2).Raw(Seeded.Fill(0x61, 32))));
        yield return new("text-32-bit", DecodeFault.NotShortest, "M-09 with a text of one byte and a head of five", Message(9, w => w.Array(2).Number(0).Head(0xdb, 1, 4).Raw(0x61)));
        yield return new("list-16-bit", DecodeFault.NotShortest, "M-15 with an empty list and a head of three bytes", Message(15, w => w.Array(1).Head(0xdc, 0, 2)));
    }

    private static IEnumerable<MalformedVector> Ranges()
    {
        yield return new("offset", DecodeFault.OutOfRange, "M-12 with an offset above 4 GiB", Message(12, w => w.Array(3).Octets(Digest).Number(Limits.Payload + 1).Number(1)));
        yield return new("offset-largest", DecodeFault.OutOfRange, "M-12 with the offset 2^64-1", Message(12, w => w.Array(3).Octets(Digest).Number(ulong.MaxValue).Number(1)));
        yield return new("length", DecodeFault.OutOfRange, "M-12 with a length above 256 KiB", Message(12, w => w.Array(3).Octets(Digest).Number(0).Number(Limits.Block + 1)));
        yield return new("length-2-32", DecodeFault.OutOfRange, "M-12 with the length 2^32, which must not be taken for 0", Message(12, w => w.Array(3).Octets(Digest).Number(0).Number(1UL << 32)));
        yield return new("poll-after", DecodeFault.OutOfRange, "M-11 with a poll interval above one week",
            Message(11, w => w.Array(5).Number(0).Nil().Octets([]).Octets([]).Number(Limits.PollAfterSeconds + 1)));
        yield return new("want-length", DecodeFault.OutOfRange, "M-06 with a want of more than a block", Message(6, w => w.Array(2).Number(3).Array(3).Octets(Digest).Number(0).Number(Limits.Block + 1)));
        yield return new("total-size", DecodeFault.OutOfRange, "M-13 with a payload above 4 GiB", Message(13, w => w.Array(4).Octets(Digest).Number(0).Number(Limits.Payload + 1).Octets([])));
        yield return new("moment", DecodeFault.OutOfRange, "M-33 with a moment of 2^63", Message(33, w => w.Array(1).Array(1).Array(14)
            .Octets(new byte[16]).Octets(new byte[16]).Octets(new byte[16]).Number(0).Number(1).Nil().Nil().Number(0).Flag(true).Number(0).Number(0).Flag(false).Number(1UL << 63).Number(0)));
        yield return new("enumeration-65536", DecodeFault.OutOfRange, "M-08 with the phase 65536, which must not be taken for 0", Message(8, w => w.Array(1).Number(65536)));
    }

    private static IEnumerable<MalformedVector> Lengths()
    {
        yield return new("digest-31", DecodeFault.WrongLength, "M-07 with a digest of 31 bytes", Message(7, w => w.Array(1).Octets(Digest.AsSpan(0, 31))));
        yield return new("digest-33", DecodeFault.WrongLength, "M-07 with a digest of 33 bytes", Message(7, w => w.Array(1).Octets([.. Digest, 0])));
        yield return new("digest-empty", DecodeFault.WrongLength, "M-07 with an empty digest", Message(7, w => w.Array(1).Octets([])));
        yield return new("digest-large", DecodeFault.WrongLength, "M-07 with a digest of 1 MiB", Message(7, w => w.Array(1).Octets(new byte[1024 * 1024])));
        yield return new("uuid-15", DecodeFault.WrongLength, "M-34 with a UUID of 15 bytes", Message(34, w => w.Array(1).Octets(new byte[15])));
        yield return new("uuid-17", DecodeFault.WrongLength, "M-34 with a UUID of 17 bytes", Message(34, w => w.Array(1).Octets(new byte[17])));
        yield return new("statement", DecodeFault.TooLong, "M-02 with more bytes than a signed statement may have", Message(2, w => w.Array(1).Octets(new byte[Limits.SignedStatement + 1])));
        yield return new("envelope", DecodeFault.TooLong, "M-17 with more bytes than an envelope may have", Message(17, w => w.Array(1).Octets(new byte[Limits.Envelope + 1])));
        yield return new("published-envelope", DecodeFault.TooLong, "M-20 with more bytes than a published envelope may have", Message(20, w => w.Array(1).Octets(new byte[Limits.PublishedEnvelope + 1])));
        yield return new("block", DecodeFault.TooLong, "M-05 with more bytes than a block may have", Message(5, w => w.Array(4).Octets(Digest).Octets(Digest).Number(0).Octets(new byte[Limits.Block + 1])));
        yield return new("public-key", DecodeFault.TooLong, "M-30 with more bytes than a public key may have",
            Message(30, w => w.Array(5).Octets(new byte[16]).Octets(new byte[16]).Octets(new byte[16]).Number(0).Octets(new byte[Limits.PublicKey + 1])));
        yield return new("list-17", DecodeFault.TooLong, "M-21 with 17 missing payloads", Message(21, w => w.Array(3).Octets(Digest).Number(1).Array(17)));
        yield return new("list-4097", DecodeFault.TooLong, "M-15 announces 4097 packages", Message(15, w => w.Array(1).Array(4097)));
        yield return new("list-49", DecodeFault.TooLong, "M-18 announces 49 check-ins", Message(18, w => w.Array(1).Array(Limits.CheckIns + 1)));
        yield return new("text-401", DecodeFault.TooLong, "M-09 with a text of 401 characters", Message(9, w => w.Array(2).Number(0).Text(new string('a', 401))));
        yield return new("text-401-emoji", DecodeFault.TooLong, "M-09 with 201 characters outside the basic plane, which count as 402",
            Message(9, w => w.Array(2).Number(0).Text(string.Concat(Enumerable.Repeat("\U0001F512", 201)))));
        yield return new("text-1601", DecodeFault.TooLong, "M-09 with a text of 1601 bytes", Message(9, w => w.Array(2).Number(0).Head(0xda, 1601, 2).Raw(Seeded.Fill(0xff, 1601))));
    }

    private static IEnumerable<MalformedVector> Names()
    {
        yield return new("device-phase", DecodeFault.UndefinedValue, "M-08 with the phase 10", Message(8, w => w.Array(1).Number(10)));
        yield return new("device-phase-256", DecodeFault.UndefinedValue, "M-08 with the phase 256, which must not be taken for 0", Message(8, w => w.Array(1).Number(256)));
        yield return new("device-phase-258", DecodeFault.UndefinedValue, "M-08 with the phase 258, which must not be taken for 2", Message(8, w => w.Array(1).Number(258)));
        yield return new("directive-kind", DecodeFault.UndefinedValue, "M-11 with the kind 3", Message(11, w => w.Array(5).Number(3).Nil().Octets([]).Octets([]).Number(0)));
        yield return new("package-phase", DecodeFault.UndefinedValue, "M-21 with the phase 4", Message(21, w => w.Array(3).Octets(Digest).Number(4).Array(0)));
        yield return new("profile", DecodeFault.UndefinedValue, "M-30 with the profile 2", Message(30, w => w.Array(5).Octets(new byte[16]).Octets(new byte[16]).Octets(new byte[16]).Number(2).Octets([])));
        yield return new("profile-257", DecodeFault.UndefinedValue, "M-30 with the profile 257, which must not be taken for Secure",
            Message(30, w => w.Array(5).Octets(new byte[16]).Octets(new byte[16]).Octets(new byte[16]).Number(257).Octets([])));
        yield return new("result-code-2", DecodeFault.UndefinedValue, "M-09 with the code 2", Message(9, w => w.Array(2).Number(2).Text("")));
        yield return new("result-code-109", DecodeFault.UndefinedValue, "M-09 with the code 109", Message(9, w => w.Array(2).Number(109).Text("")));
        yield return new("result-code-65535", DecodeFault.UndefinedValue, "M-09 with the code 65535", Message(9, w => w.Array(2).Number(65535).Text("")));
        yield return new("track-phase", DecodeFault.UndefinedValue, "M-32 with the phase 17", Message(32, w => w.Array(2).Nil().Number(17)));
    }

    private static IEnumerable<MalformedVector> Texts()
    {
        yield return Text("not-utf-8", "a byte that no UTF-8 holds", 0xff);
        yield return Text("utf-8-cut", "a sequence of two bytes cut in the middle", 0xc3);
        yield return Text("utf-8-longer", "NUL in the two bytes that UTF-8 forbids", 0xc0, 0x80);
        yield return Text("utf-8-surrogate", "half of a surrogate pair", 0xed, 0xa0, 0x80);
        yield return Text("utf-8-beyond", "a code point above U+10FFFF", 0xf4, 0x90, 0x80, 0x80);
        yield return Text("control-nul", "U+0000", 0x00);
        yield return Text("control-line-feed", "U+000A", 0x0a);
        yield return Text("control-escape", "U+001B, which could drive a terminal", 0x1b, 0x5b, 0x32, 0x4a);
        yield return Text("control-delete", "U+007F", 0x7f);
        yield return Text("control-c1", "U+0085", 0xc2, 0x85);
    }

    private static MalformedVector Text(string name, string why, params byte[] utf8) =>
        new(name, DecodeFault.NotText, $"M-09 with {why} in its text", Message(9, w => w.Array(2).Number(0).Raw((byte)(0xa0 + utf8.Length)).Raw(utf8)));
}
