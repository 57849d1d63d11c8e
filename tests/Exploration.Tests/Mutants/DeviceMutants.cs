using SecUpIoT.Entities;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests.Mutants;

/// <summary>Device cores with a fault.</summary>
internal static class DeviceMutants
{
    public static IEnumerable<Mutant> All { get; } =
    [
        // -- wrong judges ------------------------------------------------------------------------------------------------------
        Judging("author-unchecked", "takes any signature on an envelope", "I-09", Worlds.Against(AttackerKind.Tracker), (cast, configuration, judges) =>
            judges with { Package = DeviceJudges.For(configuration with { AuthorAnchors = [cast.Author.Anchor, cast.AttackerKey] }).Package }),
        Judging("class-unchecked", "takes images of any class", "I-15", Worlds.Against(AttackerKind.Tracker), (cast, configuration, judges) => judges with
        {
            Package = envelope => judges.Package(envelope) is { Value: not null } fits ? fits : DeviceJudges.For(configuration with { Class = cast.Package(Cast.OtherClass).Class }).Package(envelope),
        }),
        Judging("number-unchecked", "takes older packages", "I-03", Worlds.Rollback, (_, _, judges) => judges with { Number = (_, _) => ResultCode.None }),
        Judging("directive-unchecked", "takes any signature on a directive", "I-10", Worlds.Against(AttackerKind.OnPathTracker), (cast, configuration, judges) =>
            judges with { Directive = DeviceJudges.For(configuration with { TrackerAnchors = [cast.TrackerKey, cast.AttackerKey] }).Directive }),
        On("nonce-unchecked", "takes a directive with any nonce", "I-10", Worlds.Replaying, machine => new Altered<DeviceCoreState>(machine)
        {
            Before = (state, input) => (input is Input.Received { Message: DirectiveDelivery delivery } && Forgery.PeekDirective(delivery.Directive) is { } directive
                ? state with { Nonce = directive.Nonce } : state, input),
        }),
        On("nonce-unspent", "leaves the nonce outstanding after a directive", "I-10", Worlds.Plain, machine =>
            machine.Changing((state, reaction) => reaction with { State = reaction.State with { Nonce = state.Nonce } }, "UpdateAccepted")),
        On("block-unchecked", "stores any block as the wanted one", "I-06", Worlds.Doubling, machine => new Altered<DeviceCoreState>(machine)
        {
            Before = (state, input) => (state, input is Input.Received { Message: ImageBlock block } received && state.NextWant(Cast.BlockSize) is { } want
                ? received with { Message = new ImageBlock(state.Candidate!.Image.Name.Manifest, want.Payload, want.Offset, block.Data) } : input),
        }),
        On("verification-skipped", "counts the slot as authentic without looking", "I-07", Worlds.Against(AttackerKind.OnPathDevice), machine => Reading(machine, DevicePhase.VerifyingImage)),
        On("boot-check-skipped", "boots what stands in the slot", "I-02", Worlds.Decaying, machine => Reading(machine, DevicePhase.VerifyingBoot)),

        // -- storage -----------------------------------------------------------------------------------------------------------
        On("nothing-persisted", "never stores its record", "I-13", Worlds.Plain, machine => machine.Forgetting<DeviceCoreState, Output.Persist>()),
        On("counter-unreserved", "does not store that counters are used up", "I-13", Worlds.Plain, machine => machine.Forgetting<DeviceCoreState, Output.Persist>("StatusAsked")),
        On("answers-first", "answers before it stores", "I-13", Worlds.Plain, machine => machine.SpeakingFirst()),
        On("trial-unspent", "does not store that the trial is spent", "I-23", Worlds.Plain, machine => machine.Forgetting<DeviceCoreState, Output.Persist>("StartedForTrial")),
        On("confirmation-unstored", "does not store that it confirmed", "I-04", Worlds.Plain, machine => machine.Forgetting<DeviceCoreState, Output.Persist>("SelfTestPassed")),
        On("progress-ahead", "counts a block that it did not write", "I-06", Worlds.Plain, machine => machine.Forgetting<DeviceCoreState, Output.WriteImage>("BlockStored")),
        On("confirmed-slot-erased", "erases the slot of the confirmed image", "I-05", Worlds.Plain, machine => machine.Changing(
            (_, reaction) => reaction.Map(output => output is Output.EraseSlot erase ? new Output.EraseSlot(erase.Slot.Other()) : output), "UpdateAccepted")),
        On("confirmed-slot-cleaned", "erases the slot that it has just confirmed", "I-08", Worlds.Plain, machine => machine.Changing(
            (_, reaction) => reaction with { Outputs = [.. reaction.Outputs, new Output.EraseSlot(reaction.State.Record!.Confirmed.Slot)] }, "SelfTestPassed")),
        On("seal-forgotten", "does not seal the slot", "I-18", Worlds.Plain, machine => machine.Forgetting<DeviceCoreState, Output.InstallSlot>()),
        On("sealed-unsealed", "counts the slot as sealed before it is", "I-07", Worlds.Plain, machine => machine.Changing(
            (_, reaction) => (reaction with { Outputs = [.. reaction.Outputs.Where(output => output is not Output.InstallSlot)], State = Staged(reaction.State, CandidateStage.AwaitingBoot) })
                .WithRecord(), "InstallAsked")),

        // -- confirmation ------------------------------------------------------------------------------------------------------
        On("confirms-untested", "confirms when the trial period ends", "I-04", Worlds.Failing, machine => new Altered<DeviceCoreState>(machine)
        {
            Before = (state, input) => (state, input is Input.TimerFired { Timer: TimerId.Trial } ? new Input.SelfTested(true) : input),
        }),
        On("confirms-at-install", "advances the stored number with the installation", "I-04", Worlds.Plain, machine => machine.Changing(
            (_, reaction) => (reaction with { State = Confirming(reaction.State) }).WithRecord(), "InstallSucceeded")),
        On("confirms-failures", "takes a failed self-test for a passed one", "I-04", Worlds.Failing, machine => new Altered<DeviceCoreState>(machine)
        {
            Before = (state, input) => (state, input is Input.SelfTested ? new Input.SelfTested(true) : input),
        }),

        // -- lines that are missing in the table ---------------------------------------------------------------------------------
        On("no-resumption", "does not resume the candidate that it holds", "I-18", Worlds.Lossy, machine => machine.Without("UpdateResumed")),
        On("no-trial-limit", "stays on trial for ever", "I-18", Worlds.Failing, machine => new Altered<DeviceCoreState>(machine)
        {
            After = (state, input, reaction) => input is Input.SelfTested or Input.TimerFired { Timer: TimerId.Trial } ? new(state, [new Output.Refuse(ResultCode.NotNow, "")], reaction.Trigger) : reaction,
        }),
        On("no-recovery", "does not go on when the confirmed image cannot be booted", "I-18", Worlds.Decaying, machine => machine.Without("ConfirmedImageRejected")),
        On("no-storage-failure", "ignores that its storage failed", "I-13", Worlds.Storage, machine => machine.Without("StorageFailed")),
        On("refusal-spends-nonce", "spends the nonce on a directive that it refuses", "I-16", Worlds.Against(AttackerKind.OnPathTracker), machine =>
            machine.Changing((_, reaction) => reaction with { State = reaction.State with { Nonce = null } }, "UpdateRefused")),
        On("freshness-unearned", "starts its freshness timer anew with every status report", "I-11", Worlds.Plain, machine =>
            machine.Changing((_, reaction) => reaction with { Outputs = [.. reaction.Outputs, new Output.SetTimer(TimerId.Freshness, TimeSpan.FromDays(2))] }, "StatusAsked")),
        On("candidate-replaced-by-older", "lets an older package take the place of the candidate", "I-14", Worlds.Against(AttackerKind.Tracker) with { Name = "attacker Tracker, package 3", Publishable = [3] }, machine => new Altered<DeviceCoreState>(machine)
        {
            After = (state, input, reaction) => state.Phase is DevicePhase.Receiving or DevicePhase.Verified && reaction.Trigger == "UpdateRefused" && reaction.Outputs is [Output.Refuse { Code: ResultCode.Busy }]
                ? machine.Handle(state with { Record = state.Record! with { Candidate = null } }, input) : reaction,
        }),
    ];

