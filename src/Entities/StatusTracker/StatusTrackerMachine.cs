using System.Collections.Immutable;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using Stateless;
using Phase = SecUpIoT.Protocol.TrackPhase;

namespace SecUpIoT.Entities.StatusTracker;

/// <summary>
/// Status tracker: keeps tabs on the devices under its administration (LS-10, R-ST-33), here on one of them. A record follows verified reports only:
/// "completed" means that the device itself said, after its restart, that it runs the image and has confirmed it (R-ST-06).
/// The table repeats spec/machines/status-tracker.md.
/// </summary>
public sealed class StatusTrackerMachine : IMachine<TrackState>
{
    private static readonly Phase[] Tracked = [.. Enum.GetValues<Phase>().Where(phase => phase is not (Phase.Absent or Phase.Decommissioned))];

    private static readonly Phase[] Cancellable =
        [Phase.Announced, Phase.Accepted, Phase.Downloading, Phase.Downloaded, Phase.Verified, Phase.Installing, Phase.AwaitingBoot, Phase.Superseded, Phase.Unreachable];

    private readonly StatusTrackerConfiguration _configuration;
    private readonly TrackJudge _judge;
    private readonly StateMachine<Phase, Trigger> _table;
    private readonly Dictionary<Trigger, StateMachine<Phase, Trigger>.TriggerWithParameters<Fact>> _on = [];
    private readonly ImmutableArray<Output>.Builder _outputs = ImmutableArray.CreateBuilder<Output>();
    private TrackState _state = TrackState.Initial;
    private Phase _phase;

    /// <summary>A machine for records of devices.</summary>
    /// <param name="configuration">The policy.</param>
    /// <param name="readKey">Reads an enrolled public key (SubjectPublicKeyInfo); null when it is none that this tracker accepts.</param>
    public StatusTrackerMachine(StatusTrackerConfiguration configuration, Func<Bytes, IVerifier?> readKey)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _judge = new TrackJudge(configuration, readKey);
        _table = new(() => _phase, phase => _phase = phase);
        foreach (var trigger in Enum.GetValues<Trigger>()) _on[trigger] = _table.SetTriggerParameters<Fact>(trigger);
        _table.OnUnhandledTrigger((phase, trigger) => Emit(new Output.Refuse(RefusalOf(phase, trigger), $"{trigger} in phase {phase}"))); // R-GEN-02

        _table.Configure(Phase.Absent)
            .Permit(Trigger.EnrolmentAccepted, Phase.Enrolled)                                                       // R-ST-01
            .InternalTransition(_on[Trigger.EnrolmentRefused], (fact, _) => Refuse(fact))                            // R-ST-01
            .InternalTransition(_on[Trigger.ReportRefused], (fact, _) => Refuse(fact));                              // R-ST-02

