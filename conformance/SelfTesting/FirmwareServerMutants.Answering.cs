using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.FirmwareServerAlterations;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Those that answer what they must not, or otherwise than they must.</content>
internal static partial class FirmwareServerMutants
{
    private static readonly Bytes Question = MessageCodec.Encode(new CatalogueRequest());

    private static IReadOnlyList<Mutant> Answering =>
    [
        Built("operator-answered", "shows an operator its catalogue", ["R-GEN-01"], Design.Right with
        {
            Hear = static (_, bytes) => MessageCodec.Decode(bytes.Memory).Value is TrackQuery or CancelRequest ? Question : bytes,
        }),
        Built("refused-twice", "refuses twice what is withdrawn", ["R-GEN-02"], Design.Right with
        {
            Say = Saying<Refusal>(static refusal => refusal.Code == ResultCode.Withdrawn ? [refusal, refusal] : [refusal]),
        }, "R-FS-08", "R-FS-18", "R-GEN-06"),
        Altered("refused-and-lost", "loses a staged package whose envelope is asked for", ["R-GEN-02"],
            static machine => new Altered<PackageState>(machine)
        {
            After = static (state, _, reaction) => state.Phase == PackagePhase.Staged && reaction.Trigger == nameof(Trigger.EnvelopeAsked)
                ? reaction with { State = Another(state, PackagePhase.Withdrawn) }
                : reaction,
        }, "R-FS-04", "R-FS-10", "R-FS-11", "R-FS-13", "R-GEN-08"),
        Built("trailing-taken", "does not look at what follows a message", ["R-GEN-04"],
            Design.Right with { Hear = static (_, bytes) => WithoutTrail(bytes) }),
        Built("deviation-unnamed", "does not say what is wrong with a message", ["R-GEN-04", "R-GEN-05"], Design.Right with
        {
            Say = Saying<Refusal>(static refusal => [refusal.Code == ResultCode.MalformedMessage ? refusal with { Detail = "" } : refusal]),
        }),
        Built("malformed-misnamed", "says that it is busy when bytes are no message", ["R-GEN-04", "R-GEN-05"], Design.Right with
        {
            Say = Saying<Refusal>(static refusal => [refusal.Code == ResultCode.MalformedMessage ? refusal with { Code = ResultCode.Busy } : refusal]),
        }),
        Built("limits-unchecked", "answers what goes beyond a limit", ["R-GEN-05"], Design.Right with
        {
            Hear = static (_, bytes) => MessageCodec.Decode(bytes.Memory).Error is { Fault: DecodeFault.TooLong or DecodeFault.OutOfRange } ? Question : bytes,
        }),
        Altered("code-unknown", "refuses a withdrawal with a code that nobody knows", ["R-GEN-06"],
            static machine => machine.Refusing((ResultCode)9999, IsLostWithdrawal), "R-GEN-02", "R-GEN-13"),
        Altered("code-none", "refuses a withdrawal without a reason", ["R-GEN-06"],
            static machine => machine.Refusing(ResultCode.None, IsLostWithdrawal), "R-GEN-02", "R-GEN-13"),
        Built("tired", "says that it is busy when it would refuse a package again", ["R-GEN-07"], Design.Right with { Say = Tiring() }),
    ];

    private static bool IsLostWithdrawal(PackageState state, Input input, Reaction<PackageState> reaction) =>
        state.Phase == PackagePhase.Absent && input is Input.Received { Message: WithdrawRequest };

    private static Bytes WithoutTrail(Bytes bytes)
    {
        if (MessageCodec.Decode(bytes.Memory).Error is not { Fault: DecodeFault.TrailingBytes }) return bytes;
        for (var length = bytes.Length - 1; length > 0; length--)
        {
            if (MessageCodec.Decode(bytes.Memory[..length]).Ok) return new Bytes(bytes.Memory[..length]);
        }

        return bytes;
    }

    private static Func<Link, Bytes, IEnumerable<Bytes>> Tiring()
    {
        var last = Bytes.Empty;
        return (link, bytes) =>
        {
            if (link != Link.Author) return [bytes];
            var again = bytes == last && MessageCodec.Decode(bytes.Memory).Value is Refusal { Code: ResultCode.RolledBack or ResultCode.Withdrawn };
            last = bytes;
            return [again ? MessageCodec.Encode(new Refusal(ResultCode.Busy, "again")) : bytes];
        };
    }
}
