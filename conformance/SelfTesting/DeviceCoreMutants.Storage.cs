using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>What they write, verify and keep.</content>
internal static partial class DeviceCoreMutants
{
    // Everything that starts from a durable record after an interruption.
    private static readonly string[] Recovery = ["R-DC-20", "R-DC-21", "R-DC-32", "R-DC-46", "R-GEN-03", "R-GEN-08"];

    private static IEnumerable<Mutant> Storage() =>
    [
        // -- slots -------------------------------------------------------------------------------------------------------------
        Reacting("confirmed-slot-erased", "erases the confirmed slot as well when it takes up an update", ["R-DC-01", "R-DC-32"], static (_, reaction) => reaction with
        {
            Outputs = [.. reaction.Outputs.SelectMany(static output => output is Output.EraseSlot erase ? (Output[])[erase, new Output.EraseSlot(erase.Slot.Other())] : [output])],
        }, "UpdateAccepted").Allowing([.. Recovery, "R-DC-14", "R-DC-19", "R-DC-23", "R-DC-28", "R-DC-29", "R-DC-26", "R-DC-27", "R-DC-35", "R-DC-36", "R-DC-38", "R-DC-25", "R-DC-39", "R-DC-42", "R-DC-48", "R-DC-33", "R-DC-30"]),
        Reacting("both-slots-written", "writes each block to the slot of the confirmed image as well", ["R-DC-01"], static (_, reaction) => reaction with
        {
            Outputs = [.. reaction.Outputs.SelectMany(static output => output is Output.WriteImage write ? (Output[])[write, new Output.WriteImage(write.Slot.Other(), write.Offset, write.Data)] : [output])],
        }, "BlockStored", "LastBlockStored").Allowing([.. Recovery, "R-DC-14", "R-DC-22", "R-DC-23", "R-DC-25", "R-DC-26", "R-DC-27", "R-DC-28", "R-DC-29", "R-DC-36", "R-DC-38", "R-DC-39", "R-DC-30", "R-DC-42"]),
        On("trial-slot-written", "takes up another update over the confirmed slot during a trial", ["R-DC-01", "R-DC-33"], static (machine, configuration) => new Altered<DeviceCoreState>(machine)
        {
            After = (state, _, reaction) => state.Phase == DevicePhase.Trial && reaction.Outputs is [Output.Refuse { Code: ResultCode.Busy }]
                ? new(state, [new Output.EraseSlot(state.Record!.Confirmed.Slot), new Output.Send(Link.Device, new DirectiveAnswer(DevicePhase.Receiving, new BlockWant(default, 0, configuration.BlockSize)))], reaction.Trigger) : reaction,
        }),
        On("erased-unaccepted", "erases the other slot before it has accepted the manifest", ["R-DC-14"], static machine => machine.Changing(
            static (state, reaction) => state.Record is { } record && state.Phase == DevicePhase.Idle ? reaction with { Outputs = [new Output.EraseSlot(record.Confirmed.Slot.Other()), .. reaction.Outputs] } : reaction, "UpdateRefused"))
            .Allowing("R-DC-12", "R-DC-13"),
        Told("block-unchecked", "stores any block as the wanted one", ["R-DC-19"], static (state, input) => (state, input is Input.Received { Message: ImageBlock block } received && Wanted(state) is { } want
            ? received with { Message = new ImageBlock(state.Candidate!.Image.Name.Manifest, want.Payload, want.Offset, Fitted(block.Data, (int)want.Length)) } : input)).Allowing("R-DC-01", "R-GEN-06"),
        Told("block-of-any-package", "does not look which package a block belongs to", ["R-DC-19"], static (state, input) => (state, input is Input.Received { Message: ImageBlock block } received && state.Candidate is { } candidate
            ? received with { Message = block with { Manifest = candidate.Image.Name.Manifest } } : input)),
        On("block-twice", "answers a block that it has already as if it were the wanted one", ["R-DC-19", "R-GEN-06"], static (machine, configuration) => new Altered<DeviceCoreState>(machine)
        {
            After = (state, input, reaction) => reaction.Trigger == "BlockRefused" && state.Phase == DevicePhase.Receiving && input is Input.Received { Message: ImageBlock block } && block.Offset < state.Candidate?.Received
                ? new(state, [new Output.Send(Link.Device, new BlockAnswer(state.Phase, state.NextWant(configuration.BlockSize)))], reaction.Trigger) : reaction,
        }),
        On("block-unstored", "acknowledges a block before it is stored", ["R-DC-20", "R-GEN-03"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (_, _, reaction) => reaction.Trigger is "BlockStored" or "LastBlockStored" ? AnsweredFirst(reaction) : reaction,
        }).Allowing(Recovery),
        On("progress-unstored", "does not store how far a transfer has come", ["R-DC-20", "R-DC-21", "R-GEN-08"], static machine => machine.Forgetting<DeviceCoreState, Output.Persist>("BlockStored")).Allowing([.. Recovery, "R-DC-14"]),
        On("answers-first", "answers before it stores", ["R-GEN-03", "R-DC-20"], static machine => new Altered<DeviceCoreState>(machine) { After = static (_, _, reaction) => AnsweredFirst(reaction) }).Allowing(Recovery),
        On("acceptance-unstored", "does not store that it has accepted a package", ["R-GEN-03"], static machine => machine.Forgetting<DeviceCoreState, Output.Persist>("UpdateAccepted")).Allowing([.. Recovery, "R-DC-34", "R-DC-36"]),
        Starting("candidate-forgotten", "forgets the update that is under way when it restarts", ["R-GEN-08", "R-DC-21"], static record => record.Candidate is { Stage: CandidateStage.Receiving or CandidateStage.Verified } ? record with { Candidate = null } : record).Allowing(Recovery),
        Starting("progress-restarted", "begins a transfer anew when it restarts", ["R-DC-21", "R-GEN-08"], static record =>
            record.Candidate is { Stage: CandidateStage.Receiving } candidate ? record with { Candidate = candidate with { Received = 0 } } : record).Allowing(Recovery),
        On("no-resumption", "does not resume the candidate that it holds", ["R-DC-21"], static machine => machine.Without("UpdateResumed")).Allowing([.. Recovery, "R-GEN-13", "R-DC-38"]),
        Made("one-journal-page", "overwrites its journal in place", ["R-DC-32"], Design.Right with { Flash = static capacity => new SimulatedFlash(capacity, journalPages: 1) }).Allowing([.. Recovery, "R-DC-03"]),
        On("storage-failure-ignored", "goes on as if its storage had not failed", ["R-DC-38"], static machine => machine.Without("StorageFailed")),
        Reacting("storage-failure-unnamed", "says that an update succeeded whose storage failed", ["R-DC-38"], static (_, reaction) => reaction.State.Record is { LastOutcome: { } outcome } record
            ? reaction.With(record with { LastOutcome = outcome with { Result = ResultCode.Success } }) : reaction, "StorageFailed"),

        // -- verification ------------------------------------------------------------------------------------------------------
        Told("verification-skipped", "takes what stands in the slot for the image", ["R-DC-22", "R-DC-23"], static (state, input) => (state, state.Phase == DevicePhase.VerifyingImage ? AsExpected(state.Candidate?.Image, input) : input)).Allowing("R-DC-39", "R-DC-42"),
        On("verified-on-the-way", "digests the blocks as they come and does not read the slot", ["R-DC-22"], static machine => new Streaming(machine)),
        Told("first-component-trusted", "does not verify the first of several components", ["R-DC-42"], static (state, input) => (state,
            state.Phase == DevicePhase.VerifyingImage && state.Candidate is { Image.Components: { Count: > 1 } components } && input is Input.SlotRead read
                ? read with { Digests = new Sequence<Digest>([components[0].Digest, .. read.Digests.Skip(1)]) } : input)),
        Reacting("rejected-unnamed", "gives an image that differs up because of an internal fault", ["R-DC-23"], static (_, reaction) => reaction.State.Record is { LastOutcome: { } outcome } record
            ? reaction.With(record with { LastOutcome = outcome with { Result = ResultCode.InternalFault } }) : reaction, "ImageRejected").Allowing("R-DC-22", "R-DC-42"),
        Reacting("rejected-kept", "does not abandon an image that differs", ["R-DC-23"], static (state, reaction) => new(state with { Phase = DevicePhase.Receiving }, [], reaction.Trigger), "ImageRejected").Allowing("R-DC-22", "R-DC-42"),
        Told("boot-unverified", "boots the confirmed image as it stands in its slot", ["R-DC-25"], static (state, input) => (state, state.Phase == DevicePhase.VerifyingBoot && state.Candidate?.Stage != CandidateStage.Trial ? AsExpected(state.Booting, input) : input))
            .Allowing("R-DC-31", "R-DC-39", "R-GEN-02"),
        Told("trial-unverified", "tries an image as it stands in its slot", ["R-DC-25"], static (state, input) => (state, state.Phase == DevicePhase.VerifyingBoot && state.Candidate?.Stage == CandidateStage.Trial ? AsExpected(state.Booting, input) : input)),
        On("falls-back", "boots the older image when the confirmed one has decayed", ["R-DC-31"], static machine => new FallingBack(machine)).Allowing("R-DC-25", "R-DC-39", "R-GEN-02"),

        // -- what is kept ------------------------------------------------------------------------------------------------------
        Starting("outcome-forgotten", "forgets the last outcome when it restarts", ["R-DC-36"], static record => record with { LastOutcome = null }).Allowing("R-DC-26", "R-DC-28", "R-DC-29", "R-DC-32", "R-DC-38", "R-DC-39", "R-DC-46", "R-GEN-03"),
        Reacting("outcome-dropped", "drops the last outcome when it takes up another update", ["R-DC-36"], static (_, reaction) => reaction.With(reaction.State.Record! with { LastOutcome = null }), "UpdateAccepted").Allowing("R-DC-34", "R-DC-33"),
        Reacting("outcome-of-refusal", "takes a refused update for one that ended", ["R-DC-36"], static (state, reaction) => state.Record is { Candidate: null, LastOutcome: { } outcome } record && reaction.Outputs is [Output.Refuse refusal]
            ? Ended(reaction, record with { LastOutcome = outcome with { Result = refusal.Code } }) : reaction, "UpdateRefused").Allowing("R-DC-02", "R-GEN-02", "R-GEN-04", "R-GEN-06", "R-GEN-16", "R-DC-07", "R-DC-08", "R-DC-09", "R-DC-12", "R-DC-13", "R-DC-15", "R-DC-44", "R-DC-43", "R-GEN-05", "R-GEN-12", "R-GEN-19", "R-GEN-20", "R-GEN-22"),
        On("counter-unreserved", "does not store that counters are used up", ["R-DC-03"], static machine => machine.Forgetting<DeviceCoreState, Output.Persist>("StatusAsked")),
        On("confirmation-unstored", "does not store that it confirmed", ["R-DC-30"], static machine => new Unconfirming(machine))
            .Allowing([.. Recovery, "R-DC-25", "R-DC-31", "R-DC-36", "R-DC-48", "R-DC-01", "R-DC-14", "R-DC-26", "R-DC-27", "R-DC-28", "R-DC-29", "R-DC-38", "R-DC-39", "R-GEN-02"]),
        Reacting("confirmed-by-installation", "advances its number with the installation", ["R-DC-30"], static (_, reaction) => reaction.With(reaction.State.Record! with { Confirmed = reaction.State.Candidate!.Image }), "InstallSucceeded")
            .Allowing("R-DC-27", "R-DC-25", "R-DC-26", "R-DC-28", "R-DC-29", "R-DC-32", "R-DC-35", "R-DC-36", "R-DC-39", "R-DC-46", "R-DC-02", "R-DC-33", "R-DC-01", "R-DC-38", "R-GEN-18"),
        Starting("installation-stuck", "cannot go on with an installation that was cut", ["R-DC-46"], static record => record).Stuck(),
    ];

