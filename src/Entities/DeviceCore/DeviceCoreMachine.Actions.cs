using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using Phase = SecUpIoT.Protocol.DevicePhase;

namespace SecUpIoT.Entities.DeviceCore;

/// <content>What the transitions do: they alone write state, and order a durable record before what depends on it (R-GEN-03).</content>
public sealed partial class DeviceCoreMachine
{
    /// <inheritdoc/>
    public Reaction<DeviceCoreState> Handle(DeviceCoreState state, Input input)
    {
        _state = state;
        _outputs.Clear();
        var fact = _judge.Judge(state, input);
        _table.Fire(_on[fact.Trigger], fact);
        return new(_state, _outputs.ToImmutable(), fact.Trigger.ToString());
    }

    /// <summary>Every permitted (phase, trigger, next phase) and what is done then, for the specification's table.</summary>
    public IReadOnlyList<TableRow> Table() => TableRow.Of(_table.GetInfo());

    private static ResultCode RefusalOf(Phase phase, Trigger trigger) => (phase, trigger) switch
    {
        (Phase.VerifyingImage or Phase.Installing or Phase.AwaitingBoot or Phase.Trial, Trigger.UpdateAccepted or Trigger.UpdateAcceptedWhole) => ResultCode.Busy,
        (Phase.Installing or Phase.Trial, Trigger.CancelBelieved) => ResultCode.TooLateToCancel,
        _ => ResultCode.NotNow,
    };

    private DeviceRecord Record => _state.Record!;

    private void Emit(Output output) => _outputs.Add(output);

    private void Answer(Message message) => Emit(new Output.Send(Link.Device, message));

    private void Refuse(Fact fact) => Emit(new Output.Refuse(fact.Code, fact.Detail));

    private void Persist(DeviceRecord record)
    {
        _state = _state with { Record = record };
        Emit(new Output.Persist(record));
    }


    // -- boot ------------------------------------------------------------------------------------------------------------------

    private void PowerOn(Fact fact, Action begin)
    {
        Forget(fact.Record);
        begin();
    }

    /// <summary>A restart forgets all but the record; no counter below the reserved one may be signed again (R-DC-03).</summary>
    private void Forget(DeviceRecord? record) =>
        _state = DeviceCoreState.Initial with { Phase = _state.Phase, Record = record, Counter = record?.ReservedCounter ?? 0 };

    private void ReadForBoot(SlotImage image)
    {
        _state = _state with { Booting = image };
        Emit(new Output.ReadSlot(image.Slot, image.Components));
    }

    private void VerifyConfirmed() => ReadForBoot(Record.Confirmed);

    private void VerifyTrial()
    {
        // The trial is spent before the image gets control: a crash inside it must lead back (R-DC-26).
        Persist(Record with { Candidate = Record.Candidate! with { Stage = CandidateStage.Trial } });
        ReadForBoot(Record.Candidate!.Image);
    }

    private void Revert(ResultCode why)
    {
        End(why);
        VerifyConfirmed();
    }

    private void AbandonAtBoot(ResultCode why)
    {
        Abandon(why);
        VerifyConfirmed();
    }

    private void InvokeConfirmed()
    {
        Invoke(Record.Confirmed);
        Freshen();
    }

    private void Invoke(SlotImage image)
    {
        _state = _state with { Booting = null, Running = image };
        Emit(new Output.Invoke(image.Slot, image.Name));
    }

    private void InvokeAndVerify()
    {
        InvokeConfirmed();
        Emit(new Output.ReadSlot(_state.Candidate!.Image.Slot, _state.Candidate.Image.Components));
    }

    private void BackToVerified()
    {
        // The confirmed image first: it must run even if the record cannot be stored now.
        InvokeConfirmed();
        // An installation that was cut is repeated: the slot is sealed again (R-DC-46).
        if (_state.Candidate!.Stage == CandidateStage.Installing) Advance(CandidateStage.Verified);
    }

    // -- directives and blocks ---------------------------------------------------------------------------------------------------

    /// <summary>A believed directive: its nonce is spent, the word is fresh (R-DC-16, R-DC-37).</summary>
    private void Freshen()
    {
        if (_configuration.Profile != Profile.Secure) return;
        if (_state.Nonce is not null) Emit(new Output.CancelTimer(TimerId.NonceLifetime));
        _state = _state with { Nonce = null, FreezeSuspected = false };
        Emit(new Output.SetTimer(TimerId.Freshness, _configuration.FreshnessLimit));
    }

    private void BelieveUpToDate() => Believe(null);

    private void Resume() => Believe(_state.NextWant(_configuration.BlockSize));

    private void Believe(BlockWant? want)
    {
        Freshen();
        Answer(new DirectiveAnswer(_state.Phase, want));
    }

    private void Accept(Fact fact)
    {
        BeginCandidate(fact.Package!);
        Answer(new DirectiveAnswer(Phase.Receiving, _state.NextWant(_configuration.BlockSize)));
    }

    private void AcceptWhole(Fact fact)
    {
        BeginCandidate(fact.Package!);
        Answer(new DirectiveAnswer(Phase.VerifyingImage, null));
        Emit(new Output.ReadSlot(_state.Candidate!.Image.Slot, _state.Candidate.Image.Components));
    }

