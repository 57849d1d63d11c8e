using SecUpIoT.Conformance.Attachment;
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
    public static SimulatedPackage Package(Author author, string flaw, ulong number)
    {
        var sound = new PackageOrder(number);
        return flaw switch
        {
            "for another vendor" => author.Make(sound with { Vendor = Uuid5.Vendor("other.example") }),
            "for another class" => author.Make(sound with { Class = Uuid5.Class(author.Vendor, "other") }),
            "for another device" => author.Make(sound with { Device = OtherDevice }),
            "that nobody signed" => author.Make(sound with { Flaw = PackageFlaw.Unsigned }),
            "whose signature was altered" => author.Make(sound with { Flaw = PackageFlaw.AlteredSignature }),
            "whose manifest was altered" => author.Make(sound with { Flaw = PackageFlaw.AlteredManifest }),
            "that another author signed" => new Author("another author", TestKeys.Stranger, TestKeys.Stranger.Public, author.Vendor, author.Class).Make(sound),
            _ => throw new SuiteErrorException($"no such flaw of a package: {flaw}"),
        };
    }

    /// <summary>A directive with one flaw, signed.</summary>
    public static Bytes Directive(ISigner tracker, Directive sound, string flaw, ImageName other) => flaw switch
    {
        "without a directive" => Bytes.Empty,
        "with a directive that a stranger signed" => Forgery.Sign(TestKeys.Stranger, sound),
        "with a directive that was altered" => Forgery.Rewrite(Forgery.Sign(tracker, sound with { Manifest = other.Manifest }), _ => sound),
        "with a directive to another device" => Forgery.Sign(tracker, sound with { Device = OtherDevice }),
        "with a directive for another nonce" => Forgery.Sign(tracker, sound with { Nonce = new Nonce(new byte[Nonce.Size]) }),
        "with a directive for another package" => Forgery.Sign(tracker, sound with { Manifest = other.Manifest, Number = other.Number }),
        "with a directive whose validity has ended" => Forgery.Sign(tracker, sound with { ValidUntil = sound.IssuedAt.Plus(TimeSpan.FromSeconds(-1)) }),
        _ => throw new SuiteErrorException($"no such flaw of a directive: {flaw}"),
    };

    /// <summary>A block with one flaw.</summary>
    public static ImageBlock Block(ImageBlock sound, string flaw) => flaw switch
    {
        "from another offset" => sound with { Offset = sound.Offset + (ulong)sound.Data.Length },
        "of another payload" => sound with { Payload = Digest.Of([1]) },
        "of another package" => sound with { Manifest = Digest.Of([1]) },
        "that is too long" => sound with { Data = (byte[])[.. sound.Data.Span, 0] },
        "that is too short" => sound with { Data = sound.Data.Span[1..].ToArray() },
        _ => throw new SuiteErrorException($"no such flaw of a block: {flaw}"),
    };
}