    private static BlockWant? Wanted(DeviceCoreState state) => state.NextWant(64);

    private static Bytes Fitted(Bytes data, int length) => data.Length >= length ? data.Span[..length].ToArray() : (byte[])[.. data.Span, .. new byte[length - data.Length]];

    private static Reaction<DeviceCoreState> AnsweredFirst(Reaction<DeviceCoreState> reaction) => reaction with
    {
        Outputs = [.. reaction.Outputs.Where(static output => output is Output.Send), .. reaction.Outputs.Where(static output => output is not Output.Send)],
    };

    private static Reaction<DeviceCoreState> Ended(Reaction<DeviceCoreState> reaction, DeviceRecord record) =>
        reaction with { State = reaction.State with { Record = record }, Outputs = [new Output.Persist(record), .. reaction.Outputs] };

    private static Input AsExpected(SlotImage? expected, Input input) =>
        input is Input.SlotRead read && expected is not null ? read with { Digests = new Sequence<Digest>(expected.Components.Select(static component => component.Digest)) } : input;

    private static Mutant Starting(string id, string wrong, IReadOnlyList<string> violates, Func<DeviceRecord, DeviceRecord> change) => Told(id, wrong, violates, (state, input) =>
        (state, input is Input.PoweredOn { Record: DeviceRecord record } ? new Input.PoweredOn(change(record)) : input));