    private void BeginCandidate(AcceptedPackage package)
    {
        Freshen();
        // The old candidate leaves the record before its slot is erased, so that no record ever vouches for erased bytes (R-DC-32, R-DC-34).
        if (_state.Candidate is { } former)
        {
            // The same package taken up anew, where nothing boots, is not superseded by itself.
            var outcome = former.Image.Name == package.Name ? Record.LastOutcome : OutcomeOf(former.Image.Name, ResultCode.Superseded);
            Persist(Record with { Candidate = null, LastOutcome = outcome });
        }

        var image = new SlotImage(Record.Confirmed.Slot.Other(), package.Name, package.Components);                // R-DC-01
        Emit(new Output.EraseSlot(image.Slot));
        Emit(new Output.WriteEnvelope(image.Slot, package.Envelope));
        for (var i = 0; i < package.Integrated.Count; i++)
            Emit(new Output.WriteImage(image.Slot, package.Components[i].Offset, package.Integrated[i]));          // R-DC-43
        Persist(Record with { Candidate = new Candidate(image, CandidateStage.Receiving, package.IntegratedSize) });
    }

    private void Store(Fact fact)
    {
        StoreBlock(fact);
        Answer(new BlockAnswer(_state.Phase, _state.NextWant(_configuration.BlockSize)));
    }

    private void StoreLast(Fact fact)
    {
        StoreBlock(fact);
        Answer(new BlockAnswer(_state.Phase, null));
        Emit(new Output.ReadSlot(_state.Candidate!.Image.Slot, _state.Candidate.Image.Components));                // R-DC-22
    }

    private void StoreBlock(Fact fact)
    {
        var candidate = _state.Candidate!;
        Emit(new Output.WriteImage(candidate.Image.Slot, _state.NextOffset(), fact.Data));
        Persist(Record with { Candidate = candidate with { Received = candidate.Received + (ulong)fact.Data.Length } }); // R-DC-20, R-DC-21
    }

    // -- installation, trial, end --------------------------------------------------------------------------------------------------

    private void Advance(CandidateStage stage) => Persist(Record with { Candidate = _state.Candidate! with { Stage = stage } });

    private void Install()
    {
        Advance(CandidateStage.Installing);
        Emit(new Output.InstallSlot(_state.Candidate!.Image.Slot));
    }

    private void SelectForTrial()
    {
        Advance(CandidateStage.AwaitingBoot);
        Answer(new InstallAnswer(Phase.AwaitingBoot));
        Emit(new Output.SetTimer(TimerId.Reboot, _configuration.RebootDelay));
    }

    private void BeginTrial()
    {
        Invoke(_state.Candidate!.Image);
        Freshen();
        Emit(new Output.SetTimer(TimerId.Trial, _configuration.TrialPeriod));
        Emit(new Output.RunSelfTest());
    }

    private void Confirm()
    {
        var image = _state.Candidate!.Image;
        Persist(Record with { Confirmed = image, Candidate = null, LastOutcome = OutcomeOf(image.Name, ResultCode.Success) }); // R-DC-30, R-DC-36
        Emit(new Output.CancelTimer(TimerId.Trial));
    }

    /// <summary>The update is over without success: the record says why (R-DC-36) and the confirmed image stays what it is.</summary>
    private void End(ResultCode why) =>
        Persist(Record with { Candidate = null, LastOutcome = OutcomeOf(_state.Candidate!.Image.Name, why) });

    private Outcome OutcomeOf(ImageName image, ResultCode result) => new(image, result, (Record.LastOutcome?.Serial ?? 0) + 1);

    private void Abandon(ResultCode why)
    {
        if (_state.Candidate is not null) End(why);
    }

    private void Cancel()
    {
        Freshen();
        End(ResultCode.Cancelled);
        Emit(new Output.CancelTimer(TimerId.Reboot));
        Answer(new DirectiveAnswer(Phase.Idle, null));
    }

    private void RevertAndReboot(ResultCode why)
    {
        Emit(new Output.CancelTimer(TimerId.Trial));
        AbandonAndReboot(why);
    }

    private void AbandonAndReboot(ResultCode why)
    {
        End(why);
        Emit(new Output.Reboot());
    }

    // -- report --------------------------------------------------------------------------------------------------------------------

    private void Report(Nonce fresh)
    {
        var counter = _state.Counter + 1;
        if (_state.Record is { } record && counter >= record.ReservedCounter)
            Persist(record with { ReservedCounter = counter + _configuration.CounterReserve });
        if (_state.Nonce is null) Emit(new Output.SetTimer(TimerId.NonceLifetime, _configuration.NonceLifetime)); // R-DC-41
        _state = _state with { Counter = counter, Nonce = _state.Nonce ?? fresh };
        var candidate = _state.Candidate is { } update
            ? new CandidateStatus(update.Image.Name, update.Received, update.Image.TotalSize)
            : null;
        Emit(new Output.SendReport(new DeviceReport(
            _configuration.Device, _configuration.Vendor, _configuration.Class, _state.Phase, _state.Record?.Confirmed.Name, _state.Running?.Name,
            candidate, _state.Record?.LastOutcome, counter, _state.Nonce!.Value, _state.FreezeSuspected, _configuration.SlotCapacity, _configuration.BlockSize)));
    }
}