        foreach (var phase in Tracked)
        {
            _table.Configure(phase)
                .InternalTransition(_on[Trigger.EnrolmentRepeated], (fact, _) => AnswerEnrolment(fact))              // R-ST-01
                .InternalTransition(_on[Trigger.EnrolmentRefused], (fact, _) => Refuse(fact))                        // R-ST-01
                .InternalTransition(_on[Trigger.ReportRefused], (fact, _) => Refuse(fact));                          // R-ST-03, R-ST-04
            To(phase, Trigger.IdleReported, IsEnd(phase) ? phase : Phase.Enrolled);                                  // R-ST-11, R-ST-13
            To(phase, Trigger.UpdateDue, Phase.Announced);                                                           // R-ST-09, R-ST-10, R-ST-26
            To(phase, Trigger.SupersedingDue, Phase.Superseded);                                                     // R-ST-21
            To(phase, Trigger.AcceptanceReported, Phase.Accepted);                                                   // R-ST-12
            To(phase, Trigger.TransferReported, Phase.Downloading);                                                  // R-ST-12, R-ST-19, R-ST-20
            To(phase, Trigger.DownloadReported, Phase.Downloaded);                                                   // R-ST-12
            To(phase, Trigger.VerificationReported, Phase.Verified);                                                 // R-ST-12
            To(phase, Trigger.InstallationReported, Phase.Installing);                                               // R-ST-12
            To(phase, Trigger.BootAwaited, Phase.AwaitingBoot);                                                      // R-ST-12
            To(phase, Trigger.TrialReported, Phase.Trial);                                                           // R-ST-12
            To(phase, Trigger.CompletionReported, Phase.Confirmed);                                                  // R-ST-06
            To(phase, Trigger.FailureReported, Phase.Failed);                                                        // R-ST-13
            To(phase, Trigger.RevertReported, Phase.Reverted);                                                       // R-ST-14
            To(phase, Trigger.FallBackReported, Phase.Reverted);                                                     // R-ST-07
            To(phase, Trigger.RefusalRelayed, Phase.Failed);                                                         // R-ST-15
            To(phase, Trigger.CancellationReported, Phase.Cancelled);                                                // R-ST-19
            _table.Configure(phase)
                .InternalTransition(_on[Trigger.TagsNamed], (fact, _) => Tag(fact))                                  // R-ST-37
                .InternalTransition(_on[Trigger.TagsRefused], (fact, _) => Refuse(fact))                             // R-ST-37
                .Permit(Trigger.DecommissionRequested, Phase.Decommissioned);                                        // R-ST-50
            if (phase != Phase.Unreachable)
                _table.Configure(phase).Permit(Trigger.SilenceExpired, Phase.Unreachable);                           // R-ST-17
        }

        foreach (var phase in Cancellable)
            _table.Configure(phase).InternalTransition(_on[Trigger.CancelRequested], (_, _) => WantCancel());        // R-ST-19

        _table.Configure(Phase.Decommissioned)
            .OnEntryFrom(_on[Trigger.DecommissionRequested], Decommission, "persist, cancel the silence timer, answer")
            .Permit(Trigger.EnrolmentAccepted, Phase.Enrolled)                                                       // R-ST-50
            .InternalTransition(_on[Trigger.EnrolmentRefused], (fact, _) => Refuse(fact))                            // R-ST-01
            .InternalTransition(_on[Trigger.ReportRefused], (fact, _) => Refuse(fact))                               // R-ST-50
            .InternalTransition(_on[Trigger.DecommissionRequested], (_, _) => AnswerDecommission());                 // R-ST-50

