using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Simulation.Exploration;
using CommunicatorPhase = SecUpIoT.Entities.Communicator.Phase;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>Observations that keep an invariant, and observations that break it, made by hand: no machine has a part in them.</summary>
internal static class Sequences
{
    private static readonly Cast Cast = new(new ExplorationSettings("by hand", Budgets.None) { Devices = 2 });
    private static readonly Nonce One = new(Enumerable.Repeat((byte)1, Nonce.Size).ToArray());
    private static readonly Nonce Two = new(Enumerable.Repeat((byte)2, Nonce.Size).ToArray());

    // The device has image 1 confirmed in slot A; images 2 and 3 are newer.
    private static readonly DeviceRecord Factory = new(At(Slot.A, 1), null, null, 0);
    private static readonly SlotContent Sealed1 = Whole(1) with { IsSealed = true };
    private static readonly SlotContent Sealed2 = Whole(2) with { IsSealed = true };
    private static readonly DeviceRecord Confirmed2 = Factory with { Confirmed = At(Slot.B, 2) };
    private static readonly DeviceCoreState Off = DeviceCoreState.Initial;
    private static readonly DeviceCoreState Idle = Off with { Phase = DevicePhase.Idle, Record = Factory, Running = At(Slot.A, 1) };
    private static readonly DeviceCoreState Trying = Off with { Phase = DevicePhase.Trial, Record = Staged(2, CandidateStage.Trial), Running = At(Slot.B, 2) };
    private static readonly Input Passed = new Input.SelfTested(true);

    // The tracker knows the device and nothing else of it.
    private static readonly TrackRecord Enrolled = new(
        Cast.Configurations[0].Device, Cast.Vendor, Cast.Class, Profile.Secure, Cast.DeviceKeys[0].PublicKey, TrackPhase.Enrolled, 0, null, null, ResultCode.None,
        false, 0, 0, 0, 0, false, false, Cast.At, default);

    private static readonly TrackRecord Completed2 = Enrolled with
    {
        Phase = TrackPhase.Confirmed, LastCounter = 5, Confirmed = Cast.Name(2), Target = Cast.Name(2), Result = ResultCode.Success, ResultVerified = true, CompletedAt = Cast.At,
    };

