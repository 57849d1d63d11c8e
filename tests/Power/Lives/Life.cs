using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Hosting.Hosts.Device;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Flash;
using SecUpIoT.Power.Tests.Media;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Power.Tests.Lives;

/// <summary>How images behave on trial.</summary>
internal enum Behaviour
{
    /// <summary>The self-test passes.</summary>
    Passes,
    /// <summary>The self-test fails.</summary>
    Fails,
    /// <summary>The self-test comes to no end.</summary>
    Hangs,
}

/// <summary>
/// A device from one loss of power to the next, in one thread: the machine that ships, the flash code that ships, and between them what the host
/// does. Whatever happens is held against the facts.
/// </summary>
internal sealed class Life
{
    private readonly Rig _rig;
    private readonly IMachine<DeviceCoreState> _machine;
    private readonly IObservedMedium _medium;
    private readonly Queue<Input> _due = new();
    private readonly HashSet<TimerId> _timers = [];
    private readonly List<ImageName> _invoked = [];
    private FlashFile? _flash;
    private FlashPerformer? _performer;
    private DeviceCoreState _state = DeviceCoreState.Initial;
    private Message? _answer;
    private DeviceReport? _report;
    private bool _restarts;
    private Candidate? _underWay;
    private int _nonces;

    /// <summary>A device without power, whose flash holds <paramref name="content"/>.</summary>
    /// <param name="rig">What it is built of.</param>
    /// <param name="machine">A machine of the rig; machines keep nothing from one input to the next.</param>
    /// <param name="content">What its flash holds.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="begun">Told of every operation before it is done, with what is known at that time.</param>
    public Life(Rig rig, IMachine<DeviceCoreState> machine, FlashContent content, Facts facts, Action<FlashOperation, Facts>? begun = null)
    {
        _rig = rig;
        _machine = machine;
        Facts = facts;
        _medium = rig.MakeMedium(content, operation =>
        {
            Watch(operation);
            begun?.Invoke(operation, Facts);
        });
    }

    public Facts Facts { get; private set; }

    public FlashContent Content => _medium.Content;

    public Behaviour Behaviour { get; set; }

    public World World => _rig.World;

    public DevicePhase Phase => _state.Phase;

    /// <summary>Every image that was given control since the life began, in its order.</summary>
    public IReadOnlyList<ImageName> Invoked => _invoked;

    /// <summary>The block that the device wants next.</summary>
    public BlockWant? Want => _state.NextWant(World.Device.BlockSize);

    /// <summary>An errand begins: outcomes that are known already are not its own.</summary>
    public void BeginErrand() => Facts = Facts with { Began = Facts.Serial };

    /// <summary>The power comes on. A flash that the factory has not finished is begun anew, as a factory does.</summary>
    public void PowerOn()
    {
        _flash = Mount();
        _performer = new(_flash);
        var record = _flash.ReadRecord();
        if (Facts.Stored is not null)
            Finding.Unless(record is not null && (record == Facts.Stored || record == Facts.Storing), "I-13", $"expected the record {Facts.Stored} or {Facts.Storing}, but the journal holds {record}");
        if (record is null)
        {
            Facts = Facts with { Storing = new DeviceRecord(World.Factory, null, null, 0) };
            FactoryImage.Install(_flash, World.Device, World.Package(1).Envelope, digest => new MemoryStream(World.Payload(digest).ToArray()));
            record = _flash.ReadRecord();
        }

        Facts = Facts with { Stored = record, Storing = null, Confirmed = Facts.Confirmed ?? record!.Confirmed.Name };
        Start(record!);
    }

    /// <summary>The power goes, with nothing under way, and comes back.</summary>
    public void PowerCycle()
    {
        _due.Clear();
        PowerOn();
    }

