using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using Stateless;

namespace SecUpIoT.Entities.Communicator;

/// <summary>
/// Communicator: checks the firmware status of one Device core and initiates the update when needed (LS-09). It decides nothing about
/// packages: it relays, fetches what the device wants, and starts over after any failure. The table repeats spec/machines/communicator.md.
/// </summary>
public sealed class CommunicatorMachine : IMachine<CommunicatorState>
{
    private readonly CommunicatorConfiguration _configuration;
    private readonly CommunicatorJudge _judge;
    private readonly StateMachine<Phase, Trigger> _table;
    private readonly Dictionary<Trigger, StateMachine<Phase, Trigger>.TriggerWithParameters<Fact>> _on = [];
    private readonly ImmutableArray<Output>.Builder _outputs = ImmutableArray.CreateBuilder<Output>();
    private CommunicatorState _state = CommunicatorState.Initial;

    /// <summary>A machine for one Device core (R-CM-16).</summary>
    public CommunicatorMachine(CommunicatorConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _judge = new CommunicatorJudge(configuration);
        _table = new(() => _state.Phase, phase => _state = _state with { Phase = phase });
        foreach (var trigger in Enum.GetValues<Trigger>()) _on[trigger] = _table.SetTriggerParameters<Fact>(trigger);
        _table.OnUnhandledTrigger((phase, trigger) => Emit(new Output.Refuse(ResultCode.NotNow, $"{trigger} in phase {phase}"))); // R-GEN-02

        _table.Configure(Phase.Waiting)
            .Permit(Trigger.PollDue, Phase.AskingStatus)                                    // R-CM-01, R-CM-15
            .OnEntryFrom(_on[Trigger.AnsweredNothing], Rest, "wait as the tracker asks")
            .OnEntryFrom(_on[Trigger.AnswerRefused], _ => Retry(), "back off")
            .OnEntryFrom(_on[Trigger.DeliverySettled], Settle, "wait")
            .OnEntryFrom(_on[Trigger.DeliveryRefused], Remember, "keep the refusal for the tracker, report soon")
            .OnEntryFrom(_on[Trigger.BlockMismatched], _ => Retry(), "back off")
            .OnEntryFrom(_on[Trigger.BlockTakenLast], _ => PollSoon(), "report soon")
            .OnEntryFrom(_on[Trigger.BlockDeclined], _ => Retry(), "back off")
            .OnEntryFrom(_on[Trigger.InstallStarted], _ => PollSoon(), "report soon")
            .OnEntryFrom(_on[Trigger.InstallDeclined], _ => Retry(), "back off")
            .OnEntryFrom(_on[Trigger.PeerFailed], _ => Retry(), "back off")
            .OnEntryFrom(_on[Trigger.ReplyOverdue], _ => Retry(), "back off");

        _table.Configure(Phase.AskingStatus)
            .OnEntryFrom(_on[Trigger.PollDue], _ => AskStatus(), "ask for the status")
            .OnEntryFrom(_on[Trigger.BlockTakenReportDue], _ => AskStatus(), "ask for the status")
            .Permit(Trigger.StatusReported, Phase.CheckingIn)                               // R-CM-02
            .Permit(Trigger.PeerFailed, Phase.Waiting)                                      // R-CM-06, R-CM-07
            .Permit(Trigger.ReplyOverdue, Phase.Waiting);                                   // R-CM-09

        _table.Configure(Phase.CheckingIn)
            .OnEntryFrom(_on[Trigger.StatusReported], CheckIn, "relay the report and the last refusal")
            .Permit(Trigger.AnsweredDirective, Phase.Delivering)                            // R-CM-03
            .Permit(Trigger.AnsweredNothing, Phase.Waiting)                                 // R-CM-08
            .Permit(Trigger.AnswerRefused, Phase.Waiting)                                   // R-CM-12
            .Permit(Trigger.PeerFailed, Phase.Waiting)                                      // R-CM-06, R-CM-07
            .Permit(Trigger.ReplyOverdue, Phase.Waiting);                                   // R-CM-09

        _table.Configure(Phase.Delivering)
            .OnEntryFrom(_on[Trigger.AnsweredDirective], Deliver, "deliver directive and envelope unaltered")
            .Permit(Trigger.DeliveryWanting, Phase.Fetching)                                // R-CM-04
            .Permit(Trigger.DeliveryVerified, Phase.RequestingInstall)                      // R-CM-11
            .Permit(Trigger.DeliverySettled, Phase.Waiting)                                 // R-CM-08
            .Permit(Trigger.DeliveryRefused, Phase.Waiting)                                 // R-CM-10
            .Permit(Trigger.PeerFailed, Phase.Waiting)                                      // R-CM-06, R-CM-07
            .Permit(Trigger.ReplyOverdue, Phase.Waiting);                                   // R-CM-09

        _table.Configure(Phase.Fetching)
            .OnEntryFrom(_on[Trigger.DeliveryWanting], BeginTransfer, "ask for the wanted block, arm the progress report")
            .OnEntryFrom(_on[Trigger.BlockTakenWanting], FetchNext, "ask for the wanted block")
            .Permit(Trigger.BlockFetched, Phase.Forwarding)                                 // R-CM-04
            .Permit(Trigger.BlockMismatched, Phase.Waiting)                                 // R-CM-05
            .InternalTransition(_on[Trigger.ProgressDue], (_, _) => NoteProgressDue())      // R-CM-13
            .Permit(Trigger.PeerFailed, Phase.Waiting)                                      // R-CM-06, R-CM-07
            .Permit(Trigger.ReplyOverdue, Phase.Waiting);                                   // R-CM-09

        _table.Configure(Phase.Forwarding)
            .OnEntryFrom(_on[Trigger.BlockFetched], Forward, "forward the block")
            .Permit(Trigger.BlockTakenWanting, Phase.Fetching)                              // R-CM-04
            .Permit(Trigger.BlockTakenReportDue, Phase.AskingStatus)                        // R-CM-13
            .Permit(Trigger.BlockTakenLast, Phase.Waiting)                                  // R-CM-11
            .Permit(Trigger.BlockDeclined, Phase.Waiting)                                   // R-CM-06
            .InternalTransition(_on[Trigger.ProgressDue], (_, _) => NoteProgressDue())      // R-CM-13
            .Permit(Trigger.PeerFailed, Phase.Waiting)                                      // R-CM-06, R-CM-07
            .Permit(Trigger.ReplyOverdue, Phase.Waiting);                                   // R-CM-09

        _table.Configure(Phase.RequestingInstall)
            .OnEntryFrom(_on[Trigger.DeliveryVerified], _ => RequestInstall(), "ask to install")
            .Permit(Trigger.InstallStarted, Phase.Waiting)                                  // R-CM-11
            .Permit(Trigger.InstallDeclined, Phase.Waiting)                                 // R-CM-06
            .Permit(Trigger.PeerFailed, Phase.Waiting)                                      // R-CM-06, R-CM-07
            .Permit(Trigger.ReplyOverdue, Phase.Waiting);                                   // R-CM-09
    }