        _table.Configure(Phase.Enrolled)
            .OnEntryFrom(_on[Trigger.EnrolmentAccepted], Enrol, "persist, answer")
            .OnEntryFrom(_on[Trigger.IdleReported], Rest, "persist, answer up to date");
        foreach (var phase in Tracked.Where(IsEnd))
            _table.Configure(phase).OnEntryFrom(_on[Trigger.IdleReported], Rest, "persist, answer up to date");
        _table.Configure(Phase.Announced).OnEntryFrom(_on[Trigger.UpdateDue], Offer, "persist, answer install");
        _table.Configure(Phase.Superseded).OnEntryFrom(_on[Trigger.SupersedingDue], Offer, "persist, answer install the newer");
        _table.Configure(Phase.Accepted).OnEntryFrom(_on[Trigger.AcceptanceReported], Progress, "persist, answer install or cancel");
        _table.Configure(Phase.Downloading).OnEntryFrom(_on[Trigger.TransferReported], Progress, "persist, answer install or cancel");
        _table.Configure(Phase.Downloaded).OnEntryFrom(_on[Trigger.DownloadReported], Progress, "persist, answer install or cancel");
        _table.Configure(Phase.Verified).OnEntryFrom(_on[Trigger.VerificationReported], Progress, "persist, answer install or cancel");
        _table.Configure(Phase.Installing).OnEntryFrom(_on[Trigger.InstallationReported], Progress, "persist, answer install or cancel");
        _table.Configure(Phase.AwaitingBoot).OnEntryFrom(_on[Trigger.BootAwaited], Progress, "persist, answer install or cancel");
        _table.Configure(Phase.Trial).OnEntryFrom(_on[Trigger.TrialReported], Progress, "persist, answer install or cancel");
        _table.Configure(Phase.Confirmed).OnEntryFrom(_on[Trigger.CompletionReported], Complete, "persist, answer up to date");
        _table.Configure(Phase.Failed)
            .OnEntryFrom(_on[Trigger.FailureReported], fact => End(fact, verified: true), "persist, answer up to date")
            .OnEntryFrom(_on[Trigger.RefusalRelayed], fact => End(fact, verified: false), "persist as unverified, answer up to date");
        _table.Configure(Phase.Reverted)
            .OnEntryFrom(_on[Trigger.RevertReported], fact => End(fact, verified: true), "persist, answer up to date")
            .OnEntryFrom(_on[Trigger.FallBackReported], fact => End(fact, verified: true), "reopen the record, persist, answer up to date");
        _table.Configure(Phase.Cancelled).OnEntryFrom(_on[Trigger.CancellationReported], fact => End(fact, verified: true), "persist, answer up to date");
        _table.Configure(Phase.Unreachable).OnEntryFrom(_on[Trigger.SilenceExpired], _ => Save(_state.Record!), "persist");
    }

    /// <inheritdoc/>
    public Reaction<TrackState> Handle(TrackState state, Input input)
    {
        _state = state;
        _phase = state.Phase;
        _outputs.Clear();
        var fact = _judge.Judge(state, input);
        _table.Fire(_on[fact.Trigger], fact);
        return new(_state, _outputs.ToImmutable(), fact.Trigger.ToString());
    }

    /// <summary>Every permitted (phase, trigger, next phase), for the specification's table.</summary>
    public IReadOnlyList<TableRow> Table() => TableRow.Of(_table.GetInfo());

    /// <summary>How an update ended stands until another begins.</summary>
    private static bool IsEnd(Phase phase) => phase is Phase.Failed or Phase.Reverted or Phase.Cancelled;

    private static ResultCode RefusalOf(Phase phase, Trigger trigger) => (phase, trigger) switch
    {
        (Phase.Absent or Phase.Decommissioned, Trigger.CancelRequested or Trigger.TagsNamed or Trigger.TagsRefused or Trigger.DecommissionRequested) => ResultCode.NotEnrolled,
        (Phase.Trial or Phase.Confirmed, Trigger.CancelRequested) => ResultCode.TooLateToCancel,
        _ => ResultCode.NotNow,
    };

    private void To(Phase phase, Trigger trigger, Phase next)
    {
        if (phase == next) _table.Configure(phase).PermitReentry(trigger);
        else _table.Configure(phase).Permit(trigger, next);
    }

    private void Emit(Output output) => _outputs.Add(output);

    private void Refuse(Fact fact) => Emit(new Output.Refuse(fact.Code, fact.Detail));

    private void Save(TrackRecord record)
    {
        record = record with { Phase = _phase };
        _state = new TrackState(record);
        Emit(new Output.Persist(record));
    }

    private void Enrol(Fact fact)
    {
        var request = fact.Enrolment!;
        // Under the same key old reports would count anew: where the counter stood is kept (R-ST-04, R-ST-50).
        var former = _state.Record?.PublicKey == request.PublicKey ? _state.Record : null;
        Save(new TrackRecord(request.Device, request.Vendor, request.Class, request.Profile, request.PublicKey, Phase.Enrolled, former?.LastCounter ?? 0, null, null,
            ResultCode.None, false, 0, 0, 0, former?.OutcomeSerial ?? 0, false, false, fact.At, default));
        Emit(new Output.SetTimer(TimerId.Silence, _configuration.SilenceLimit));
        AnswerEnrolment(fact);
    }

    private void AnswerEnrolment(Fact fact) => Emit(new Output.Send(Link.Operator, new EnrolAnswer(fact.Enrolment!.Device)));

    private void Tag(Fact fact)
    {
        Save(_state.Record! with { Tags = fact.Tags });
        Emit(new Output.Send(Link.Operator, new TagAnswer(_state.Record!.Device)));
    }

    private void Decommission(Fact fact)
    {
        Save(_state.Record! with
        {
            Target = null,
            Result = ResultCode.None,
            ResultVerified = false,
            Received = 0,
            Total = 0,
            Attempts = 0,
            CancelWanted = false,
            CompletedAt = default,
            LastSeen = fact.At,
        });
        Emit(new Output.CancelTimer(TimerId.Silence));
        AnswerDecommission();
    }

    private void AnswerDecommission() => Emit(new Output.Send(Link.Operator, new DecommissionAnswer(_state.Record!.Device)));

    private void WantCancel()
    {
        Save(_state.Record! with { CancelWanted = true });
        Emit(new Output.Send(Link.Operator, new CancelAnswer(_state.Record!.Device)));
    }

    private void Offer(Fact fact)
    {
        var record = _state.Record!;
        var anew = record.Target != fact.Image;
        Follow(fact, kept => kept with
        {
            Target = fact.Image,
            Result = ResultCode.None,
            ResultVerified = false,
            Received = 0,
            Total = 0,
            Attempts = anew ? 0 : kept.Attempts,
            CancelWanted = false,
            CompletedAt = default,
        });
    }

    private void Progress(Fact fact)
    {
        var candidate = fact.Report!.Candidate!;
        var anew = _state.Record!.Target != candidate.Image;
        Follow(fact, record => record with
        {
            Target = candidate.Image,
            Result = ResultCode.None,
            ResultVerified = false,
            Received = candidate.Received,
            Total = candidate.Total,
            Attempts = anew ? 0 : record.Attempts,
            CancelWanted = !anew && record.CancelWanted,
            CompletedAt = default,
        });
    }

    /// <summary>Nothing is under way and nothing is due; there is nothing left to cancel either.</summary>
    private void Rest(Fact fact) => Follow(fact, record => record with { CancelWanted = false });

    private void Complete(Fact fact) => Follow(fact, record => record with
    {
        Target = fact.Image,
        Result = ResultCode.Success,
        ResultVerified = true,
        Attempts = 0,
        CancelWanted = false,
        CompletedAt = record.CompletedAt == default || record.Target != fact.Image ? fact.At : record.CompletedAt,
    });

    private void End(Fact fact, bool verified) => Follow(fact, record => record with
    {
        Result = fact.Code,
        ResultVerified = verified,
        EndedAt = fact.At,
        // A lasting failure that the device signed needs no counting: it is not tried again (R-ST-16).
        Attempts = record.Attempts + (verified && !fact.Code.IsTransient() ? 0u : 1u),
        CancelWanted = false,
        CompletedAt = default,
    });

    /// <summary>What every believed report leads to: the record first, durably (R-ST-05), then the answer.</summary>
    private void Follow(Fact fact, Func<TrackRecord, TrackRecord> change)
    {
        var report = fact.Report!;
        Save(change(_state.Record!) with
        {
            LastCounter = report.Counter,
            Confirmed = report.Confirmed,
            OutcomeSerial = report.LastOutcome?.Serial ?? 0,
            FreezeSuspected = report.FreezeSuspected,                                                                // R-ST-27
            LastSeen = fact.At,
        });
        Emit(new Output.SetTimer(TimerId.Silence, _configuration.SilenceLimit));                                     // R-ST-17, R-ST-18
        Answer(fact, report);
    }

    private void Answer(Fact fact, DeviceReport report)
    {
        var image = fact.Kind == DirectiveKind.UpToDate ? null : fact.Image;
        var directive = new Directive(fact.Kind, report.Device, image?.Manifest ?? default, image?.Number ?? default, report.Nonce, fact.At, fact.At.Plus(_configuration.DirectiveValidity));
        var after = fact.Soon ? _configuration.ActivePollAfter : _configuration.PollAfter;
        Emit(new Output.SendDirective(directive, _state.Record!.Profile == Profile.Secure, fact.Envelope, (uint)Math.Max(1, after.TotalSeconds))); // R-ST-10, R-ST-11, R-ST-28
    }
}