    /// <summary>Asks for the status.</summary>
    public DeviceReport Report()
    {
        _report = null;
        var before = Facts.Counter;
        Ask(new StatusRequest());
        var report = _report ?? throw new Finding("I-21", $"expected a report, but the device in phase {_state.Phase} answers {_answer}");
        Finding.Unless(report.Counter > before, "I-13", $"expected a report counter above {before}, but it is {report.Counter} (R-DC-03)");
        Finding.Unless(report.Confirmed is { } confirmed && confirmed.Number >= Facts.Confirmed!.Number, "I-04", $"expected {Facts.Confirmed} or newer as confirmed, but the device says {report.Confirmed}");
        Finding.Unless((report.LastOutcome?.Serial ?? 0) >= Facts.Serial, "I-13", $"expected an outcome with serial {Facts.Serial} or later, but the device says {report.LastOutcome}");
        if (Facts.Progress is { } progress && report.Candidate?.Image == progress.Image && (report.LastOutcome?.Serial ?? 0) == Facts.Serial)
            Finding.Unless(report.Candidate.Received >= progress.Received, "I-13", $"expected {progress.Received} bytes of {progress.Image} that were acknowledged, but the device has {report.Candidate.Received}");
        Finding.Unless(report.Running is not null, "I-08", $"expected an image that runs, but the device reports phase {report.Phase}");
        Facts = Facts with { Counter = report.Counter, Confirmed = report.Confirmed, Serial = report.LastOutcome?.Serial ?? 0 };
        return report;
    }

    /// <summary>Delivers a message; answers what the device answers.</summary>
    public Message? Ask(Message message)
    {
        _answer = null;
        Take(new Input.Received(Link.Device, message, null, World.Nonce(++_nonces)));
        return _answer;
    }

    /// <summary>Time passes until the next timer fires; false when none is set.</summary>
    public bool Pass()
    {
        foreach (var timer in new[] { TimerId.Reboot, TimerId.Trial })
        {
            if (!_timers.Remove(timer)) continue;
            Take(new Input.TimerFired(timer));
            return true;
        }

        return false;
    }

    private FlashFile Mount()
    {
        var seen = _rig.Seen(_medium);
        try
        {
            return FlashFile.Open(seen);
        }
        catch (FlashException exception) when (Facts.Stored is null && exception.Code == ResultCode.StorageCorrupted)
        {
            // The factory deletes the flash and creates it again.
            Blank();
            return FlashFile.Create(seen, World.Device.Device, World.Device.SlotCapacity, World.Device.PageSize);
        }
        catch (FlashException exception)
        {
            throw new Finding("I-08", $"expected a flash that opens, but: {exception.Message}");
        }
    }

    private void Blank()
    {
        if (_medium is NorMedium nor)
        {
            for (var sector = 0; sector < nor.Length / nor.Content.SectorSize; sector++)
            {
                if (nor.Content.Sector(sector).IndexOfAnyExcept(NorMedium.ErasedByte) >= 0) nor.Erase(sector);
            }

            return;
        }

        for (var page = 0; page < _medium.Length / _medium.Content.SectorSize; page++)
        {
            if (_medium.Content.Sector(page).IndexOfAnyExcept((byte)0) >= 0) _medium.Write((long)page * _medium.Content.SectorSize, new byte[_medium.Content.SectorSize]);
        }

        _medium.Flush();
    }

    private void Start(DeviceRecord? record)
    {
        (_state, _restarts) = (DeviceCoreState.Initial, false);
        _due.Clear();
        _timers.Clear();
        Take(new Input.PoweredOn(record));
    }

    private void Take(Input input)
    {
        _due.Enqueue(input);
        while (_due.TryDequeue(out var next))
        {
            (_state, var code) = ReactionSteps.RunAsync(_machine, _state, next, Perform, (_, _, reaction) => _underWay = reaction.State.Candidate, reportFailure: true).GetAwaiter().GetResult();
            Finding.Unless(code == ResultCode.Success, "R-DC-38", $"expected storage that works, but it failed twice with {code}");
            if (_restarts) Start(_flash!.ReadRecord());
        }
    }

