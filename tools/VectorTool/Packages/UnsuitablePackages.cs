using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Suit;

namespace SecUpIoT.VectorTool.Packages;

/// <summary>Envelopes that the author signed and that the device refuses all the same.</summary>
internal static class UnsuitablePackages
{
    private static readonly CborValue TwoComponents = Forge.Array(Forge.Component("firmware"), Forge.Component("radio"));

    public static IEnumerable<PackageVector> All() => [.. Addressees(), .. Numbers(), .. Rooms(), .. Missing(), .. Unsupported(), .. Malformed(), .. Limited(), .. Payloads()];

    private static IEnumerable<PackageVector> Addressees()
    {
        yield return Wrong("vendor-other", "for another vendor", ResultCode.WrongVendor, (3, Forge.Common(Forge.Parameters(Target.Image, (1, Forge.Id(Seeded.Guid("other vendor")))))));
        yield return Wrong("vendor-enterprise-number", "the vendor as private enterprise number", ResultCode.WrongVendor,
            (3, Forge.Common(Forge.Parameters(Target.Image, (1, new CborTagged(112, CborValue.Of(new byte[] { 1, 2 })))))));
        yield return Wrong("vendor-not-set", "the vendor is checked, but never set", ResultCode.WrongVendor, (3, Forge.Common(Forge.Parameters(Target.Image, (1, null)))));
        yield return Wrong("class-other", "for another class", ResultCode.WrongClass, (3, Forge.Common(Forge.Parameters(Target.Image, (2, Forge.Id(Seeded.Guid("other class")))))));
        yield return Wrong("device-other", "for another device", ResultCode.WrongDevice, (3, Forge.Common(Forge.Parameters(Target.Image, (24, Forge.Id(Seeded.Guid("other device")))), 24, 15)));
        yield return Wrong("condition-abort", "a condition that never holds", ResultCode.ConditionFailed, (20, Forge.Sequence(14, 15)));
        yield return Wrong("condition-slot", "for another component slot", ResultCode.ConditionFailed, (20, Forge.Sequence(20, Forge.Map((5, 9), (21, Forge.Uri)), 5, 15, 21, 2, 3, 15)));
    }

    private static IEnumerable<PackageVector> Numbers()
    {
        yield return Wrong("number-lower", "a sequence number below the confirmed one", ResultCode.RolledBack, (2, CborValue.Of(Target.Confirmed.Number.Value - 1)));
        yield return Wrong("number-zero", "the sequence number 0", ResultCode.RolledBack, (2, CborValue.Of(0L)));
        yield return Wrong("number-equal", "the confirmed sequence number with another manifest", ResultCode.SameNumberOtherManifest, (2, CborValue.Of(Target.Confirmed.Number.Value)));
        yield return Wrong("number-far", "a sequence number one too far ahead", ResultCode.NumberTooFarAhead, (2, CborValue.Of(Target.Confirmed.Number.Value + Limits.SequenceLeap + 1)));
        yield return Wrong("number-largest", "the largest sequence number", ResultCode.NumberTooFarAhead, (2, CborValue.Of(ulong.MaxValue)));
        yield return Wrong("number-negative", "a negative sequence number", ResultCode.MalformedManifest, (2, CborValue.Of(-1L)));
    }

    private static IEnumerable<PackageVector> Rooms()
    {
        yield return Wrong("room-one-byte", "one byte more than the slot holds", ResultCode.ImageTooLarge, (3, Forge.Common(Forge.Parameters(Target.TooLarge))));
        yield return Wrong("room-4-gib", "more than 4 GiB", ResultCode.ImageTooLarge, (3, Forge.Common(Forge.Parameters(Target.Image, (14, (1UL << 32) + 1)))));
        yield return Wrong("room-largest", "2^64-1 bytes", ResultCode.ImageTooLarge, (3, Forge.Common(Forge.Parameters(Target.Image, (14, ulong.MaxValue)))));
        var half = Forge.Part("firmware", Target.Full, Forge.Uri);
        yield return new("room-together", "two images that fit alone but not together",
            EnvelopeWriter.Encode(Forge.Built(Forge.Builder with { Components = [half, Forge.Part("radio", Target.Radio, Forge.Uri)] })), ResultCode.ImageTooLarge);
    }

