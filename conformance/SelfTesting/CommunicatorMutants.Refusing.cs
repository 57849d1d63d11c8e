using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.SelfTesting;

/// <content>What the Device core refused, and what it is asked to install.</content>
internal static partial class CommunicatorMutants
{
    private static IReadOnlyList<Mutant> Refusing =>
    [
        Altering("refusal-untold", "keeps refusals to itself", ["R-CM-10"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.Saying<CheckIn>(static checkIn => checkIn with { RefusedManifest = null, RefusedCode = ResultCode.None }))),
        Altering("refusal-told-once", "forgets a refusal before the Status tracker has answered", ["R-CM-10"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.Trigger == nameof(Trigger.StatusReported) ? reaction with { State = reaction.State with { RefusedManifest = null, RefusedCode = ResultCode.None } } : reaction)),
        Altering("refusal-coarse", "tells the group of a code only", ["R-CM-10"], static (machine, _) => machine.After(static (_, _, reaction) =>
            reaction.Saying<CheckIn>(static checkIn => checkIn with { RefusedCode = Coarse(checkIn.RefusedCode) }))),
        Altering("refusal-of-another", "tells of the first package that was refused for ever", ["R-CM-10"], static (machine, _) =>
        {
            Digest? first = null;
            return machine.After((_, _, reaction) => reaction.Saying<CheckIn>(checkIn => checkIn.RefusedManifest is null ? checkIn : checkIn with { RefusedManifest = first ??= checkIn.RefusedManifest }));
        }),
        Altering("refusal-unasked", "takes what its device says unasked for a refusal of the package", ["R-CM-10"], static (machine, _) => machine.After(static (state, input, reaction) =>
            state.Phase == Phase.Fetching && input is Input.Received { Link: Link.Device, Message: Refusal refusal }
                ? new(state with { RefusedManifest = state.Manifest, RefusedCode = refusal.Code }, [], reaction.Trigger)
                : reaction)),
    ];

    private static IReadOnlyList<Mutant> Installing =>
    [
        Altering("install-unverified", "asks to install whenever nothing more is wanted", ["R-CM-11"], static (machine, _) => machine.Before(static (state, input) =>
            (state, state is { Phase: Phase.Delivering, Manifest: not null } && input is Input.Received { Message: DirectiveAnswer { Want: null } answer } received ? received with { Message = answer with { Phase = DevicePhase.Verified } } : input))),
        Altering("install-at-last-block", "asks to install right after the last block", ["R-CM-11"], static (machine, configuration) => machine.After((state, _, reaction) =>
            reaction.Trigger == nameof(Trigger.BlockTakenLast)
                ? reaction.Asking(state with { Phase = Phase.RequestingInstall }, Link.Device, new InstallRequest(state.Manifest!.Value), configuration)
                : reaction)),
        Altering("install-unasked", "takes what its device says unasked for leave to install", ["R-CM-11"], static (machine, configuration) => machine.After((state, input, reaction) =>
            state is { Phase: Phase.Fetching, Manifest: { } manifest } && input is Input.Received { Link: Link.Device, Message: DirectiveAnswer { Phase: DevicePhase.Verified } }
                ? reaction.Asking(state with { Phase = Phase.RequestingInstall }, Link.Device, new InstallRequest(manifest), configuration)
                : reaction)),
    ];

    private static ResultCode Coarse(ResultCode code) => Enum.GetValues<ResultCode>().First(other => (int)other / 100 == (int)code / 100);
}