    public static IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<Observation>>> Right { get; } = new Dictionary<string, IReadOnlyList<IReadOnlyList<Observation>>>
    {
        ["I-01"] = [Of(Now(Factory, Sealed1), Confirming2(), Stored(Completed2)), Of(Now(Confirmed2, Sealed1, Sealed2), Stored(Completed2), Now(Factory with { Confirmed = At(Slot.A, 3) }, Whole(3)))],
        ["I-02"] = [Of(Boots(1, Factory, Sealed1))],
        ["I-03"] = [Of(Now(Factory, Sealed1), Boots(1, Factory, Sealed1), TakesUp(2, Directed(2)), Fell(), Boots(2, Staged(2, CandidateStage.Trial), Sealed1, Sealed2))],
        ["I-04"] = [Of(Confirming2())],
        ["I-05"] = [Of(Writes(new Output.EraseSlot(Slot.B), Idle, Idle with { Record = Staged(2, CandidateStage.Receiving) }))],
        ["I-06"] = [Of(Now(Received(2, 1), Sealed1, default(SlotContent).With(0, 2)))],
        ["I-07"] = [Of(Now(Staged(2, CandidateStage.Verified), Sealed1, Whole(2)), Now(Staged(2, CandidateStage.AwaitingBoot), Sealed1, Sealed2), Boots(2, Staged(2, CandidateStage.Trial), Sealed1, Sealed2))],
        ["I-08"] = [Of(Now(Factory, Sealed1), Now(Confirmed2, default, Sealed2))],
        ["I-09"] = [Of(Issued(Directed(2)), TakesUp(2, Directed(2)))],
        ["I-10"] = [Of(Issued(Directed(2)), TakesUp(2, Directed(2)), Issued(Directed(2, Two)), Resumes(Directed(2, Two), Two))],
        ["I-11"] = [Of(Signed(1), Issued(Directed(2)), TakesUp(2, Directed(2))), Of(Reacts("BootedIdle", Off, Idle, new Output.Invoke(Slot.A, Cast.Name(1)), Freshness))],
        ["I-12"] =
        [
            Of(Stored(Enrolled), Signed(1), Counted(1), Following(1), Signed(2), Signed(3), Counted(3), Following(3), Following(3)),
            // The tracker falls before it has stored what follows report 2, which was never counted then.
            Of(Signed(1), Signed(2), Counted(2), Counted(1), Following(1)),
        ],
        ["I-13"] = [Of(Kept("D1", Factory), Acknowledged("D1", Factory), Kept("D1", Confirmed2), Acknowledged("D1", Confirmed2), Started(Confirmed2), Found("F1/2", null))],
        ["I-14"] = [Of(Changes(Received(2, 1), Received(3, 0), Receiving(2))), Of(Changes(Received(2, 1), Factory, Receiving(2)), Changes(Factory, Received(3, 0), Receiving(2)))],
        ["I-15"] = [Of(TakesUp(2, Directed(2)))],
        ["I-16"] = [Of(new Observation.Handled("D1", "BlockRefused", true, true, 1), new Observation.Handled("D1", "BlockStored", false, false, 3))],
        ["I-17"] = [Of(Stored(Completed2, Enrolled, "CompletionReported"), Stored(Completed2 with { Phase = TrackPhase.Unreachable }, Completed2, "SilenceExpired"), Stored(Reverted, Completed2, "FallBackReported"))],
        ["I-18"] =
        [
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(2), Confirming2(), Ended),
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(2), Stored(Reverted), Ended),
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(2), Withdrawn(2), Ended),
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(3), Published(5), Ended),
        ],
        ["I-19"] = [Of(Now(Confirmed2, Sealed1, Sealed2), Stored(Enrolled), Stored(Completed2), Ended)],
        ["I-20"] = [Of(Silent(true), Stored(Enrolled with { Phase = TrackPhase.Unreachable }), Silent(false), Counted(1), Stored(Enrolled), Ended)],
        ["I-21"] = [Of(Moved(CommunicatorPhase.Fetching), new Observation.ServerLinkMoved(0, ServerPhase.AskingCatalogue), Fell(), Moved(CommunicatorPhase.Waiting), new Observation.ServerLinkMoved(0, ServerPhase.Unavailable), Reacts("BootedIdle", Off, Idle), Ended), Of(Fell(), Silent(true), Ended)],
        ["I-22"] = [Of(Now(Confirmed2, Sealed1, Sealed2), Stored(Completed2), Reacts("ConfirmedImageRejected", Off, Off with { Phase = DevicePhase.Unbootable }), Stored(Reverted), Ended)],
        ["I-23"] = [Of(Boots(1, Factory, Sealed1), Boots(2, Staged(2, CandidateStage.Trial), Sealed1, Sealed2))],
    };

    public static IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<Observation>>> Wrong { get; } = new Dictionary<string, IReadOnlyList<IReadOnlyList<Observation>>>
    {
        ["I-01"] =
        [
            Of(Now(Factory, Sealed1), Stored(Completed2)),
            Of(Now(Confirmed2, Sealed1, Sealed2), Stored(Completed2), Now(Factory, Sealed1)),
            Of(Now(Factory with { Confirmed = At(Slot.A, 3) }, Whole(3)), Stored(Completed2)),
        ],
        ["I-02"] = [Of(Boots(Cast.Evil, Factory, Whole(Cast.Evil))), Of(Boots(1, Factory, Sealed1.With(1, 2)))],
        ["I-03"] =
        [
            Of(Boots(1, Confirmed2, Sealed1, Sealed2)),
            Of(Reacts("UpdateAccepted", Idle with { Record = Confirmed2 }, Idle with { Record = Staged(1, CandidateStage.Receiving) })),
            Of(Boots(1, Factory, Sealed1), Now(Confirmed2, Sealed1, Sealed2)),
        ],
        ["I-04"] = [Of(Changes(Confirmed2, Factory, Idle)), Of(Changes(Factory, Confirmed2, Idle)), Of(Changes(Factory, Confirmed2, Trying, new Input.TimerFired(TimerId.Trial)))],
        ["I-05"] =
        [
            Of(Writes(new Output.EraseSlot(Slot.B), Idle, Idle)),
            Of(Writes(new Output.WriteEnvelope(Slot.A, Cast.Package(2).Envelope), Idle, Idle with { Record = Factory with { Candidate = new(At(Slot.A, 2), CandidateStage.Receiving, 0) } })),
            Of(Writes(new Output.EraseSlot(Slot.B), Trying, Idle with { Record = Staged(3, CandidateStage.Receiving) })),
        ],
        ["I-06"] = [Of(Now(Received(2, 1), Sealed1, default(SlotContent).With(0, 3))), Of(Now(Received(2, 2), Sealed1, default(SlotContent).With(0, 2)))],
        ["I-07"] =
        [
            Of(Now(Staged(2, CandidateStage.Verified), Sealed1, Whole(2).With(1, Cast.Garbage))),
            Of(Now(Staged(2, CandidateStage.AwaitingBoot), Sealed1, Whole(2))),
            Of(Boots(2, Staged(2, CandidateStage.Trial), Sealed1, Whole(2))),
        ],
        ["I-08"] = [Of(Now(Factory, Whole(1))), Of(Now(Factory, Sealed1.With(0, 0)))],
        ["I-09"] = [Of(TakesUp(2, Directed(2))), Of(Issued(Directed(3)), TakesUp(2, Directed(2))), Of(Issued(Directed(Cast.Evil)), TakesUp(Cast.Evil, Directed(Cast.Evil)))],
        ["I-10"] =
        [
            Of(TakesUp(2, Directed(2))),
            Of(Issued(Directed(2)), TakesUp(2, Directed(2)), TakesUp(2, Directed(2))),
            Of(Issued(Directed(2, Two)), TakesUp(2, Directed(2, Two))),
            Of(Issued(Directed(2)), TakesUp(2, Directed(2), leaves: One)),
        ],
        ["I-11"] =
        [
            Of(Signed(1), Reacts("StatusAsked", Idle, Idle, Freshness)),
            Of(Signed(1), Fell(), Issued(Directed(2)), TakesUp(2, Directed(2))),
            Of(Signed(1), Reacts("NonceExpired", Idle, Idle), Issued(Directed(2)), TakesUp(2, Directed(2))),
            Of(Signed(1), TakesUp(2, Directed(2))),
            Of(Reacts("BlockStored", Idle with { FreezeSuspected = true }, Idle)),
        ],
        ["I-12"] =
        [
            Of(Signed(1), Signed(1)),
            Of(Counted(1)),
            Of(Signed(1), Counted(1), Following(1), Counted(1)),
            Of(Signed(1), Signed(2), Counted(2), Following(2), Counted(1)),
            Of(Signed(1), Signed(2), Counted(2), Counted(1), Following(2), Following(1)),
            Of(Signed(1), Following(1)),
        ],
        ["I-13"] =
        [
            Of(Kept("D1", Factory), Acknowledged("D1", Confirmed2)),
            Of(Kept("D1", Confirmed2), Acknowledged("D1", Confirmed2), Started(Factory)),
            Of(Kept("T/D1", Completed2), Found("T/D1", Enrolled)),
            Of(Acknowledged("F1/2", Enrolled)),
        ],
        ["I-14"] =
        [
            Of(Changes(Staged(2, CandidateStage.Trial), Received(3, 0), Trying)),
            Of(Changes(Received(3, 1), Received(2, 0), Receiving(3))),
            Of(Changes(Staged(2, CandidateStage.Installing), Factory, Trying), Changes(Factory, Received(3, 0), Trying)),
        ],
        ["I-15"] = [Of(TakesUp(Cast.OtherClass, Directed(Cast.OtherClass))), Of(TakesUp(2, Directed(2) with { Device = Cast.Configurations[1].Device }))],
        ["I-16"] = [Of(new Observation.Handled("D1", "BlockRefused", true, false, 1)), Of(new Observation.Handled("T/D1", "ReportRefused", true, true, 2))],
        ["I-17"] =
        [
            Of(Stored(Enrolled with { CompletedAt = Cast.At, LastCounter = 1 }, Enrolled, "TrialReported")),
            Of(Stored(Completed2 with { CompletedAt = default }, Enrolled, "CompletionReported")),
            Of(Stored(Completed2, Enrolled, "CompletionReported"), Stored(Completed2 with { Phase = TrackPhase.Unreachable, CompletedAt = default }, Completed2, "SilenceExpired")),
        ],
        ["I-18"] =
        [
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(2), Ended),
            Of(Now(Received(2, 1), Sealed1, default(SlotContent).With(0, 2)), Stored(Enrolled), Ended),
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(2), Stored(Reverted with { ResultVerified = false, Attempts = 1 }), Ended),
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(2), Withdrawn(2), Published(3), Ended),
            Of(Now(Factory, Sealed1), Stored(Enrolled), Published(1), Reacts("ConfirmedImageRejected", Off, Off with { Phase = DevicePhase.Unbootable }), Ended),
        ],
        ["I-19"] = [Of(Now(Factory, Sealed1), Stored(Enrolled with { Confirmed = Cast.Name(1) }), Confirming2(), Ended), Of(Now(Factory, Sealed1), Stored(Completed2), Ended)],
        ["I-20"] =
        [
            Of(Silent(true), Ended),
            Of(Silent(true), Stored(Enrolled with { Phase = TrackPhase.Unreachable }), Silent(false), Ended),
            Of(Counted(1, Enrolled with { Phase = TrackPhase.Unreachable })),
        ],
        ["I-21"] =
        [
            Of(Moved(CommunicatorPhase.Fetching), Ended), Of(new Observation.ServerLinkMoved(0, ServerPhase.FetchingEnvelope), Ended), Of(Fell(), Ended),
            Of(Reacts("UpdateAccepted", Idle, Receiving(2)), Ended), Of(Silent(true), Fell(), Silent(false), Ended),
        ],
        ["I-22"] =
        [
            Of(Now(Confirmed2, Sealed1, Sealed2), Stored(Completed2), Reacts("ConfirmedImageRejected", Off, Off with { Phase = DevicePhase.Unbootable }), Ended),
            Of(Now(Factory, Sealed1), Stored(Completed2), Ended),
        ],
        ["I-23"] = [Of(Boots(2, Staged(2, CandidateStage.AwaitingBoot), Sealed1, Sealed2)), Of(Boots(3, Staged(2, CandidateStage.Trial), Sealed1, Whole(3)))],
    };

    private static TrackRecord Reverted => Completed2 with { Phase = TrackPhase.Reverted, LastCounter = 6, Result = ResultCode.SelfTestFailed, CompletedAt = default };

    private static Observation Ended => new Observation.Ended();

    private static Output Freshness => new Output.SetTimer(TimerId.Freshness, TimeSpan.FromDays(1));

    private static IReadOnlyList<Observation> Of(params Observation[] seen) => [new Observation.Began(Cast), .. seen];

    // -- devices ---------------------------------------------------------------------------------------------------------------------

    private static SlotImage At(Slot slot, int image) => new(slot, Cast.Name(image), new Sequence<ImageComponent>(new ImageComponent(Digest.Of(Cast.Package(image).Payload.Span), 2 * Cast.BlockSize, 0)));

    private static SlotContent Whole(int image) => SlotContent.Filled((byte)image, 2) with { Envelope = (byte)image };

    private static DeviceRecord Staged(int image, CandidateStage stage) => Factory with { Candidate = new(At(Slot.B, image), stage, 2 * Cast.BlockSize) };

    private static DeviceRecord Received(int image, int blocks) => Factory with { Candidate = new(At(Slot.B, image), CandidateStage.Receiving, (ulong)(blocks * Cast.BlockSize)) };

    private static DeviceCoreState Receiving(int image) => Idle with { Phase = DevicePhase.Receiving, Record = Received(image, 1) };

    private static Observation.FlashChanged Now(DeviceRecord journal, SlotContent a, SlotContent b = default) => new(0, null, journal, new(journal, a, b), Off, Off, null);

    private static Observation.FlashChanged Changes(DeviceRecord before, DeviceRecord after, DeviceCoreState prior, Input? input = null) =>
        new(0, new Output.Persist(after), before, new(after, Sealed1, default), prior, prior, input ?? Passed);

    private static Observation.FlashChanged Confirming2() => new(0, new Output.Persist(Confirmed2), Factory, new(Confirmed2, Sealed1, Sealed2), Trying, Idle with { Record = Confirmed2 }, Passed);

    private static Observation.FlashChanged Writes(Output output, DeviceCoreState prior, DeviceCoreState state) => new(0, output, Factory, new(Factory, Sealed1, default), prior, state, Passed);

    private static Observation.Booted Boots(int image, DeviceRecord journal, SlotContent a, SlotContent b = default) =>
        new(0, new Output.Invoke(a.Envelope == image ? Slot.A : Slot.B, Cast.Name(image)), new(journal, a, b));

    private static Observation.DeviceFell Fell() => new(0);

    private static Observation.DeviceStarted Started(DeviceRecord journal) => new(0, journal);

    private static Observation.DeviceReacted Reacts(string trigger, DeviceCoreState before, DeviceCoreState after, params Output[] outputs) =>
        new(0, before, Passed, new(after, [.. outputs], trigger), null);

    private static Observation.DeviceReacted TakesUp(int image, Directive directive, Nonce? leaves = null) =>
        Believes("UpdateAccepted", directive, One, Idle with { Record = Staged(image, CandidateStage.Receiving), Nonce = leaves });

    private static Observation.DeviceReacted Resumes(Directive directive, Nonce outstanding) => Believes("UpdateResumed", directive, outstanding, Receiving(2));

    private static Observation.DeviceReacted Believes(string trigger, Directive directive, Nonce outstanding, DeviceCoreState after)
    {
        var letter = new Letter(new DirectiveDelivery(Bytes.Empty, Bytes.Empty), null, false, directive, true);
        return new(0, Idle with { Nonce = outstanding }, Passed, new(after, [Freshness], trigger), letter);
    }

    private static Directive Directed(int image, Nonce? nonce = null) => new(
        DirectiveKind.Install, Cast.Configurations[0].Device, Cast.Name(image).Manifest, Cast.Name(image).Number, nonce ?? One, Cast.At, Cast.At.Plus(TimeSpan.FromMinutes(1)));

    // -- tracker ---------------------------------------------------------------------------------------------------------------------

    private static DeviceReport Report(ulong counter) => new(
        Cast.Configurations[0].Device, Cast.Vendor, Cast.Class, DevicePhase.Idle, Cast.Name(1), Cast.Name(1), null, null, counter, One, false, 2 * Cast.BlockSize, Cast.BlockSize);

    private static Observation.ReportSigned Signed(ulong counter) => new(0, Report(counter));

    private static Observation.ReportCounted Counted(ulong counter, TrackRecord? after = null) =>
        new(0, Report(counter), new TrackState(Enrolled), new(new TrackState((after ?? Enrolled) with { LastCounter = counter }), [], "IdleReported"));

    private static Observation.RecordStored Following(ulong counter) => Stored(Enrolled with { LastCounter = counter });

    private static Observation.DirectiveIssued Issued(Directive directive) => new(directive);

    private static Observation.RecordStored Stored(TrackRecord record, TrackRecord? before = null, string trigger = "") => new(0, before, record, trigger);

    private static Observation.ReachChanged Silent(bool isSilent) => new(0, isSilent);

    // -- others ----------------------------------------------------------------------------------------------------------------------

    private static Observation.CommunicatorMoved Moved(CommunicatorPhase phase) => new(0, phase);

    private static Observation.PublicationChanged Published(int image) => new(0, Cast.Name(image), true);

    private static Observation.PublicationChanged Withdrawn(int image) => new(0, Cast.Name(image), false);

    private static Observation.Kept Kept(string who, object state) => new(who, state);

    private static Observation.Acknowledged Acknowledged(string who, object depends) => new(who, "an answer", depends);

    private static Observation.Found Found(string who, object? state) => new(who, state);
}