    private Task<ResultCode> Perform(Output output)
    {
        if (output is Output.Persist { Record: DeviceRecord record }) BeforeStoring(record);
        if (output is Output.EraseSlot erase) Finding.Unless(erase.Slot != Facts.Stored!.Confirmed.Slot, "I-05", $"the slot {erase.Slot} of the confirmed image is to be erased");
        if (_performer!.Perform(output))
        {
            if (output is Output.Persist) Facts = Facts with { Stored = Facts.Storing, Storing = null, Confirmed = Facts.Storing!.Confirmed.Name };
            if (output is Output.EraseSlot) Facts = Facts with { Tried = null, Progress = null };
            if (output is Output.InstallSlot install) _due.Enqueue(new Input.SlotInstalled(install.Slot));
            return Task.FromResult(ResultCode.Success);
        }

        switch (output)
        {
            case Output.Send send:
                _answer = send.Message;
                if (send.Message is DirectiveAnswer or BlockAnswer && _underWay is { } update) Facts = Facts with { Progress = new(update.Image.Name, update.Received) };
                break;
            case Output.SendReport report:
                _report = report.Report;
                Facts = Facts with { Counter = Math.Max(Facts.Counter, report.Report.Counter) };
                break;
            case Output.Refuse refuse:
                _answer = new Refusal(refuse.Code, refuse.Detail);
                break;
            case Output.ReadSlot read:
                _due.Enqueue(_performer.Read(read));
                break;
            case Output.Invoke invoke:
                BeforeInvoking(invoke);
                _invoked.Add(invoke.Image);
                break;
            case Output.RunSelfTest:
                if (Behaviour != Behaviour.Hangs) _due.Enqueue(new Input.SelfTested(Behaviour == Behaviour.Passes));
                break;
            case Output.SetTimer set:
                _timers.Add(set.Timer);
                break;
            case Output.CancelTimer cancel:
                _timers.Remove(cancel.Timer);
                break;
            case Output.Reboot:
                _restarts = true;
                break;
            default:
                throw new InvalidOperationException($"A Device core does not order {output.GetType().Name}.");
        }

        return Task.FromResult(ResultCode.Success);
    }

    private void BeforeStoring(DeviceRecord record)
    {
        var former = Facts.Stored!;
        if (record.Confirmed.Name != former.Confirmed.Name)
        {
            Finding.Unless(record.Confirmed.Name.Number > former.Confirmed.Name.Number, "I-04", $"{former.Confirmed.Name} is to be replaced by {record.Confirmed.Name} as the confirmed image");
            Finding.Unless(former.Candidate is { Stage: CandidateStage.Trial } tried && tried.Image == record.Confirmed, "I-04", $"{record.Confirmed.Name} is to be confirmed without a trial");
        }

        Facts = Facts with { Storing = record };
    }

    private void BeforeInvoking(Output.Invoke invoke)
    {
        var stored = Facts.Stored!;
        Finding.Unless(_flash!.IsSealed(invoke.Slot), "I-07", $"{invoke.Image} is given control in slot {invoke.Slot}, which is not sealed");
        var image = stored.Confirmed.Name == invoke.Image ? stored.Confirmed : stored.Candidate?.Image;
        Finding.Unless(image is not null && image.Name == invoke.Image && image.Slot == invoke.Slot && World.Holds(Content, image, image.TotalSize), "I-02", $"{invoke.Image} is given control, but slot {invoke.Slot} holds other bytes than the author's");
        Finding.Unless(invoke.Image.Number >= Facts.Confirmed!.Number, "I-03", $"{invoke.Image} is given control, although {Facts.Confirmed} is confirmed");
        if (invoke.Image == stored.Confirmed.Name) return;
        Finding.Unless(FlashFile.Open(_rig.Seen(_rig.MakeMedium(Content, null))).ReadRecord()?.Candidate is { Stage: CandidateStage.Trial }, "I-23", $"{invoke.Image} is given control on trial, but the journal does not say that the trial is spent");
        Finding.Unless(Facts.Tried != invoke.Image, "I-23", $"{invoke.Image} is given control a second time without being confirmed");
        Facts = Facts with { Tried = invoke.Image };
    }

    // The slot of the confirmed image is never written to, whatever ordered it.
    private void Watch(FlashOperation operation)
    {
        if (Facts.Stored is not { } stored || operation.Kind == OperationKind.Flush) return;
        var start = World.Layout.Seal(stored.Confirmed.Slot);
        Finding.Unless(operation.Address + operation.Length <= start || operation.Address >= start + World.Layout.SlotSize, "I-05", $"{operation}: this is in slot {stored.Confirmed.Slot}, which holds the confirmed image");
    }
}
