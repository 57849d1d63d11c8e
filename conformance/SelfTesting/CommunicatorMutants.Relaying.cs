using SecUpIoT.Conformance.Lab;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>Reports, directives and envelopes.</content>
internal static partial class CommunicatorMutants
{
    private static IReadOnlyList<Mutant> Relaying =>
    [
        Altering("report-stale", "relays an old report after a check-in that failed", ["R-CM-02"], static (machine, _) =>
        {
            Bytes? last = default;
            var stale = false;
            return machine.After((state, _, reaction) =>
            {
                if (state.Phase == Phase.CheckingIn && Failed(reaction.Trigger)) stale = last is not null;
                if (reaction.Trigger != nameof(Trigger.StatusReported)) return reaction;
                var (kept, again) = (last, stale);
                stale = false;
                return reaction.Saying<CheckIn>(checkIn =>
                {
                    // Once: what is refused as stale is not tried again.
                    last = again ? default(Bytes?) : checkIn.SignedReport;
                    return again ? checkIn with { SignedReport = kept!.Value } : checkIn;
                });
            });
        }),
        Altering("report-altered", "alters the first report of a verified candidate", ["R-CM-02"], static (machine, _) =>
        {
            var altered = false;
            return machine.After((_, _, reaction) => reaction.Saying<CheckIn>(checkIn =>
            {
                if (altered || Forgery.Peek(checkIn.SignedReport)?.Phase != DevicePhase.Verified) return checkIn;
                altered = true;
                return checkIn with { SignedReport = Flip(checkIn.SignedReport) };
            }));
        }, "R-CM-16"),
        Altering("report-replaced", "relays the report of before in place of one whose counter leaps", ["R-CM-02"], static (machine, _) =>
        {
            Bytes? last = default;
            return machine.After((_, _, reaction) => reaction.Saying<CheckIn>(checkIn =>
            {
                if (last is { } before && Counter(checkIn.SignedReport) > Counter(before) + 500) return checkIn with { SignedReport = before };
                last = checkIn.SignedReport;
                return checkIn;
            }));
        }),
        Altering("cancellation-altered", "alters the directive of a cancellation", ["R-CM-03"], static (machine, _) => machine.After(static (_, input, reaction) =>
            input is Input.Received { Message: CheckInAnswer { Kind: DirectiveKind.Cancel } }
                ? reaction.Saying<DirectiveDelivery>(static delivery => delivery with { Directive = Flip(delivery.Directive) })
                : reaction)),
        Altering("up-to-date-untold", "does not tell its device that it is up to date", ["R-CM-03"], static (machine, _) => machine.Before(static (state, input) =>
            (state, input is Input.Received { Message: CheckInAnswer { Kind: DirectiveKind.UpToDate } answer } received ? received with { Message = answer with { Directive = Bytes.Empty } } : input))),
        Altering("directive-replayed", "delivers the last directive once more when the Status tracker refuses", ["R-CM-03"], static (machine, configuration) =>
        {
            DirectiveDelivery? last = null;
            return machine.After((state, input, reaction) =>
            {
                last = reaction.Outputs.OfType<Output.Send>().Select(static send => send.Message).OfType<DirectiveDelivery>().LastOrDefault() ?? last;
                return state.Phase == Phase.CheckingIn && input is Input.Received { Link: Link.Tracker, Message: Refusal } && last is not null
                    ? reaction.Asking(state with { Phase = Phase.Delivering, Manifest = null }, Link.Device, last, configuration)
                    : reaction;
            });
        }),
        Altering("envelope-dropped", "delivers the directive without the envelope", ["R-CM-03"], static (machine, _) =>
        {
            // Once: the next offer comes through.
            var dropped = false;
            return machine.After((_, _, reaction) => reaction.Saying<DirectiveDelivery>(delivery =>
            {
                if (dropped || delivery.Envelope.IsEmpty) return delivery;
                dropped = true;
                return delivery with { Envelope = Bytes.Empty };
            }));
        }, "R-GEN-17"),
        Configured("envelope-unchecked", "forwards whatever is called an envelope", ["R-CM-12"], static right => right with { PreCheck = static _ => null }),
        Configured("manifest-digest-unchecked", "looks at the structure of an envelope only", ["R-CM-12"],
            static right => right with { PreCheck = static envelope => EnvelopeReader.Read(envelope.Memory, SuitLimits.Default).Error?.ToString() }),
        Altering("tracker-key-held", "signs a directive itself when the Status tracker is silent", ["R-CM-16"], static (machine, configuration) => machine.After((state, _, reaction) =>
            state.Phase == Phase.CheckingIn && reaction.Trigger == nameof(Trigger.ReplyOverdue)
                ? reaction.Asking(state with { Phase = Phase.Delivering, Manifest = null }, Link.Device, new DirectiveDelivery(Forged(), Bytes.Empty), configuration)
                : reaction), "R-CM-03", "R-CM-07", "R-CM-09", "R-CM-10"),
        Altering("device-key-held", "signs a report itself when its device is silent", ["R-CM-16"], static (machine, configuration) =>
        {
            Bytes? last = null;
            return machine.After((state, input, reaction) =>
            {
                if (input is Input.Received { Message: StatusReport status }) last = status.SignedReport;
                return state.Phase == Phase.AskingStatus && reaction.Trigger == nameof(Trigger.ReplyOverdue) && last is { } known
                    ? reaction.Asking(state with { Phase = Phase.CheckingIn }, Link.Tracker, new CheckIn(Resigned(known), null, ResultCode.None), configuration)
                    : reaction;
            });
        }, "R-CM-07"),
    ];

    private static ulong Counter(Bytes report) => Forgery.Peek(report)?.Counter ?? 0;

    private static Bytes Forged() => Forgery.Sign(
        TestKeys.Tracker, new Directive(DirectiveKind.UpToDate, new DeviceId(Guid.Empty), default, new SequenceNumber(0), new Nonce(new byte[Nonce.Size]), default, default));

    private static Bytes Resigned(Bytes report) => Forgery.Sign(TestKeys.Stranger, Forgery.Peek(report)!);
}
