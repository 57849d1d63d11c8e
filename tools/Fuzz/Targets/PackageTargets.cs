using System.Formats.Cbor;
using System.Text;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Fuzz.Oracles;
using SecUpIoT.Fuzz.Seeds;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Suit.Interpreter;
using Device = SecUpIoT.VectorTool.Packages.Target;

namespace SecUpIoT.Fuzz.Targets;

/// <summary>CBOR, COSE, and what an update package is made of.</summary>
internal static class PackageTargets
{
    private const string Group = "packages";

    // Measured, with room: an item of one byte becomes an object and its place in a list; a parameter of a few bytes becomes a map, and is shown to people.
    private static readonly Allowance Cbor = new(8 * 1024, 128);
    private static readonly Allowance Cose = new(64 * 1024, 512);
    private static readonly Allowance Package = new(128 * 1024, 4 * 1024);

    // A procedure has at most 4096 steps, and a manifest is run three times here with every step recorded.
    private static readonly Allowance Procedure = new(4 << 20, 8 * 1024);

    private static readonly CborRules AllTags = CborRules.Strict.WithTags(17, 18, 96, Envelope.Tag, 112);
    private static readonly SuitProfile Believing = SuitProfile.Full with { RequireVendorAndClass = false };
    private static readonly DeviceJudges Judges = DeviceJudges.For(Device.Configuration);

    public static IEnumerable<FuzzTarget> All() =>
    [
        new("cbor", Group, "CborDecoder", new Examination<CborValue>(
            static input => Answer.Of(CborDecoder.Decode(input, AllTags)), Cbor, CborEncoder.Encode, Contradiction), CborItems),
        new("cose", Group, "CoseMessage, CoseSign1, CoseMac0 with real keys", new Examination<CoseMessage>(ReadCose, Cose), CoseMessages),
        new("decryption", Group, "PayloadDecryption, RecipientOpening", new Examination<object>(Decrypt, Cose), Encrypted),
        new("envelope", Group, "EnvelopeReader, EnvelopeInspector, EnvelopeWriter", new Examination<Envelope>(ReadEnvelope, Package, EnvelopeWriter.Encode), Envelopes) { MostBytes = 8192 },
        new("manifest", Group, "ManifestReader, SequenceReader and below", new Examination<VerifiedManifest>(ReadManifest, Package), Manifests) { MostBytes = 2048 },
        new("interpreter", Group, "Interpreter with every capability", new Examination<object>(Execute, Procedure), Manifests) { MostBytes = 2048 },
        new("keys", Group, "KeyFiles, Pem, Ed25519 and P-256 keys", new Examination<object>(ReadKey, Cose), Keys) { MostBytes = 512 },
        new("package", Group, "the judges of a device and of a server over an envelope signed anew", new Examination<object>(Judge, Package), Envelopes) { MostBytes = 8192 },
    ];

    // The second reader is System.Formats.Cbor itself: what is malformed for one is so for the other, and what is accepted is one whole item.
    private static string? Contradiction(ReadOnlyMemory<byte> input, Answer<CborValue> answer)
    {
        var whole = IsWhole(input);
        if (answer.Value is not null) return whole ? null : "accepted, but System.Formats.Cbor refuses it";
        var error = CborDecoder.Decode(input, AllTags).Error;
        return whole && error?.Fault == CborFault.Malformed ? $"malformed ({error.Detail}), but System.Formats.Cbor accepts it" : null;
    }

    private static bool IsWhole(ReadOnlyMemory<byte> input)
    {
        try
        {
            var reader = new CborReader(input, CborConformanceMode.Strict);
            reader.SkipValue();
            return reader.BytesRemaining == 0;
        }
        catch (Exception exception) when (exception is CborContentException or InvalidOperationException)
        {
            // For the reserved simple values 28 to 30 it throws the second.
            return false;
        }
    }

    private static Answer<CoseMessage> ReadCose(ReadOnlyMemory<byte> input)
    {
        IVerifier[] anchors = [.. Device.Configuration.AuthorAnchors, .. Device.Configuration.TrackerAnchors];
        var statement = SignedStatement.Verify(input, anchors, Protocol.Statements.Directive.Domain, Protocol.Statements.Directive.ContentType);
        var detached = CoseSign1.Verify(input, anchors, [], new byte[] { 1 });
        var mac = CoseMac0.Verify(input, [new HmacKey(new byte[32], Bytes.Empty)], [], null);
        // What is verified was parsed.
        var parsed = Answer.Of(CoseMessage.Parse(input));
        return parsed.Value is null && (statement.IsOk || detached.IsOk || mac.IsOk) ? new(null, null) : parsed;
    }

