using System.Collections.Immutable;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Lab.DeviceCore;

/// <summary>Packages that are right and not the plainest ones, by the words of the features.</summary>
internal static class Unusual
{
    private static readonly SuitLimits Limits = SuitLimits.Default;

    /// <summary>A sound package that is unusual in one way.</summary>
    public static SimulatedPackage Package(Author author, string how, PackageOrder plain, DeviceId device, ISigner second) => how switch
    {
        "for this vendor and class" => author.Make(plain),
        "that its author signed" => author.Make(plain),
        "for this very device" => author.Make(plain with { Device = device }),
        "beside whose signature stands one of a stranger" => With(author.Make(plain), envelope => Resigned(envelope, TestKeys.Stranger, first: true)),
        "that another trusted author signed" => new Author("second author", second, author.Anchor, author.Vendor, author.Class).Make(plain),
        "that both trusted authors signed" => With(author.Make(plain), envelope => Resigned(envelope, second, first: false)),
        "with its payload inside the envelope" => author.Make(plain with { Integrated = true }),
        "with text for people" => Worded(author, plain, severed: false),
        "whose text was severed on the way" => Worded(author, plain, severed: true),
        _ => throw new SuiteErrorException($"no such unusual package: {how}"),
    };

    private static SimulatedPackage With(SimulatedPackage package, Func<Envelope, Envelope> change) =>
        package with { Envelope = EnvelopeWriter.Encode(change(EnvelopeReader.Read(package.Envelope.Memory, Limits).Value)) };

    private static Envelope Resigned(Envelope envelope, ISigner signer, bool first)
    {
        var signed = EnvelopeWriter.Sign(envelope, signer).Value;
        return first ? signed with { Blocks = [signed.Blocks[^1], .. envelope.Blocks] } : signed;
    }

    // The same images under a manifest that holds the digest of a text beside it.
    private static SimulatedPackage Worded(Author author, PackageOrder plain, bool severed)
    {
        var package = author.Make(plain);
        var built = new ManifestBuilder
        {
            SequenceNumber = package.Name.Number,
            Vendor = author.Vendor,
            Class = author.Class,
            Components = [.. plain.Components.Select((component, index) => new ComponentImage(
                ComponentId.Of(component), Digest.Of(package.Payloads[index].Span), (ulong)package.Payloads[index].Length, $"#{component}"))],
            Text = ImmutableSortedDictionary<string, LocalText>.Empty.Add("en", Sentence),
        }.Build().Value;
        var signed = EnvelopeWriter.Sign(built, author.Key).Value;
        var sent = severed ? EnvelopeWriter.Sever(signed, SuitElement.Text) : signed;
        return package with { Name = package.Name with { Manifest = signed.ManifestDigest }, Envelope = EnvelopeWriter.Encode(sent) };
    }

    private static LocalText Sentence => new() { UpdateDescription = "Version 1 of everything; installs nothing, if one believes it." };
}