    /// <inheritdoc/>
    public Reaction<CommunicatorState> Handle(CommunicatorState state, Input input)
    {
        _state = state;
        _outputs.Clear();
        var fact = _judge.Judge(state, input);
        _table.Fire(_on[fact.Trigger], fact);
        return new(_state, _outputs.ToImmutable(), fact.Trigger.ToString());
    }

    /// <summary>Every permitted (phase, trigger, next phase), for the specification's table.</summary>
    public IReadOnlyList<TableRow> Table() => TableRow.Of(_table.GetInfo());

    private void Emit(Output output) => _outputs.Add(output);

    private void Ask(Link link, Message message)
    {
        Emit(new Output.Send(link, message));
        Emit(new Output.SetTimer(TimerId.Reply, _configuration.ReplyTimeout));
    }

    private void AskStatus()
    {
        _state = _state with { Manifest = null, Want = null, ReportDue = false };
        Emit(new Output.CancelTimer(TimerId.Poll));
        Ask(Link.Device, new StatusRequest());
    }

    private void CheckIn(Fact fact) =>
        Ask(Link.Tracker, new CheckIn(((StatusReport)fact.Message!).SignedReport, _state.RefusedManifest, _state.RefusedCode));

    private void Deliver(Fact fact)
    {
        var answer = (CheckInAnswer)fact.Message!;
        TakeAnswer(answer);
        _state = _state with { Manifest = answer.Manifest };
        Ask(Link.Device, new DirectiveDelivery(answer.Directive, answer.Envelope));
    }

