using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Communicator;

/// <summary>What happened, as the judge names it: a trigger and the data that its action needs.</summary>
internal sealed record Fact(Trigger Trigger)
{
    public ResultCode Code { get; init; }

    public string Detail { get; init; } = "";

    public Message? Message { get; init; }

    public BlockWant? Want { get; init; }

    public static Fact Refused(Trigger trigger, ResultCode code, string detail) => new(trigger) { Code = code, Detail = detail };
}

/// <summary>Names what happened to a Communicator. Pure; a message that answers another request than the pending one is named as such.</summary>
internal sealed class CommunicatorJudge(CommunicatorConfiguration configuration)
{
    public Fact Judge(CommunicatorState state, Input input) => input switch
    {
        Input.Started or Input.CheckRequested or Input.TimerFired { Timer: TimerId.Poll } => new(Trigger.PollDue),
        Input.TimerFired { Timer: TimerId.Reply } => Fact.Refused(Trigger.ReplyOverdue, ResultCode.TimedOut, $"no answer in phase {state.Phase}"),
        Input.TimerFired { Timer: TimerId.Progress } => new(Trigger.ProgressDue),
        Input.LinkFailed { Link: Link.Device or Link.Tracker } failed when failed.Link == Pending(state.Phase) =>
            Fact.Refused(Trigger.PeerFailed, failed.Code, $"{failed.Link} link failed in phase {state.Phase}"),
        Input.Received { Link: Link.Device or Link.Tracker } received when received.Link == Pending(state.Phase) => Hear(state, received.Message),
        _ => new(Trigger.Unexpected),
    };

    /// <summary>On which link an answer is pending.</summary>
    private static Link? Pending(Phase phase) => phase switch
    {
        Phase.AskingStatus or Phase.Delivering or Phase.Forwarding or Phase.RequestingInstall => Link.Device,
        Phase.CheckingIn or Phase.Fetching => Link.Tracker,
        _ => null,
    };

    private Fact Hear(CommunicatorState state, Message message) => (state.Phase, message) switch
    {
        (Phase.AskingStatus, StatusReport) => new(Trigger.StatusReported) { Message = message },
        (Phase.CheckingIn, CheckInAnswer answer) => Answered(answer),
        (Phase.Delivering, DirectiveAnswer answer) => new(Delivered(state, answer)) { Want = answer.Want, Message = answer },
        (Phase.Delivering, Refusal refusal) => Fact.Refused(Trigger.DeliveryRefused, refusal.Code, refusal.Detail),
        (Phase.Fetching, Block block) => Fetched(state.Want!, block),
        (Phase.Forwarding, BlockAnswer answer) => new(Taken(state, answer)) { Want = answer.Want },
        (Phase.Forwarding, Refusal refusal) => Fact.Refused(Trigger.BlockDeclined, refusal.Code, refusal.Detail),
        (Phase.RequestingInstall, InstallAnswer) => new(Trigger.InstallStarted),
        (Phase.RequestingInstall, Refusal refusal) => Fact.Refused(Trigger.InstallDeclined, refusal.Code, refusal.Detail),
        (_, Refusal refusal) => Fact.Refused(Trigger.PeerFailed, refusal.Code, refusal.Detail),
        _ => Fact.Refused(Trigger.PeerFailed, ResultCode.MalformedMessage, $"{message.GetType().Name} does not answer what was asked in phase {state.Phase}"),
    };

    private Fact Answered(CheckInAnswer answer)
    {
        if (answer.Directive.IsEmpty && answer.Envelope.IsEmpty) return new(Trigger.AnsweredNothing) { Message = answer };
        if (!answer.Envelope.IsEmpty && configuration.PreCheck(answer.Envelope) is { } fault)                     // R-CM-12
            return Fact.Refused(Trigger.AnswerRefused, ResultCode.MalformedManifest, fault);
        if (answer.Kind != DirectiveKind.UpToDate && answer.Manifest is null)
            return Fact.Refused(Trigger.AnswerRefused, ResultCode.MalformedMessage, $"{answer.Kind} names no manifest");
        return new(Trigger.AnsweredDirective) { Message = answer };
    }

    private static Trigger Delivered(CommunicatorState state, DirectiveAnswer answer) => answer switch
    {
        // The tracker named no manifest: there is nothing to transfer or to install, whatever the device would like.
        _ when state.Manifest is null => Trigger.DeliverySettled,
        { Want: not null } => Trigger.DeliveryWanting,
        { Phase: DevicePhase.Verified } => Trigger.DeliveryVerified,                                               // R-CM-11
        _ => Trigger.DeliverySettled,
    };

    private static Fact Fetched(BlockWant want, Block block)
    {
        var fits = block.Payload == want.Payload && block.Offset == want.Offset && block.Data.Length == want.Length;
        return fits
            ? new(Trigger.BlockFetched) { Message = block }
            : Fact.Refused(Trigger.BlockMismatched, ResultCode.UnexpectedBlock,
                $"wanted {want.Length} bytes of {want.Payload} from {want.Offset}, got {block.Data.Length} of {block.Payload} from {block.Offset}"); // R-CM-05
    }

    private static Trigger Taken(CommunicatorState state, BlockAnswer answer) => answer.Want is null
        ? Trigger.BlockTakenLast
        : state.ReportDue ? Trigger.BlockTakenReportDue : Trigger.BlockTakenWanting;
}
