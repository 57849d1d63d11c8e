using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using Stateless;
using Phase = SecUpIoT.Protocol.DevicePhase;

namespace SecUpIoT.Entities.DeviceCore;

/// <summary>
/// Device core: stores and uses firmware on the device (LS-08, R-DC-48). The whole of its behaviour is the table below, which
/// spec/machines/device-core.md repeats; judges name what happened, the table decides what it means, actions write state.
/// No clock, socket, task or lock: an instance is owned by one loop.
/// </summary>
public sealed partial class DeviceCoreMachine : IMachine<DeviceCoreState>
{
    private static readonly Phase[] Awake =
        [Phase.Idle, Phase.Receiving, Phase.VerifyingImage, Phase.Verified, Phase.Installing, Phase.AwaitingBoot, Phase.Trial, Phase.Unbootable];

    private readonly DeviceCoreConfiguration _configuration;
    private readonly DeviceJudge _judge;
    private readonly StateMachine<Phase, Trigger> _table;
    private readonly Dictionary<Trigger, StateMachine<Phase, Trigger>.TriggerWithParameters<Fact>> _on = [];
    private readonly ImmutableArray<Output>.Builder _outputs = ImmutableArray.CreateBuilder<Output>();
    private DeviceCoreState _state = DeviceCoreState.Initial;

