using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.FirmwareServerAlterations;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Those that publish what they must not, or do not publish what they must.</content>
internal static partial class FirmwareServerMutants
{
    private static IReadOnlyList<Mutant> Publishing =>
    [
        Altered("published-half", "publishes a package when the first of its payloads has come", ["R-FS-04"],
            static machine => new Altered<PackageState>(machine)
        {
            After = (state, input, reaction) => input is Input.PayloadStored stored && reaction.Trigger == nameof(Trigger.PayloadArrived)
                ? machine.Handle(new(state.Record! with { Missing = new(state.Record.Missing.Where(missing => missing.Digest == stored.Payload)) }), input)
                : reaction,
        }, "R-FS-18", "R-GEN-08"),
        Built("size-unchecked", "does not compare the size of a payload with the manifest", ["R-FS-04"], Design.Right with
        {
            ServerStore = ServerStore.Right with { Completes = static (_, _) => true },
            Upload = static (packages, named, payload) => UploadJudge.JudgeName(packages, named)
                ?? (UploadJudge.JudgeDigest(named, payload) is { } mismatch ? UploadJudge.JudgeSize(packages, named, payload) ?? mismatch : null),
        }),
        Built("digest-unchecked", "does not compare the digest of an upload", ["R-FS-04"], Design.Right with
        {
            Upload = static (packages, named, payload) => UploadJudge.JudgeName(packages, named) ?? UploadJudge.JudgeSize(packages, named, payload),
        }),
        Altered("inside-unchecked", "takes in a package whose payload inside is another one", ["R-FS-04"],
            static machine => machine.Acknowledging(ResultCode.PayloadDigestMismatch)),
        Altered("shared-payload-missed", "asks for a payload again that it has", ["R-FS-04"],
            static machine => machine.Told(static (_, input) => input is Input.PublishAsked asked ? asked with { Present = Sequence<Digest>.Empty } : input),
            "R-FS-08"),

        Altered("numbers-unchecked", "takes any sequence number", ["R-FS-05", "R-FS-06"],
            static machine => machine.Told(static (_, input) => WithoutOthers(input)), "R-GEN-02", "R-GEN-06", "R-GEN-07"),
        Altered("number-twice", "takes another package with a number that is taken", ["R-FS-05"],
            static machine => machine.Pardoning(ResultCode.SameNumberOtherManifest), "R-GEN-02", "R-GEN-06"),
        Altered("number-lower", "takes lower numbers", ["R-FS-06"],
            static machine => machine.Pardoning(ResultCode.RolledBack), "R-FS-05", "R-GEN-06", "R-GEN-07"),
        Altered("overtaken", "does not look at the numbers again when the payload comes", ["R-FS-05", "R-FS-06"], static machine =>
            machine.Told(static (_, input) => input is Input.PayloadStored ? WithoutOthers(input) : input)),
        Built("withdrawn-number-free", "forgets the numbers of withdrawn packages", ["R-FS-05", "R-FS-06"], Design.Right with
        {
            ServerStore = ServerStore.Right with { Counts = static record => record.Phase == PackagePhase.Published },
        }),
        Altered("number-far-refused", "refuses a number far ahead", ["R-FS-06"], static machine => machine.Refusing(
            ResultCode.NumberTooFarAhead, static (_, input, reaction) => input is Input.PublishAsked && reaction.State.Record is { Image.Number.Value: > uint.MaxValue }),
            "R-GEN-19"),

        Built("upload-unbounded", "takes an upload whole before it judges it", ["R-FS-13"], Design.Right with
        {
            Upload = static (packages, named, payload) => UploadJudge.JudgeName(packages, named) ?? UploadJudge.JudgeDigest(named, payload),
        }),
        Built("upload-not-ended", "takes one byte more than the package states, and drops it", ["R-FS-13"], Design.Right with
        {
            Upload = static (packages, named, payload) => UploadJudge.Judge(packages, named, payload) is { } refusal
                && !(refusal.Code == ResultCode.TooMuchData && Digest.Of(payload.Span[..^1]) == named) ? refusal : null,
        }),
        Altered("envelope-unbounded", "has no limits for envelopes", ["R-FS-13"],
            static machine => machine.Acknowledging(ResultCode.LimitExceeded), "R-FS-02", "R-GEN-19"),

        Altered("repeated-refused", "refuses to publish what is published", ["R-FS-11"],
            static machine => machine.Without(nameof(Trigger.PublishRepeated)), "R-FS-05", "R-GEN-01", "R-GEN-04", "R-GEN-13"),
        Altered("repeated-otherwise", "answers a repeated request as if nothing were missing", ["R-FS-11"], static machine => machine.Changing(
            static (_, reaction) => reaction.Map(static output => output is Output.Send { Message: PublishAnswer answer }
                ? new Output.Send(Link.Author, answer with { Missing = Sequence<PayloadName>.Empty })
                : output), nameof(Trigger.PublishRepeated))),
        Altered("withdrawal-repeated-refused", "refuses to withdraw what is withdrawn", ["R-FS-11"], static machine => machine.Refusing(
            ResultCode.Withdrawn, static (state, _, reaction) => state.Phase == PackagePhase.Withdrawn && reaction.Trigger == nameof(Trigger.WithdrawAccepted))),
    ];
}
