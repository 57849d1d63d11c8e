using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>What attackers deliver, by the words of the features.</summary>
internal static class Flawed
{
    private static readonly DeviceId OtherDevice = new(new Guid("0d0e0000-0000-4000-8000-00000000000f"));

    /// <summary>A package with one flaw; all else is as it should be.</summary>
    public static SimulatedPackage Package(Author author, string flaw, PackageOrder sound) => flaw switch
    {
        "for another vendor" => author.Make(sound with { Vendor = Uuid5.Vendor("other.example") }),
        "for another class" => author.Make(sound with { Class = Uuid5.Class(author.Vendor, "other") }),
        "for another device" => author.Make(sound with { Device = OtherDevice }),
        "for another component" => author.Make(sound with { Components = ["unheard of"] }),
        "for a component more than it has" => author.Make(sound with { Components = [.. sound.Components, "unheard of"] }),
        "that nobody signed" => author.Make(sound with { Flaw = PackageFlaw.Unsigned }),
        "whose signature was altered" => author.Make(sound with { Flaw = PackageFlaw.AlteredSignature }),
        "whose manifest was altered" => author.Make(sound with { Flaw = PackageFlaw.AlteredManifest }),
        "that is no envelope" => author.Make(sound with { Flaw = PackageFlaw.Garbage }),
        "whose envelope ends in the middle" => author.Make(sound with { Flaw = PackageFlaw.Truncated }),
        "that another author signed" => Stranger(author).Make(sound),
        "that its Status tracker signed" => new Author("tracker", TestKeys.Tracker, TestKeys.Tracker.Public, author.Vendor, author.Class).Make(sound),
        "that another author signed and whose manifest is malformed" => Stranger(author).Make(sound with { Edit = static manifest => manifest.Span[..^1].ToArray() }),
        "whose signature calls itself EdDSA" => new Author("author", TestKeys.Author.AsEdDsa(), TestKeys.Author.Public, author.Vendor, author.Class).Make(sound),
        _ => throw new SuiteErrorException($"no such flaw of a package: {flaw}"),
    };

    /// <summary>A directive with one flaw, signed.</summary>
    public static Bytes Directive(ISigner tracker, Directive sound, string flaw, ImageName other) => flaw switch
    {
        "without a directive" => Bytes.Empty,
        "that is no directive" => (byte[])[1, 2, 3],
        "with a directive that a stranger signed" or "that a stranger signed" => Forgery.Sign(TestKeys.Stranger, sound),
        "with a directive that its author signed" or "that its author signed" => Forgery.Sign(TestKeys.Author, sound),
        "with a directive that was altered" or "that was altered" => Forgery.Rewrite(Forgery.Sign(tracker, sound with { Number = other.Number, Manifest = other.Manifest }), _ => sound),
        "with a directive that is signed as a report" => SignedStatement.Sign(tracker, DeviceReport.Domain, DeviceReport.ContentType, sound.Encode()),
        "with a directive to another device" or "to another device" => Forgery.Sign(tracker, sound with { Device = OtherDevice }),
        "with a directive for another nonce" or "for another nonce" => Forgery.Sign(tracker, sound with { Nonce = new Nonce((byte[])[.. sound.Nonce.Value.Span[..^1], (byte)(sound.Nonce.Value.Span[^1] ^ 1)]) }),
        "with a directive for a nonce of zeros" => Forgery.Sign(tracker, sound with { Nonce = new Nonce(new byte[Nonce.Size]) }),
        "with a directive for another package" => Forgery.Sign(tracker, sound with { Manifest = other.Manifest, Number = other.Number }),
        "with a directive whose validity has ended" => Forgery.Sign(tracker, sound with { IssuedAt = sound.IssuedAt.Plus(-TimeSpan.FromHours(1)), ValidUntil = sound.IssuedAt.Plus(TimeSpan.FromMilliseconds(-1)) }),
        "that names another package" => Forgery.Sign(tracker, sound with { Manifest = other.Manifest, Number = other.Number }),
        _ => throw new SuiteErrorException($"no such flaw of a directive: {flaw}"),
    };

    /// <summary>A block with one flaw.</summary>
    public static ImageBlock Block(ImageBlock sound, string flaw) => flaw switch
    {
        "from another offset" => sound with { Offset = sound.Offset + (ulong)sound.Data.Length },
        "from the byte before" => sound with { Offset = sound.Offset - 1 },
        "from far behind the image" => sound with { Offset = Limits.Payload },
        "of another payload" => sound with { Payload = Digest.Of([1]) },
        "of another package" => sound with { Manifest = Digest.Of([1]) },
        "that is too long" => sound with { Data = (byte[])[.. sound.Data.Span, 0] },
        "that is too short" => sound with { Data = sound.Data.Span[1..].ToArray() },
        "without a byte" => sound with { Data = Bytes.Empty },
        _ => throw new SuiteErrorException($"no such flaw of a block: {flaw}"),
    };

    private static Author Stranger(Author author) => new("another author", TestKeys.Stranger, TestKeys.Stranger.Public, author.Vendor, author.Class);
}