    /// <summary>A machine for one device; without <paramref name="judges"/> the ones that the specification demands.</summary>
    public DeviceCoreMachine(DeviceCoreConfiguration configuration, DeviceJudges? judges = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _judge = new DeviceJudge(configuration, judges ?? DeviceJudges.For(configuration));
        _table = new(() => _state.Phase, phase => _state = _state with { Phase = phase });
        foreach (var trigger in Enum.GetValues<Trigger>()) _on[trigger] = _table.SetTriggerParameters<Fact>(trigger);
        _table.OnUnhandledTrigger((phase, trigger) => Emit(new Output.Refuse(RefusalOf(phase, trigger), $"{trigger} in phase {phase}"))); // R-GEN-02, R-DC-33, R-DC-35

        _table.Configure(Phase.Off)
            .Permit(Trigger.StartedPlain, Phase.VerifyingBoot)                              // R-DC-25
            .Permit(Trigger.StartedForTrial, Phase.VerifyingBoot)                           // R-DC-26
            .Permit(Trigger.StartedAfterTrial, Phase.VerifyingBoot)                         // R-DC-26
            .Permit(Trigger.StartedEmpty, Phase.Unbootable)                                 // R-DC-39
            .PermitReentry(Trigger.StorageFailed)                                           // R-DC-38
            .OnEntryFrom(_on[Trigger.RebootDue], _ => Emit(new Output.Reboot()), "reboot")
            .OnEntryFrom(_on[Trigger.StorageFailed], _ => Emit(new Output.Reboot()), "reboot: the journal says what is true")
            .OnEntryFrom(_on[Trigger.RecoveryFailed], fact => AbandonAndReboot(fact.Code), "abandon, reboot")
            .OnEntryFrom(_on[Trigger.SelfTestFailed], _ => RevertAndReboot(ResultCode.SelfTestFailed), "revert, reboot")
            .OnEntryFrom(_on[Trigger.TrialExpired], _ => RevertAndReboot(ResultCode.TrialExpired), "revert, reboot");

        _table.Configure(Phase.VerifyingBoot)
            .OnEntryFrom(_on[Trigger.StartedPlain], fact => PowerOn(fact, VerifyConfirmed), "read the confirmed slot")
            .OnEntryFrom(_on[Trigger.StartedForTrial], fact => PowerOn(fact, VerifyTrial), "spend the trial, read its slot")
            .OnEntryFrom(_on[Trigger.StartedAfterTrial], fact => PowerOn(fact, () => Revert(ResultCode.RestartedDuringTrial)), "revert, read the confirmed slot")
            .OnEntryFrom(_on[Trigger.TrialImageRejected], _ => Revert(ResultCode.BootVerificationFailed), "revert, read the confirmed slot")
            .OnEntryFrom(_on[Trigger.StorageFailed], fact => AbandonAtBoot(fact.Code), "abandon, read the confirmed slot")
            .Permit(Trigger.TrialImageAuthentic, Phase.Trial)                               // R-DC-25, R-DC-26
            .PermitReentry(Trigger.TrialImageRejected)                                      // R-DC-25, R-DC-31
            .PermitReentry(Trigger.StorageFailed)                                           // R-DC-36, R-DC-38
            .Permit(Trigger.BootedIdle, Phase.Idle)                                         // R-DC-25
            .Permit(Trigger.BootedReceiving, Phase.Receiving)                               // R-DC-21
            .Permit(Trigger.BootedVerifying, Phase.VerifyingImage)                          // R-DC-21
            .Permit(Trigger.BootedVerified, Phase.Verified)                                 // R-DC-46
            .Permit(Trigger.ConfirmedImageRejected, Phase.Unbootable);                      // R-DC-31, R-DC-39

        _table.Configure(Phase.Idle)
            .OnEntryFrom(_on[Trigger.BootedIdle], _ => InvokeConfirmed(), "invoke the confirmed image")
            .OnEntryFrom(_on[Trigger.SelfTestPassed], _ => Confirm(), "confirm")
            .OnEntryFrom(_on[Trigger.ImageRejected], fact => Abandon(fact.Code), "abandon")
            .OnEntryFrom(_on[Trigger.StorageFailed], fact => Abandon(fact.Code), "abandon")
            .OnEntryFrom(_on[Trigger.CancelBelieved], _ => Cancel(), "abandon")
            .Permit(Trigger.UpdateAccepted, Phase.Receiving)                                // R-DC-14, R-DC-15
            .Permit(Trigger.UpdateAcceptedWhole, Phase.VerifyingImage)                      // R-DC-43
            .Permit(Trigger.StorageFailed, Phase.Off);                                      // R-DC-38

        _table.Configure(Phase.Receiving)
            .OnEntryFrom(_on[Trigger.BootedReceiving], _ => InvokeConfirmed(), "invoke the confirmed image")
            .OnEntryFrom(_on[Trigger.UpdateAccepted], Accept, "erase the inactive slot, keep the envelope, ask for the first block")
            .PermitReentry(Trigger.UpdateAccepted)                                          // R-DC-34
            .Permit(Trigger.UpdateAcceptedWhole, Phase.VerifyingImage)                      // R-DC-34, R-DC-43
            .InternalTransition(_on[Trigger.BlockStored], (fact, _) => Store(fact))         // R-DC-19, R-DC-20
            .Permit(Trigger.LastBlockStored, Phase.VerifyingImage)                          // R-DC-20, R-DC-22
            .InternalTransition(_on[Trigger.BlockRefused], (fact, _) => Refuse(fact))       // R-DC-19
            .Permit(Trigger.StorageFailed, Phase.Idle)                                      // R-DC-38
            .Permit(Trigger.CancelBelieved, Phase.Idle);                                    // R-DC-35

        _table.Configure(Phase.VerifyingImage)
            .OnEntryFrom(_on[Trigger.BootedVerifying], _ => InvokeAndVerify(), "invoke the confirmed image, read the candidate's slot")
            .OnEntryFrom(_on[Trigger.UpdateAcceptedWhole], AcceptWhole, "erase the inactive slot, keep envelope and image, read the slot")
            .OnEntryFrom(_on[Trigger.LastBlockStored], StoreLast, "store, read the candidate's slot")
            .Permit(Trigger.ImageAuthentic, Phase.Verified)                                 // R-DC-22
            .Permit(Trigger.ImageRejected, Phase.Idle)                                      // R-DC-23
            .Permit(Trigger.StorageFailed, Phase.Idle)                                      // R-DC-38
            .Permit(Trigger.CancelBelieved, Phase.Idle);                                    // R-DC-35

        _table.Configure(Phase.Verified)
            .OnEntryFrom(_on[Trigger.BootedVerified], _ => BackToVerified(), "invoke the confirmed image")
            .OnEntryFrom(_on[Trigger.ImageAuthentic], _ => Advance(CandidateStage.Verified), "persist")
            .Permit(Trigger.InstallAsked, Phase.Installing)                                 // R-DC-24
            .Permit(Trigger.UpdateAccepted, Phase.Receiving)                                // R-DC-34
            .Permit(Trigger.UpdateAcceptedWhole, Phase.VerifyingImage)                      // R-DC-34, R-DC-43
            .Permit(Trigger.StorageFailed, Phase.Idle)                                      // R-DC-38
            .Permit(Trigger.CancelBelieved, Phase.Idle);                                    // R-DC-35

        _table.Configure(Phase.Installing)
            .OnEntryFrom(_on[Trigger.InstallAsked], _ => Install(), "persist, seal the slot")
            .Permit(Trigger.InstallSucceeded, Phase.AwaitingBoot)                           // R-DC-24, R-DC-26
            .Permit(Trigger.StorageFailed, Phase.Idle);                                     // R-DC-38

        _table.Configure(Phase.AwaitingBoot)
            .OnEntryFrom(_on[Trigger.InstallSucceeded], _ => SelectForTrial(), "select for trial, answer, arm the restart")
            .Permit(Trigger.RebootDue, Phase.Off)                                           // R-DC-26
            .Permit(Trigger.StorageFailed, Phase.Idle)                                      // R-DC-38
            .Permit(Trigger.CancelBelieved, Phase.Idle);                                    // R-DC-35

        _table.Configure(Phase.Trial)
            .OnEntryFrom(_on[Trigger.TrialImageAuthentic], _ => BeginTrial(), "invoke the image on trial, arm its end, test")
            .Permit(Trigger.SelfTestPassed, Phase.Idle)                                     // R-DC-27, R-DC-30
            .Permit(Trigger.SelfTestFailed, Phase.Off)                                      // R-DC-28
            .Permit(Trigger.TrialExpired, Phase.Off)                                        // R-DC-29
            .Permit(Trigger.StorageFailed, Phase.Off);                                      // R-DC-38

        _table.Configure(Phase.Unbootable)
            .OnEntryFrom(_on[Trigger.StartedEmpty], fact => PowerOn(fact, Freshen), "wait to be provisioned")
            .OnEntryFrom(_on[Trigger.ConfirmedImageRejected], _ => Freshen(), "wait for a recovery")
            .Permit(Trigger.UpdateAccepted, Phase.Receiving)                                // R-DC-39
            .Permit(Trigger.UpdateAcceptedWhole, Phase.VerifyingImage)                      // R-DC-39, R-DC-43
            .Permit(Trigger.StorageFailed, Phase.Off);                                      // R-DC-38

        foreach (var phase in Awake)
        {
            _table.Configure(phase)
                .InternalTransition(_on[Trigger.StatusAsked], (fact, _) => Report(fact.Fresh))                          // R-DC-02, R-DC-03
                .InternalTransition(_on[Trigger.UpToDateBelieved], (_, _) => BelieveUpToDate())                         // R-DC-47
                .InternalTransition(_on[Trigger.UpdateRefused], (fact, _) => Refuse(fact))                              // R-DC-04..18
                .InternalTransition(_on[Trigger.InstallRefused], (fact, _) => Refuse(fact))                             // R-DC-24
                .InternalTransition(_on[Trigger.NonceExpired], (_, _) => _state = _state with { Nonce = null })         // R-DC-41
                .InternalTransition(_on[Trigger.FreshnessExpired], (_, _) => _state = _state with { FreezeSuspected = true }); // R-DC-37
            if (phase is Phase.Receiving or Phase.VerifyingImage or Phase.Verified or Phase.Installing or Phase.AwaitingBoot)
                _table.Configure(phase).Permit(Trigger.RecoveryFailed, Phase.Off);                                      // R-DC-39
            if (phase is not (Phase.Idle or Phase.Unbootable))
                _table.Configure(phase).InternalTransition(_on[Trigger.UpdateResumed], (_, _) => Resume());             // R-DC-21
        }
    }
}
