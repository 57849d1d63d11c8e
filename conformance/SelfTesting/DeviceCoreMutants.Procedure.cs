using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>What they do when, from the offer to the confirmation.</content>
internal static partial class DeviceCoreMutants
{
    private static IEnumerable<Mutant> Procedure() =>
    [
        // -- one update at a time ----------------------------------------------------------------------------------------------
        Busy("trial-open", "answers another update during a trial as if it took it up", ["R-DC-33"], DevicePhase.Trial).Allowing("R-DC-01"),
        Busy("installed-open", "answers another update before the installed image boots as if it took it up", ["R-DC-33"], DevicePhase.AwaitingBoot),
        On("newer-refused", "lets no newer package take the place of the candidate", ["R-DC-34"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, _, reaction) => reaction.Trigger == "UpdateAccepted" && state.Phase is DevicePhase.Receiving or DevicePhase.Verified ? Refusing(state, reaction, ResultCode.Busy) : reaction,
        }),
        On("older-replaces", "lets an older package take the place of the candidate", ["R-DC-34"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = (state, input, reaction) => state.Phase is DevicePhase.Receiving or DevicePhase.Verified && reaction.Outputs is [Output.Refuse { Code: ResultCode.Busy }]
                ? machine.Handle(state with { Record = state.Record! with { Candidate = null } }, input) : reaction,
        }).Allowing("R-GEN-13"),
        Reacting("superseded-unnamed", "does not say that a candidate was superseded", ["R-DC-34"], static (state, reaction) => state.Candidate is not null
            ? reaction with
            {
                State = reaction.State with { Record = reaction.State.Record! with { LastOutcome = state.Record!.LastOutcome } },
                Outputs = [.. reaction.Outputs.Select(output => output is Output.Persist { Record: DeviceRecord record } ? new Output.Persist(record with { LastOutcome = state.Record!.LastOutcome }) : output)],
            }
            : reaction, "UpdateAccepted"),

        // -- installation ------------------------------------------------------------------------------------------------------
        Told("installs-any", "installs whatever manifest a request names", ["R-DC-24"], static (state, input) => (state, input is Input.Received { Message: InstallRequest } received && state is { Phase: DevicePhase.Verified, Candidate: { } candidate }
            ? received with { Message = new InstallRequest(candidate.Image.Name.Manifest) } : input)).Allowing("R-GEN-02"),
        Reacting("installs-unasked", "installs a verified image without being asked", ["R-DC-24"], static (_, reaction) => new(
            reaction.State with { Phase = DevicePhase.Installing, Record = reaction.State.Record! with { Candidate = reaction.State.Candidate! with { Stage = CandidateStage.Installing } } },
            [.. reaction.Outputs, new Output.Persist(reaction.State.Record! with { Candidate = reaction.State.Candidate! with { Stage = CandidateStage.Installing } }), new Output.InstallSlot(reaction.State.Candidate!.Image.Slot)],
            reaction.Trigger), "ImageAuthentic").Allowing("R-DC-02", "R-DC-22", "R-DC-23", "R-DC-26", "R-DC-27", "R-DC-28", "R-DC-29", "R-DC-36", "R-DC-38", "R-DC-48", "R-DC-01", "R-DC-42", "R-DC-43", "R-GEN-02", "R-GEN-03", "R-GEN-07", "R-GEN-08", "R-GEN-16", "R-GEN-22", "R-DC-32", "R-DC-46", "R-DC-20", "R-DC-39"),
        Reacting("install-refused-drops", "drops the candidate when it refuses to install it", ["R-DC-24", "R-GEN-02"], static (state, reaction) => state is { Phase: DevicePhase.Receiving, Record: { } record }
            ? Ended(reaction, record with { Candidate = null }) with { State = state with { Phase = DevicePhase.Idle, Record = record with { Candidate = null } } } : reaction, "InstallRefused"),