    // The first byte says how the rest comes: as the text of a PEM file, as DER in one of either label, or as the DER that a peer sends.
    private static Answer<object> ReadKey(ReadOnlyMemory<byte> input)
    {
        if (input.IsEmpty) return Answer.Refused<object>("nothing");
        var rest = input.Span[1..].ToArray();
        var text = Encoding.UTF8.GetString(rest);
        return (input.Span[0] % 4) switch
        {
            0 => Answer.OfThrowing<object, FormatException>(() => KeyFiles.SignerFromPem(text)) is { Value: { } signer } ? Answer.Accepted(signer) : Answer.OfThrowing<object, FormatException>(() => KeyFiles.VerifierFromPem(text)),
            1 => Answer.OfThrowing<object, FormatException>(() => KeyFiles.VerifierFromPem(Pem.Write(Pem.PublicLabel, rest))),
            2 => Answer.OfThrowing<object, FormatException>(() => KeyFiles.SignerFromPem(Pem.Write(Pem.PrivateLabel, rest))),
            _ => KeyFiles.VerifierFromSpki(rest) is { } verifier ? Answer.Accepted<object>(verifier) : Answer.Refused<object>("neither a P-256 nor an Ed25519 public key"),
        };
    }

    private static IEnumerable<byte[]> Keys()
    {
        string[] files = ["packages.json", "statements.json"];
        foreach (var pem in files.SelectMany(static file => VectorSeeds.Text(file, "private").Concat(VectorSeeds.Text(file, "public"))).Distinct())
        {
            yield return [0, .. Encoding.UTF8.GetBytes(pem)];
            var der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(static line => line.Length > 0 && line[0] != '-')));
            foreach (var form in (byte[])[1, 2, 3]) yield return [form, .. der];
        }
    }

    private static Answer<object> Decrypt(ReadOnlyMemory<byte> input)
    {
        var (info, ciphertext) = Split(input);
        var opened = PayloadDecryption.Decrypt(info, ciphertext, EncryptedSeeds.Keys);
        return opened.Error is { } error ? Answer.Refused<object>(error.ToString()) : Answer.Accepted<object>(opened.Value);
    }

    private static Answer<Envelope> ReadEnvelope(ReadOnlyMemory<byte> input)
    {
        var read = EnvelopeReader.Read(input, SuitLimits.Default, acceptUntagged: true);
        if (read.IsOk) _ = EnvelopeInspector.Inspect(read.Value).ToText();
        return Answer.Of(read);
    }

    // The content of the manifest, with the digest and the signature that belong to it.
    private static Answer<VerifiedManifest> ReadManifest(ReadOnlyMemory<byte> input)
    {
        var envelope = Sealed(new Bytes(input));
        _ = EnvelopeVerifier.Verify(envelope, [AnyKey.Instance], SuitProfile.Device);
        return Answer.Of(EnvelopeVerifier.Verify(envelope, [AnyKey.Instance], Believing));
    }

    private static Answer<object> Execute(ReadOnlyMemory<byte> input)
    {
        var verified = EnvelopeVerifier.Verify(Sealed(new Bytes(input)), [AnyKey.Instance], Believing);
        if (verified.Error is { } error) return Answer.Refused<object>(error.ToString());
        var options = new InterpreterOptions { Profile = Believing, DependencyAnchors = [AnyKey.Instance], Keys = EncryptedSeeds.Keys, Trace = true };
        Bytes itself = EnvelopeWriter.Encode(verified.Value.Envelope);
        var update = SuitProcedures.Update(verified.Value, new PlainActions(itself), options);
        var lax = SuitProcedures.Update(verified.Value, new PlainActions(itself), options with { RequireDependencyIntegrity = false });
        var invocation = SuitProcedures.Invoke(verified.Value, new PlainActions(itself), options);
        return (update.Error ?? lax.Error ?? invocation.Error) is { } failed ? Answer.Refused<object>(failed.ToString()) : Answer.Accepted<object>(update);
    }

    private static Answer<object> Judge(ReadOnlyMemory<byte> input)
    {
        // As it is, with the keys that the device and the server really trust, ...
        _ = Judges.Package(new Bytes(input));
        _ = PackageContents.Read(new Bytes(input), Device.Configuration.AuthorAnchors);
        // ... and with the digest and a signature that fit, so that what comes after them is reached.
        var read = EnvelopeReader.Read(input, SuitLimits.Default, acceptUntagged: true);
        if (read.Error is { } error) return Answer.Refused<object>(error.ToString());
        var envelope = Sealed(read.Value.Manifest) with { Severable = read.Value.Severable, IntegratedPayloads = read.Value.IntegratedPayloads };
        Bytes encoded = EnvelopeWriter.Encode(envelope);
        var contents = Answer.Of(PackageContents.Read(encoded, [AnyKey.Instance]));
        var device = DeviceJudges.For(Device.Configuration with { AuthorAnchors = [AnyKey.Instance] }).Package(encoded);
        if (EnvelopeVerifier.Verify(envelope, [AnyKey.Instance], SuitProfile.Device) is { IsOk: true } verified && contents.Value is not null)
            _ = InvocationPlanner.Plan(verified.Value, Facts(verified.Value));
        return device.Value is not null && contents.Value is null
            ? new Answer<object>(device.Value, contents.Refusal ?? "nothing")
            : new Answer<object>(contents.Value, contents.Refusal);
    }

    private static DeviceFacts Facts(VerifiedManifest manifest) => new()
    {
        Vendors = [Device.Vendor],
        Classes = [Device.Class],
        Device = Device.Device,
        Components = [.. manifest.Manifest.Common.Components.Select(static component => new DeviceComponent(component.Id, Device.SlotCapacity))],
        SlotCapacity = Device.SlotCapacity,
    };

    private static Envelope Sealed(Bytes manifest)
    {
        var digest = SuitDigests.OfElement(manifest);
        var encoded = SuitDigests.Encode(digest);
        return new Envelope { ManifestDigest = digest, EncodedDigest = encoded, Manifest = manifest, Blocks = [CoseSign1.Sign(AnyKey.Instance, encoded, [], detached: true)] };
    }

    // Two inputs in one: the length of the first in two bytes.
    private static (Bytes First, Bytes Second) Split(ReadOnlyMemory<byte> input)
    {
        if (input.Length < 2) return (new Bytes(input), Bytes.Empty);
        var first = Math.Min((input.Span[0] << 8) | input.Span[1], input.Length - 2);
        return (new Bytes(input.Slice(2, first)), new Bytes(input[(2 + first)..]));
    }

    private static byte[] Join(byte[] first, byte[] second) => [(byte)(first.Length >> 8), (byte)(first.Length & 0xff), .. first, .. second];

    private static IEnumerable<byte[]> Envelopes() =>
        VectorSeeds.Hex("packages.json", "envelope").Where(static bytes => bytes.Length <= 8192).Concat(VectorSeeds.Shared(".suit").Where(static bytes => bytes.Length <= 8192));

    private static IEnumerable<byte[]> Manifests() => Envelopes()
        .Select(static bytes => EnvelopeReader.Read(bytes, SuitLimits.Default, acceptUntagged: true)).Where(static read => read.IsOk)
        .Select(static read => read.Value.Manifest.ToArray()).Where(static bytes => bytes.Length <= 2048).DistinctBy(Convert.ToHexString);

    private static IEnumerable<byte[]> CoseMessages() => VectorSeeds.Hex("statements.json", "signed").Concat(Envelopes()
        .Select(static bytes => EnvelopeReader.Read(bytes, SuitLimits.Default, acceptUntagged: true)).Where(static read => read.IsOk)
        .SelectMany(static read => read.Value.Blocks.Select(static block => block.ToArray()))).Where(static bytes => bytes.Length <= 4096).DistinctBy(Convert.ToHexString);

    private static IEnumerable<byte[]> CborItems() => CoseMessages().Concat(Manifests()).Concat(EncryptedSeeds.All().Select(static seed => seed.Info)).Concat(VectorSeeds.Shared(".cose"));

    private static IEnumerable<byte[]> Encrypted() => EncryptedSeeds.All().Select(static seed => Join(seed.Info, seed.Ciphertext))
        .Concat(VectorSeeds.Shared(".cose").Select(static info => Join(info, new byte[32])));
}