    private static IEnumerable<PackageVector> Missing()
    {
        yield return Wrong("missing-version", "no manifest version", ResultCode.MissingElement, (1, null));
        yield return Wrong("missing-number", "no sequence number", ResultCode.MissingElement, (2, null));
        yield return Wrong("missing-common", "no common block", ResultCode.MissingElement, (3, null));
        yield return Wrong("missing-components", "no component", ResultCode.MissingElement, (3, CborValue.Wrap(Forge.Map((4, Forge.Sequence(1, 15, 2, 15))))));
        yield return Wrong("missing-shared", "no shared sequence", ResultCode.MissingElement, (3, Forge.CommonOf(null)));
        yield return Wrong("missing-vendor-condition", "the vendor is set, but not checked", ResultCode.MissingElement, (3, Forge.CommonOf(Forge.Sequence(20, Forge.Parameters(Target.Image), 2, 15))));
        yield return Wrong("missing-class-condition", "the class is set, but not checked", ResultCode.MissingElement, (3, Forge.CommonOf(Forge.Sequence(20, Forge.Parameters(Target.Image), 1, 15))));
        yield return Wrong("missing-vendor-in-a-branch", "one branch of a try-each avoids the check of the vendor", ResultCode.MissingElement,
            (3, Forge.CommonOf(Forge.Sequence(20, Forge.Parameters(Target.Image), 15, Forge.Array(Forge.Sequence(1, 15), Forge.Sequence(2, 15)), 2, 15))));
        yield return Wrong("missing-vendor-optional", "a try-each that may fail checks the vendor", ResultCode.MissingElement,
            (3, Forge.CommonOf(Forge.Sequence(20, Forge.Parameters(Target.Image), 15, Forge.Array(Forge.Sequence(1, 15), null), 2, 15))));
        yield return Wrong("missing-vendor-in-a-run", "the vendor is checked inside a run-sequence only", ResultCode.MissingElement,
            (3, Forge.CommonOf(Forge.Sequence(20, Forge.Parameters(Target.Image), 32, Forge.Sequence(1, 15), 2, 15))));
        yield return Wrong("missing-overwritten-match", "fetched twice, and only the second time checked", ResultCode.MissingElement,
            (20, Forge.Sequence(20, Forge.Map((21, Forge.Uri)), 21, 2, 21, 2, 3, 15)));
        yield return Wrong("missing-image-match", "fetched and never checked", ResultCode.MissingElement, (20, Forge.Sequence(20, Forge.Map((21, Forge.Uri)), 21, 2)), (7, null));
        yield return Wrong("missing-image-size", "the size of the image is not stated", ResultCode.MissingElement, (3, Forge.Common(Forge.Parameters(Target.Image, (14, null)))));
        yield return Wrong("missing-uri", "fetched from nowhere", ResultCode.MissingElement, (20, Forge.Sequence(21, 2, 3, 15)));
        yield return Wrong("missing-install", "nothing is installed", ResultCode.MissingElement, (20, null), (7, null));
    }

