using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Wire;
using static SecUpIoT.Conformance.SelfTesting.FirmwareServerAlterations;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Those that believe too much of a package, or too little.</content>
internal static partial class FirmwareServerMutants
{
    private static IReadOnlyList<Mutant> Believing =>
    [
        Built("signature-unchecked", "looks at the name of the key only", ["R-FS-03"], Design.Right with
        {
            Anchors = static anchors => [.. anchors.Select(static anchor => new Gullible(anchor, static (_, _) => true))],
        }, "R-GEN-12"),
        Built("anybody-believed", "believes keys that it was not given", ["R-FS-03"],
            Design.Right with { Anchors = static anchors => [.. anchors, TestKeys.Stranger.Public] }, "R-GEN-27"),
        Built("unsigned-signed", "signs what nobody signed", ["R-FS-17", "R-FS-03"], Design.Right with { Hear = SignUnsigned }),
        Built("signed-again", "adds a signature to what has two", ["R-FS-17"], Design.Right with
        {
            Say = Saying<EnvelopeAnswer>(static answer => [Changed(
                answer, static envelope => envelope.Blocks.Count == 2 ? EnvelopeWriter.Sign(envelope, TestKeys.Stranger).Value : envelope)]),
        }, "R-FS-03"),
        Altered("malformed-taken", "takes in what is not well-formed", ["R-FS-02"],
            static machine => machine.Acknowledging(ResultCode.MalformedManifest), "R-GEN-06"),
        Altered("manifest-digest-unchecked", "does not compare the manifest with the signed digest", ["R-FS-02"],
            static machine => machine.Acknowledging(ResultCode.ManifestDigestMismatch)),
        Altered("elements-unchecked", "takes manifests without conditions, digests and sizes", ["R-GEN-20", "R-GEN-22"],
            static machine => machine.Acknowledging(ResultCode.MissingElement), "R-FS-02", "R-GEN-19"),
        Altered("profile-unchecked", "takes what the profile does not have", ["R-GEN-19"], static machine => machine.Acknowledging(
            ResultCode.UnsupportedCommand, ResultCode.UnsupportedParameter, ResultCode.UnsupportedFormat, ResultCode.UnsupportedManifestVersion)),
        Altered("severed-unchecked", "takes envelopes whose severed elements are missing or altered", ["R-GEN-19"],
            static machine => machine.Acknowledging(ResultCode.SeveredSectionInvalid)),
        Built("one-algorithm", "knows Ed25519 only", ["R-GEN-12"],
            Design.Right with { Anchors = static anchors => [.. anchors.Where(static anchor => anchor.Accepts(CoseAlgorithm.Ed25519))] }),
        Built("algorithm-unbound", "takes a signature of any of its keys for any of their names", ["R-GEN-12"], Design.Right with
        {
            Anchors = static anchors => [.. anchors.Select(anchor => new Gullible(anchor, (data, signature) =>
            {
                foreach (var any in anchors)
                {
                    if (any.Verify(data, signature)) return true;
                }

                return false;
            }))],
        }),
        Built("one-anchor", "believes the first author only", ["R-GEN-27"],
            Design.Right with { Anchors = static anchors => [anchors[0]] }, "R-GEN-12"),
        Altered("named-by-envelope", "takes another envelope around the same manifest for another package", ["R-GEN-13"], NamingByEnvelope),
    ];

    private static Bytes SignUnsigned(Link link, Bytes bytes) =>
        link == Link.Author && MessageCodec.Decode(bytes.Memory).Value is PublishRequest publish
            && EnvelopeReader.Read(publish.Envelope.Memory, SuitLimits.Default) is { IsOk: true, Value.Blocks.Count: 0 } unsigned
            && EnvelopeWriter.Sign(unsigned.Value, TestKeys.Author) is { IsOk: true } signed
                ? MessageCodec.Encode(new PublishRequest(EnvelopeWriter.Encode(signed.Value)))
                : bytes;

    private static IMachine<Entities.FirmwareServer.PackageState> NamingByEnvelope(IMachine<Entities.FirmwareServer.PackageState> machine)
    {
        var known = new Dictionary<Digest, Bytes>();
        return machine.Refusing(ResultCode.SameNumberOtherManifest, (_, input, reaction) =>
        {
            if (input is not Input.PublishAsked asked || reaction.State.Record is not { } record) return false;
            return !known.TryAdd(record.Image.Manifest, asked.Envelope) && known[record.Image.Manifest] != asked.Envelope;
        });
    }
}