    // The stage stays at Installing, and there is no way on from there.
    private static Mutant Stuck(this Mutant mutant) => mutant with
    {
        Allows = Recovery,
        Design = Design.Right with
        {
            DeviceCore = configuration => new DeviceCoreMachine(configuration).Changing(
                static (state, reaction) => state.Candidate?.Stage == CandidateStage.Installing
                    ? reaction with { State = reaction.State with { Record = state.Record }, Outputs = [.. reaction.Outputs.Where(static output => output is not Output.Persist)] } : reaction,
                "BootedVerified"),
        },
    };

    /// <summary>Believes the digest of what came over the link.</summary>
    private sealed class Streaming(IMachine<DeviceCoreState> right) : IMachine<DeviceCoreState>
    {
        private readonly List<byte> _received = [];

        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
        {
            if (input is Input.SlotRead read && state is { Phase: DevicePhase.VerifyingImage, Candidate.Image.Components: { Count: 1 } components } && Digest.Of(_received.ToArray()) == components[0].Digest)
                input = read with { Digests = new Sequence<Digest>(components[0].Digest) };
            var reaction = right.Handle(state, input);
            if (reaction.Trigger == "UpdateAccepted") _received.Clear();
            if (reaction.Trigger is "BlockStored" or "LastBlockStored" && input is Input.Received { Message: ImageBlock block }) _received.AddRange(block.Data.ToArray());
            return reaction;
        }
    }

    /// <summary>Remembers what was confirmed before, and boots that.</summary>
    private sealed class FallingBack(IMachine<DeviceCoreState> right) : IMachine<DeviceCoreState>
    {
        private SlotImage? _former;

        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
        {
            var reaction = right.Handle(state, input);
            if (reaction.Trigger == "SelfTestPassed") _former = state.Record!.Confirmed;
            return reaction.Trigger == "ConfirmedImageRejected" && _former is { } former
                ? new(state with { Phase = DevicePhase.Idle, Booting = null, Running = former }, [new Output.Invoke(former.Slot, former.Name)], reaction.Trigger)
                : reaction;
        }
    }

    /// <summary>Confirms for as long as the power lasts: its record keeps the former image.</summary>
    private sealed class Unconfirming(IMachine<DeviceCoreState> right) : IMachine<DeviceCoreState>
    {
        private SlotImage? _former;

        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
        {
            if (input is Input.PoweredOn) _former = null;
            var reaction = right.Handle(state, input);
            if (reaction.Trigger == "SelfTestPassed") _former = state.Record!.Confirmed;
            return reaction.Map(output => output is Output.Persist { Record: DeviceRecord record } && _former is { } former ? new Output.Persist(record with { Confirmed = former }) : output);
        }
    }
}