    private static Mutant On(string name, string wrong, string invariant, ExplorationSettings settings, Func<IMachine<DeviceCoreState>, IMachine<DeviceCoreState>> change) =>
        new($"device: {name}", wrong, invariant, settings, (_, machines) => machines with { Devices = [.. machines.Devices.Select(change)] });

    private static Mutant Judging(string name, string wrong, string invariant, ExplorationSettings settings, Func<Cast, DeviceCoreConfiguration, DeviceJudges, DeviceJudges> change) =>
        new($"device: {name}", wrong, invariant, settings, (cast, machines) => machines with
        {
            Devices = [.. cast.Configurations.Select(configuration =>
                new DeviceCoreMachine(configuration, Machines.Remembering(change(cast, configuration, DeviceJudges.For(configuration)))))],
        });

    /// <summary>Finds in the slot, in this phase, whatever it expects there.</summary>
    private static Altered<DeviceCoreState> Reading(IMachine<DeviceCoreState> machine, DevicePhase phase)
    {
        return new Altered<DeviceCoreState>(machine)
        {
            Before = (state, input) =>
            {
                if (input is Input.SlotRead seen && state.Phase == phase && (phase == DevicePhase.VerifyingBoot ? state.Booting : state.Candidate?.Image) is { } expected)
                    input = seen with { Digests = new Sequence<Digest>(expected.Components.Select(component => component.Digest)) };
                return (state, input);
            },
        };
    }

    private static DeviceCoreState Staged(DeviceCoreState state, CandidateStage stage) =>
        state with { Record = state.Record! with { Candidate = state.Candidate! with { Stage = stage } } };

    private static DeviceCoreState Confirming(DeviceCoreState state) => state with { Record = state.Record! with { Confirmed = state.Candidate!.Image } };

    /// <summary>The same reaction, which stores the record of its state.</summary>
    private static Reaction<DeviceCoreState> WithRecord(this Reaction<DeviceCoreState> reaction) =>
        reaction.Map(output => output is Output.Persist ? new Output.Persist(reaction.State.Record!) : output);
}