    private void Rest(Fact fact)
    {
        TakeAnswer((CheckInAnswer)fact.Message!);
        Succeed();
        Wait(_state.Interval);
    }

    /// <summary>The tracker answered: it knows of the refusal now, and says when to come again (R-CM-08).</summary>
    private void TakeAnswer(CheckInAnswer answer)
    {
        var interval = answer.PollAfter == 0 ? _configuration.DefaultPoll : TimeSpan.FromSeconds(answer.PollAfter);
        interval = interval < _configuration.LeastPoll ? _configuration.LeastPoll : interval > _configuration.MostPoll ? _configuration.MostPoll : interval;
        _state = _state with { Interval = interval, RefusedManifest = null, RefusedCode = ResultCode.None };
    }

    private void Settle(Fact fact)
    {
        Succeed();
        // A device in the middle of an update is asked again soon; an idle one when the tracker asked for it.
        var idle = ((DirectiveAnswer)fact.Message!).Phase is DevicePhase.Idle or DevicePhase.Unbootable;
        Wait(idle ? _state.Interval : _configuration.ActivePoll);
    }

    private void Remember(Fact fact)
    {
        _state = _state with { RefusedManifest = _state.Manifest, RefusedCode = fact.Code };
        Retry();
    }

    private void BeginTransfer(Fact fact)
    {
        Emit(new Output.SetTimer(TimerId.Progress, _configuration.ProgressInterval));
        Fetch(fact);
    }

    private void FetchNext(Fact fact)
    {
        Succeed();
        Fetch(fact);
    }

    private void Fetch(Fact fact)
    {
        var want = fact.Want!;
        _state = _state with { Want = want };
        Ask(Link.Tracker, new BlockRequest(want.Payload, want.Offset, want.Length));
    }

    private void Forward(Fact fact)
    {
        var block = (Block)fact.Message!;
        Ask(Link.Device, new ImageBlock(_state.Manifest!.Value, block.Payload, block.Offset, block.Data));
    }

    private void NoteProgressDue() => _state = _state with { ReportDue = true };

    private void RequestInstall() => Ask(Link.Device, new InstallRequest(_state.Manifest!.Value));

    private void PollSoon()
    {
        Succeed();
        Wait(_configuration.ActivePoll);
    }

    /// <summary>Something was achieved, not only answered: pauses after failures begin anew (R-CM-07).</summary>
    private void Succeed() => _state = _state with { Failures = 0 };

    private void Retry()
    {
        var failures = Math.Min(_state.Failures + 1, 20);
        _state = _state with { Failures = failures };
        Wait(BackOff.Pause(_configuration.FirstBackOff, failures, _configuration.MostBackOff));
    }

    private void Wait(TimeSpan pause)
    {
        _state = _state with { Manifest = null, Want = null, ReportDue = false };
        Emit(new Output.CancelTimer(TimerId.Reply));
        Emit(new Output.CancelTimer(TimerId.Progress));
        Emit(new Output.SetTimer(TimerId.Poll, pause));
    }
}