    private static IEnumerable<PackageVector> Unsupported()
    {
        yield return Wrong("unsupported-version", "manifest version 2", ResultCode.UnsupportedManifestVersion, (1, CborValue.Of(2L)));
        yield return Wrong("unsupported-command", "command 99", ResultCode.UnsupportedCommand, (20, Forge.Sequence(99, 15)));
        yield return Wrong("unsupported-command-private", "command -1", ResultCode.UnsupportedCommand, (20, Forge.Sequence(-1, 15)));
        yield return Wrong("unsupported-command-wait", "directive-wait of update management", ResultCode.UnsupportedCommand, (20, Forge.Sequence(29, 15)));
        yield return Wrong("unsupported-command-in-branch", "command 99 in a branch that would not be taken", ResultCode.UnsupportedCommand,
            (20, Forge.Sequence(15, Forge.Array(Forge.Sequence(20, Forge.Map((21, Forge.Uri)), 21, 2, 3, 15), Forge.Sequence(99, 15)))));
        yield return Wrong("unsupported-dependencies", "dependencies of trust domains", ResultCode.UnsupportedCommand,
            (3, CborValue.Wrap(Forge.Map((1, Forge.Map((0, Forge.Map()))), (2, Forge.Array(Forge.Component("firmware"))), (4, Forge.Sequence(1, 15, 2, 15))))));
        yield return Copied("unsupported-copy", "a copy of an installed component, whose digest is not checked", 20, Forge.Map((22, 1)), 22, 2);
        yield return Copied("unsupported-copy-checked", "a copy of an installed component, whose digest is checked", 20, Forge.Map((22, 1)), 22, 2, 3, 15);
        yield return Wrong("unsupported-element", "the element uninstall of trust domains", ResultCode.UnsupportedCommand, (24, Forge.Sequence(14, 15)));
        yield return Wrong("unsupported-element-set-version", "the element set-version of update management", ResultCode.UnsupportedCommand, (6, Forge.Sequence(1, 0)));
        yield return Wrong("unsupported-element-coswid", "the element coswid of update management", ResultCode.UnsupportedCommand, (14, CborValue.Of(new byte[] { 0xa0 })));
        yield return Wrong("unsupported-parameter", "parameter 99", ResultCode.UnsupportedParameter, (3, Forge.Common(Forge.Parameters(Target.Image, (99, 1)))));
        yield return Wrong("unsupported-parameter-encryption", "an encrypted payload", ResultCode.UnsupportedParameter, (20, Forge.Sequence(20, Forge.Map((19, new byte[1]), (21, Forge.Uri)), 21, 2, 3, 15)));
        yield return Wrong("unsupported-component", "a component that the device does not have", ResultCode.UnsupportedComponent,
            (3, Forge.CommonOf(Forge.Sequence(20, Forge.Parameters(Target.Image), 1, 15, 2, 15), Forge.Array(Forge.Component("bootloader")))));
        yield return Wrong("unsupported-component-path", "a path that ends like a component of the device", ResultCode.UnsupportedComponent,
            (3, Forge.CommonOf(Forge.Sequence(20, Forge.Parameters(Target.Image), 1, 15, 2, 15), Forge.Array(Forge.Array("x"u8.ToArray(), "firmware"u8.ToArray())))));
        yield return Wrong("unsupported-component-index", "index 1 of one component", ResultCode.UnsupportedComponent, (20, Forge.Sequence(12, 1, 3, 15)));
        yield return Wrong("unsupported-digest", "an image digest that calls itself SHA-512", ResultCode.UnsupportedAlgorithm,
            (3, Forge.Common(Forge.Parameters(Target.Image, (3, CborEncoder.Encode(Forge.Array(-44, new byte[64])))))));
    }

    private static IEnumerable<PackageVector> Malformed()
    {
        var manifest = Forge.Manifest();
        yield return new("malformed-trailing", "one byte follows the manifest's map", Forge.SignedBytes([.. manifest, 0x00]), ResultCode.MalformedManifest);
        yield return new("malformed-indefinite", "the manifest is a map of indefinite length", Forge.SignedBytes([0xbf, .. manifest[1..], 0xff]), ResultCode.MalformedManifest);
        yield return new("malformed-not-shortest", "the version takes two bytes", Forge.SignedBytes([.. manifest[..2], 0x18, 0x01, .. manifest[3..]]), ResultCode.MalformedManifest);
        yield return new("malformed-order", "the sequence number stands before the version", Forge.SignedBytes([manifest[0], .. manifest[3..5], .. manifest[1..3], .. manifest[5..]]), ResultCode.MalformedManifest);
        yield return new("malformed-twice", "the version stands twice", Forge.SignedBytes([(byte)(manifest[0] + 1), .. manifest[1..3], .. manifest[1..]]), ResultCode.MalformedManifest);
        yield return new("malformed-not-a-map", "the manifest is an array", Forge.SignedBytes([0x80]), ResultCode.MalformedManifest);
        yield return Wrong("malformed-element", "an unknown element in the manifest", ResultCode.MalformedManifest, (99, CborValue.Of(new byte[1])));
        yield return Wrong("malformed-sequence-odd", "a command without its argument", ResultCode.MalformedManifest, (20, Forge.Sequence(3)));
        yield return Wrong("malformed-sequence-empty", "an empty sequence", ResultCode.MalformedManifest, (20, Forge.Sequence()));
        yield return Wrong("malformed-vendor-length", "a vendor identifier of 15 bytes", ResultCode.MalformedManifest, (3, Forge.Common(Forge.Parameters(Target.Image, (1, new byte[15])))));
        yield return Wrong("malformed-digest-length", "an image digest of 31 bytes", ResultCode.MalformedManifest, (3, Forge.Common(Forge.Parameters(Target.Image, (3, CborEncoder.Encode(Forge.Array(-16, new byte[31])))))));
        yield return Wrong("malformed-fetch-in-shared", "a fetch in the shared sequence", ResultCode.MalformedManifest, (3, Forge.Common(null, 21, 2)));
        yield return Wrong("malformed-component-twice", "a component is listed twice", ResultCode.MalformedManifest,
            (3, Forge.CommonOf(Forge.Sequence(12, 0, 1, 15, 2, 15), Forge.Array(Forge.Component("firmware"), Forge.Component("firmware")))));
        yield return Wrong("malformed-no-index", "two components, and a section that selects none", ResultCode.MalformedManifest,
            (3, Forge.CommonOf(Forge.Sequence(12, true, 20, Forge.Parameters(Target.Image), 1, 15, 2, 15), TwoComponents)));
        yield return Wrong("malformed-index-late", "two components, and a section that selects after its first command", ResultCode.MalformedManifest,
            (3, Forge.CommonOf(Forge.Sequence(12, true, 20, Forge.Parameters(Target.Image), 1, 15, 2, 15), TwoComponents)), (7, null),
            (20, Forge.Sequence(20, Forge.Map((21, Forge.Uri)), 12, 0, 21, 2, 3, 15)));
        yield return Wrong("malformed-index-twice", "a selection that names one component twice", ResultCode.MalformedManifest, (20, Forge.Sequence(12, Forge.Array(0, 0), 20, Forge.Map((21, Forge.Uri)), 21, 2, 3, 15)));
        yield return Wrong("malformed-validate-severed", "validate must not be severed", ResultCode.MalformedManifest, (7, Forge.Array(-16, new byte[32])));
    }

