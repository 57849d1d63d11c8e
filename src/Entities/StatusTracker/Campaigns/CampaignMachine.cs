using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using Stateless;
using Phase = SecUpIoT.Protocol.CampaignPhase;

namespace SecUpIoT.Entities.StatusTracker.Campaigns;

/// <summary>
/// A campaign of the Status tracker (profile Fleet): a package reaches a group of devices in waves, and a wave opens only on confirmed
/// updates (R-ST-41). The table repeats spec/machines/status-tracker.md.
/// </summary>
public sealed class CampaignMachine : IMachine<CampaignState>
{
    private readonly StateMachine<Phase, CampaignTrigger> _table;
    private readonly Dictionary<CampaignTrigger, StateMachine<Phase, CampaignTrigger>.TriggerWithParameters<CampaignFact>> _on = [];
    private readonly ImmutableArray<Output>.Builder _outputs = ImmutableArray.CreateBuilder<Output>();
    private CampaignState _state = CampaignState.Initial;
    private Phase _phase;

    /// <summary>A machine for campaigns.</summary>
    public CampaignMachine()
    {
        _table = new(() => _phase, phase => _phase = phase);
        foreach (var trigger in Enum.GetValues<CampaignTrigger>()) _on[trigger] = _table.SetTriggerParameters<CampaignFact>(trigger);
        _table.OnUnhandledTrigger((phase, trigger) => Emit(new Output.Refuse(phase == Phase.Absent ? ResultCode.NotAvailable : ResultCode.NotNow, $"{trigger} in phase {phase}"))); // R-GEN-02

        _table.Configure(Phase.Absent)
            .Permit(CampaignTrigger.PlanAccepted, Phase.Draft)                                                               // R-ST-38
            .InternalTransition(_on[CampaignTrigger.PlanRefused], (fact, _) => Emit(new Output.Refuse(fact.Code, fact.Detail))); // R-ST-38

        _table.Configure(Phase.Draft)
            .OnEntryFrom(_on[CampaignTrigger.PlanAccepted], Plan, "persist, answer")
            .Permit(CampaignTrigger.StartOrdered, Phase.Running)                                                             // R-ST-39
            .Permit(CampaignTrigger.AbortOrdered, Phase.Aborted);                                                            // R-ST-39

        _table.Configure(Phase.Running)
            .OnEntryFrom(_on[CampaignTrigger.StartOrdered], Start, "open the first wave, persist, answer")
            .OnEntryFrom(_on[CampaignTrigger.ResumeOrdered], Resume, "forgive, persist, answer")
            .OnEntryFrom(_on[CampaignTrigger.WaveConfirmed], _ => Advance(), "open the next wave, persist")
            .PermitReentry(CampaignTrigger.WaveConfirmed)                                                                    // R-ST-41
            .Permit(CampaignTrigger.LastWaveConfirmed, Phase.Finished)                                                       // R-ST-41
            .Permit(CampaignTrigger.LimitReached, Phase.Paused)                                                              // R-ST-43
            .Permit(CampaignTrigger.PauseOrdered, Phase.Paused)                                                              // R-ST-44
            .Permit(CampaignTrigger.AbortOrdered, Phase.Aborted)                                                             // R-ST-51
            .InternalTransition(_on[CampaignTrigger.MembersMoved], (_, _) => { });                                           // R-ST-48

        _table.Configure(Phase.Paused)
            .OnEntryFrom(_on[CampaignTrigger.LimitReached], fact => Save(_state.Record! with { Reason = fact.Reason }), "persist the reason")
            .OnEntryFrom(_on[CampaignTrigger.PauseOrdered], fact => SaveAndAnswer(_state.Record! with { Reason = PauseReason.Operator }, fact), "persist, answer")
            .Permit(CampaignTrigger.ResumeOrdered, Phase.Running)                                                            // R-ST-44
            .Permit(CampaignTrigger.AbortOrdered, Phase.Aborted)                                                             // R-ST-51
            .InternalTransition(_on[CampaignTrigger.MembersMoved], (_, _) => { });                                           // R-ST-44

        _table.Configure(Phase.Finished)
            .OnEntryFrom(_on[CampaignTrigger.LastWaveConfirmed], Finish, "persist the final counts")
            .Permit(CampaignTrigger.AbortOrdered, Phase.Aborted);                                                            // R-ST-51

        _table.Configure(Phase.Aborted)
            .OnEntryFrom(_on[CampaignTrigger.AbortOrdered], Abort, "persist the final counts, answer");
    }

    /// <inheritdoc/>
    public Reaction<CampaignState> Handle(CampaignState state, Input input)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
        _phase = state.Phase;
        _outputs.Clear();
        var fact = CampaignJudge.Judge(state, input);
        _table.Fire(_on[fact.Trigger], fact);
        return new(_state, _outputs.ToImmutable(), fact.Trigger.ToString());
    }

    /// <summary>Every permitted (phase, trigger, next phase), for the specification's table.</summary>
    public IReadOnlyList<TableRow> Table() => TableRow.Of(_table.GetInfo());

    private void Emit(Output output) => _outputs.Add(output);

    private void Save(CampaignRecord record)
    {
        record = record with { Phase = _phase };
        _state = new CampaignState(record);
        Emit(new Output.Persist(record));
    }

    private void SaveAndAnswer(CampaignRecord record, CampaignFact fact)
    {
        Save(record);
        Emit(new Output.Send(Link.Operator, new CampaignAnswer(_state.Record!.ToEntry(fact.Waves))));
    }

    private void Plan(CampaignFact fact) => SaveAndAnswer(fact.Planned!, fact);

    private void Start(CampaignFact fact) => SaveAndAnswer(_state.Record! with { OpenWaves = 1, Bounds = fact.Bounds, StartedAt = fact.At }, fact);

    // The operator has seen what failed or is silent so far and goes on all the same: it counts no more (R-ST-44). Two numbers, because a
    // silent member can come back, and then its failure is a new one (R-ST-43) and its confirmation is awaited again (R-ST-41).
    private void Resume(CampaignFact fact)
    {
        var open = CampaignJudge.Open(_state.Record!, fact.Waves);
        SaveAndAnswer(_state.Record! with { Reason = PauseReason.None, Forgiven = open.Failed, Excused = open.Silent }, fact);
    }

    private void Advance() => Save(_state.Record! with { OpenWaves = (byte)(_state.Record!.OpenWaves + 1) });

    private void Finish(CampaignFact fact) => Save(_state.Record! with { EndedAt = fact.At, Final = fact.Waves });

    private void Abort(CampaignFact fact) =>
        SaveAndAnswer(_state.Record! with { Reason = PauseReason.None, EndedAt = fact.At, Final = _state.Record!.IsOpen ? fact.Waves : _state.Record.Final }, fact);
}