        // -- cancellation ------------------------------------------------------------------------------------------------------
        On("cancel-ignored", "takes no cancellation", ["R-DC-35"], static machine => machine.Without("CancelBelieved")).Allowing("R-GEN-18", "R-DC-30"),
        On("cancel-not-installed", "takes no cancellation of an installed image", ["R-DC-35"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, _, reaction) => reaction.Trigger == "CancelBelieved" && state.Phase == DevicePhase.AwaitingBoot ? Refusing(state, reaction, ResultCode.TooLateToCancel) : reaction,
        }).Allowing("R-GEN-18", "R-DC-30"),
        On("cancel-on-trial", "answers a cancellation on trial as if it came in time", ["R-DC-35"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, _, reaction) => reaction.Outputs is [Output.Refuse { Code: ResultCode.TooLateToCancel }] ? new(state, [new Output.Send(Link.Device, new DirectiveAnswer(state.Phase, null))], reaction.Trigger) : reaction,
        }),
        On("cancels-any", "takes a cancellation of another package for one of its candidate", ["R-DC-35"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, input, reaction) => reaction.Outputs is [Output.Refuse { Code: ResultCode.DirectiveNamesOtherManifest }] && input is Input.Received { Message: DirectiveDelivery { Envelope.IsEmpty: true } }
                ? new(state with { Phase = DevicePhase.Idle, Record = state.Record! with { Candidate = null } }, [new Output.Persist(state.Record with { Candidate = null }), new Output.Send(Link.Device, new DirectiveAnswer(DevicePhase.Idle, null))], reaction.Trigger) : reaction,
        }),

        // -- trial and confirmation --------------------------------------------------------------------------------------------
        On("trial-unspent", "does not store that the trial is spent", ["R-DC-26"], static machine => machine.Forgetting<DeviceCoreState, Output.Persist>("StartedForTrial")).Allowing("R-DC-36", "R-DC-38"),
        Told("confirms-failures", "confirms an image whose self-test failed", ["R-DC-27", "R-DC-28"], static (state, input) => (state, input is Input.SelfTested ? new Input.SelfTested(true) : input)).Allowing("R-DC-30", "R-DC-36", "R-DC-39"),
        Told("confirms-expired", "confirms an image when its trial period ends", ["R-DC-27", "R-DC-29"], static (state, input) => (state, input is Input.TimerFired { Timer: TimerId.Trial } ? new Input.SelfTested(true) : input)).Allowing("R-DC-36"),
        On("confirms-at-boot", "confirms an image when it boots", ["R-DC-27"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = (_, _, reaction) => reaction.Trigger == "TrialImageAuthentic" && machine.Handle(reaction.State, new Input.SelfTested(true)) is var confirmed
                ? confirmed with { Outputs = [.. reaction.Outputs.Where(static output => output is not (Output.RunSelfTest or Output.SetTimer { Timer: TimerId.Trial })), .. confirmed.Outputs], Trigger = reaction.Trigger } : reaction,
        }).Allowing("R-DC-01", "R-DC-02", "R-DC-26", "R-DC-28", "R-DC-29", "R-DC-30", "R-DC-33", "R-DC-35", "R-DC-36", "R-DC-39", "R-GEN-02"),
        On("failure-ignored", "stays on trial when the self-test fails", ["R-DC-28"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, _, reaction) => reaction.Trigger == "SelfTestFailed" ? new(state, [], reaction.Trigger) : reaction,
        }).Allowing("R-DC-36", "R-DC-39"),
        On("failure-unnamed", "says that an image whose self-test failed did well", ["R-DC-28"], static machine => machine.Changing(
            static (_, reaction) => reaction.With(reaction.State.Record! with { LastOutcome = reaction.State.Record.LastOutcome! with { Result = ResultCode.Success } }), "SelfTestFailed")).Allowing("R-DC-36", "R-DC-39"),
        On("trial-unlimited", "stays on trial for ever", ["R-DC-29"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, input, reaction) => input is Input.TimerFired { Timer: TimerId.Trial } ? new(state, [], reaction.Trigger) : reaction,
        }).Allowing("R-DC-27", "R-DC-36"),
        On("trial-too-short", "ends a trial after a quarter of its period", ["R-DC-29"], static machine => machine.Changing(
            static (_, reaction) => reaction.Map(static output => output is Output.SetTimer { Timer: TimerId.Trial } set ? set with { After = set.After / 4 } : output), "TrialImageAuthentic")),
        On("never-invoked", "says that an image runs to which it did not give control", ["R-DC-48"], static machine => machine.Forgetting<DeviceCoreState, Output.Invoke>("TrialImageAuthentic")).Allowing("R-DC-26"),

        // -- nothing bootable --------------------------------------------------------------------------------------------------
        Unbootable("no-report-unbooted", "does not report while it runs no image", ["R-DC-39"], "StatusAsked").Allowing("R-DC-25", "R-DC-31", "R-GEN-02"),
        Unbootable("no-update-unbooted", "takes no update while it runs no image", ["R-DC-39"], "UpdateAccepted"),
        Told("confirmed-unbooted", "takes what it runs from the record, whether or not it may be booted", ["R-DC-39"], static (state, input) => (state, state.Phase == DevicePhase.VerifyingBoot && state.Candidate is null ? AsExpected(state.Booting, input) : input))
            .Allowing("R-DC-25", "R-DC-31", "R-GEN-02"),

        // -- timers ------------------------------------------------------------------------------------------------------------
        On("nonce-timer-kept", "lets the lifetime of a spent nonce end the next one", ["R-GEN-18"], static machine => new OldTimer(machine)),
        On("trial-timer-kept", "restarts when the trial period of a confirmed image ends", ["R-GEN-18"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, input, reaction) => reaction.Trigger == "SelfTestPassed" ? reaction with { Outputs = [.. reaction.Outputs.Where(static output => output is not Output.CancelTimer)] }
                : input is Input.TimerFired { Timer: TimerId.Trial } && state.Phase == DevicePhase.Idle ? new(state with { Phase = DevicePhase.Off }, [new Output.Reboot()], reaction.Trigger) : reaction,
        }),
        On("restart-kept", "restarts although the installation was cancelled", ["R-GEN-18"], static machine => new Altered<DeviceCoreState>(machine)
        {
            After = static (state, input, reaction) => reaction.Trigger == "CancelBelieved" ? reaction with { Outputs = [.. reaction.Outputs.Where(static output => output is not Output.CancelTimer)] }
                : input is Input.TimerFired { Timer: TimerId.Reboot } && state.Phase == DevicePhase.Idle ? new(state with { Phase = DevicePhase.Off }, [new Output.Reboot()], reaction.Trigger) : reaction,
        }),
    ];

    private static Mutant Busy(string id, string wrong, IReadOnlyList<string> violates, DevicePhase phase) => On(id, wrong, violates, machine => new Altered<DeviceCoreState>(machine)
    {
        After = (state, _, reaction) => state.Phase == phase && reaction.Outputs is [Output.Refuse { Code: ResultCode.Busy }]
            ? new(state, [new Output.Send(Link.Device, new DirectiveAnswer(DevicePhase.Receiving, null))], reaction.Trigger) : reaction,
    });

    private static Mutant Unbootable(string id, string wrong, IReadOnlyList<string> violates, string trigger) => On(id, wrong, violates, machine => new Altered<DeviceCoreState>(machine)
    {
        After = (state, _, reaction) => state.Phase == DevicePhase.Unbootable && reaction.Trigger == trigger ? Refusing(state, reaction, ResultCode.NothingBootable) : reaction,
    });

    /// <summary>Arms the timer for nonces once, and not anew for the next one.</summary>
    private sealed class OldTimer(IMachine<DeviceCoreState> right) : IMachine<DeviceCoreState>
    {
        private bool _armed;

        public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
        {
            if (input is Input.PoweredOn or Input.TimerFired { Timer: TimerId.NonceLifetime }) _armed = false;
            var reaction = right.Handle(state, input);
            var sets = reaction.Outputs.Any(static output => output is Output.SetTimer { Timer: TimerId.NonceLifetime });
            var kept = reaction with
            {
                Outputs = [.. reaction.Outputs.Where(output => output is not Output.CancelTimer { Timer: TimerId.NonceLifetime } && !(_armed && output is Output.SetTimer { Timer: TimerId.NonceLifetime }))],
            };
            _armed |= sets;
            return kept;
        }
    }
}