    private static IEnumerable<PackageVector> Limited()
    {
        var nested = Forge.Sequence(3, 15);
        for (var depth = 0; depth < 6; depth++) nested = Forge.Sequence(32, nested);
        yield return Wrong("limit-nesting", "run-sequence within run-sequence, six times", ResultCode.LimitExceeded, (20, nested));
        yield return Wrong("limit-commands", "300 commands in one sequence", ResultCode.LimitExceeded, (20, Forge.Sequence([.. Enumerable.Repeat<object?[]>([3, 15], 300).SelectMany(pair => pair)])));
        yield return Wrong("limit-components", "17 components", ResultCode.LimitExceeded,
            (3, Forge.CommonOf(Forge.Sequence(12, 0, 1, 15, 2, 15), Forge.Array([.. Enumerable.Range(0, 17).Select(i => Forge.Component($"component {i}"))]))));
        yield return Wrong("limit-uri", "a URI of 2049 bytes", ResultCode.LimitExceeded, (20, Forge.Install(new string('a', 2049))));
        var run = Forge.Sequence([.. Enumerable.Repeat<object?[]>([2, 15], 200).SelectMany(pair => pair)]);
        yield return Wrong("limit-steps", "6000 commands by repeating a sequence of 200 thirty times", ResultCode.LimitExceeded, (20, Forge.Sequence([.. Enumerable.Repeat<object?[]>([32, run], 30).SelectMany(pair => pair)])));
    }

    private static IEnumerable<PackageVector> Payloads()
    {
        var inside = Forge.Built(Forge.Builder with { Components = [Forge.Part("firmware", Target.Image, "#firmware")] });
        var other = Target.Image.ToArray();
        other[0] ^= 0x01;
        yield return Integrated("integrated-altered", "one bit of the integrated payload is inverted", other);
        yield return Integrated("integrated-short", "the integrated payload lacks its last byte", Target.Image[..^1]);
        yield return Integrated("integrated-long", "the integrated payload has one byte more", [.. Target.Image, 0x00]);

        yield return Wrong("match-of-nothing", "validate checks a component into which nothing is fetched", ResultCode.PayloadDigestMismatch,
            (3, Forge.CommonOf(Forge.Sequence(12, true, 20, Forge.Parameters(Target.Image), 1, 15, 2, 15), TwoComponents)),
            (7, Forge.Sequence(12, 1, 3, 15)), (20, Forge.Sequence(12, 0, 20, Forge.Map((21, Forge.Uri)), 21, 2, 3, 15)));

        PackageVector Integrated(string name, string description, byte[] payload) =>
            new(name, description, EnvelopeWriter.Encode(EnvelopeWriter.WithPayload(inside, "#firmware", payload)), ResultCode.PayloadDigestMismatch);
    }

    private static PackageVector Copied(string name, string description, params object?[] install) => Wrong(name, description, ResultCode.UnsupportedCommand,
        (3, Forge.CommonOf(Forge.Sequence(12, true, 20, Forge.Parameters(Target.Image), 1, 15, 2, 15), TwoComponents)), (7, null), (20, Forge.Sequence([12, 0, .. install])));

    private static PackageVector Wrong(string name, string description, ResultCode result, params (int Key, CborValue? Value)[] changes) => new(name, description, Forge.Signed(changes), result);
}
