using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.VectorTool.Packages;

/// <summary>Envelopes that the device accepts.</summary>
internal static class AcceptedPackages
{
    private const string Integrated = "#firmware";

    public static IEnumerable<PackageVector> All() => [.. Signatures(), .. Severing(), .. Contents(), .. Bounds()];

    private static IEnumerable<PackageVector> Signatures()
    {
        var envelope = Forge.Wrap(Forge.Manifest());
        yield return new("right-ed25519", "one component, signed with Ed25519", Forge.Signed());
        yield return new("right-esp256", "one component, signed with ESP256", EnvelopeWriter.Encode(Forge.Sign(envelope, TestKeys.AuthorP256)));
        yield return new("right-both-authors", "two valid signatures", EnvelopeWriter.Encode(Forge.Sign(Forge.Sign(envelope), TestKeys.AuthorP256)));
        yield return new("right-beside-stranger", "a stranger's signature stands before the author's", EnvelopeWriter.Encode(Forge.Sign(Forge.Sign(envelope, TestKeys.Stranger))));
        yield return new("right-beside-unknown-algorithm", "a block with an algorithm unknown here stands before the author's",
            EnvelopeWriter.Encode(Forge.Sign(Forge.Sign(envelope, new Pretender(TestKeys.Stranger, (CoseAlgorithm)(-46), TestKeys.Stranger.KeyId)))));
        yield return new("right-no-key-id", "the block names no key", EnvelopeWriter.Encode(Forge.Sign(envelope, new Pretender(TestKeys.Author, CoseAlgorithm.Ed25519, Bytes.Empty))));
    }

    private static IEnumerable<PackageVector> Severing()
    {
        var text = Forge.Built(Forge.Builder);
        var install = Forge.Built(Forge.Builder with { Severable = [SuitElement.Install, SuitElement.Text] });
        yield return new("right-author-tool", "as the author's tool makes it: text severable and present, invocation", EnvelopeWriter.Encode(text));
        yield return new("right-text-severed", "the text was taken out on the way", EnvelopeWriter.Encode(EnvelopeWriter.Sever(text, SuitElement.Text)));
        yield return new("right-text-inside", "the text is not severable", EnvelopeWriter.Encode(Forge.Built(Forge.Builder with { Severable = [] })));
        yield return new("right-install-severable", "the install section is severable and present", EnvelopeWriter.Encode(install));
    }

    private static IEnumerable<PackageVector> Contents()
    {
        var two = Forge.Builder with { Components = [.. Forge.Builder.Components, Forge.Part("radio", Target.Radio, "https://firmware.example/radio")] };
        var inside = Forge.Builder with { Components = [Forge.Part("firmware", Target.Image, Integrated)] };
        var mixed = Forge.Builder with { Components = [.. Forge.Builder.Components, Forge.Part("radio", Target.Radio, "#radio")] };
        yield return new("right-two-components", "two components in one atomic update, the second at the next page", EnvelopeWriter.Encode(Forge.Built(two)));
        yield return new("right-integrated", "the payload is inside the envelope", EnvelopeWriter.Encode(EnvelopeWriter.WithPayload(Forge.Built(inside), Integrated, Target.Image)));
        yield return new("right-integrated-second", "the second component's payload is inside the envelope; it comes first in the plan", EnvelopeWriter.Encode(EnvelopeWriter.WithPayload(Forge.Built(mixed), "#radio", Target.Radio)));
        yield return new("right-integrated-stripped", "the payload was taken out of the envelope on the way and is fetched", EnvelopeWriter.Encode(Forge.Built(inside)));
        yield return new("right-fetch-ahead", "fetched in payload-fetch", EnvelopeWriter.Encode(Forge.Built(Forge.Builder with { FetchAhead = true })));
        yield return new("right-device", "made for this one device", EnvelopeWriter.Encode(Forge.Built(Forge.Builder with { Device = Target.Device })));
        yield return new("right-no-validate", "no validate section", Forge.Signed((7, null)));
        yield return new("right-reference-uri", "with a reference URI", EnvelopeWriter.Encode(Forge.Built(Forge.Builder with { ReferenceUri = "https://firmware.example/meter.suit" })));
        yield return new("right-vendor-in-both-branches", "the vendor is checked in every branch of a try-each", Forge.Signed((3, Forge.CommonOf(Forge.Sequence(
            20, Forge.Parameters(Target.Image), 15, Forge.Array(Forge.Sequence(1, 15), Forge.Sequence(1, 15)), 2, 15)))));
        yield return new("right-branch-leaves-parameters", "a branch of a try-each sets the URI and fails; the next one fetches", Forge.Signed((20, Forge.Sequence(
            15, Forge.Array(Forge.Sequence(20, Forge.Map((21, Forge.Uri)), 14, 15), Forge.Sequence(21, 2)), 3, 15))));
        yield return new("right-no-install", "fetched and checked in payload-fetch, without an install section", Forge.Signed((7, null), (16, Forge.Install()), (20, null)));
        yield return new("right-listed-only", "two components, of which one gets nothing", Forge.Signed(
            (3, Forge.CommonOf(
                Forge.Sequence(12, true, 20, Forge.Parameters(Target.Image), 1, 15, 2, 15),
                Forge.Array(Forge.Component("radio"), Forge.Component("firmware")))),
            (7, null),
            (20, Forge.Sequence(12, 1, 20, Forge.Map((21, Forge.Uri)), 21, 2, 3, 15))));
        yield return new("right-staging", "fetched into the staging component, checked, and copied", Forge.Signed(
            (3, Forge.CommonOf(
                Forge.Sequence(12, true, 20, Forge.Parameters(Target.Image), 1, 15, 2, 15),
                Forge.Array(Forge.Component("firmware"), Forge.Component("staging")))),
            (7, Forge.Sequence(12, 0, 3, 15)),
            (16, Forge.Sequence(12, 1, 20, Forge.Map((21, Forge.Uri)), 21, 2, 3, 15)),
            (20, Forge.Sequence(12, 0, 20, Forge.Map((22, 1)), 22, 2, 3, 15))));
    }

    private static IEnumerable<PackageVector> Bounds()
    {
        yield return new("right-fills-slot", "the image fills the slot", Forge.Signed((3, Forge.Common(Forge.Parameters(Target.Full)))));
        yield return new("right-empty-image", "an image of no bytes", Forge.Signed((3, Forge.Common(Forge.Parameters([])))));
        yield return new("right-number-most", "a sequence number as far ahead as allowed", Forge.Signed((2, CborValue.Of(Target.Confirmed.Number.Value + Limits.SequenceLeap))));
    }
}
