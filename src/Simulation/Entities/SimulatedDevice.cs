using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation;

/// <summary>How an image behaves on trial.</summary>
public enum SelfTest
{
    /// <summary>It is well.</summary>
    Passes,
    /// <summary>It finds a fault.</summary>
    Fails,
    /// <summary>It never ends.</summary>
    Hangs,
    /// <summary>The device restarts in the middle of it.</summary>
    Restarts,
}

/// <summary>A start of an image.</summary>
public sealed record Boot(TimeSpan At, Slot Slot, ImageName Image);

/// <summary>A Device core with its flash, in a world.</summary>
public sealed class SimulatedDevice : SimulatedEntity
{
    private static readonly TimeSpan FlashTime = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan RestartTime = TimeSpan.FromMilliseconds(200);

    private readonly IMachine<DeviceCoreState> _machine;
    private readonly SplitMix64 _random;
    private readonly List<ImageName> _confirmed = [];
    private readonly List<Boot> _boots = [];
    private readonly List<ImageName> _accepted = [];
    private readonly List<ulong> _counters = [];

    /// <summary>A device that is neither provisioned nor started.</summary>
    /// <param name="stage">Where it lives.</param>
    /// <param name="name">Its name.</param>
    /// <param name="communicator">The name of its Communicator.</param>
    /// <param name="configuration">Who it is and what it can hold.</param>
    /// <param name="machine">How it behaves.</param>
    /// <param name="key">The key that its reports are signed with.</param>
    /// <param name="random">Where its nonces come from.</param>
    /// <param name="flash">Its flash; null for a sound one.</param>
    public SimulatedDevice(
        Stage stage,
        string name,
        string communicator,
        DeviceCoreConfiguration configuration,
        IMachine<DeviceCoreState> machine,
        ISigner key,
        SplitMix64 random,
        SimulatedFlash? flash = null)
        : base(stage, name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        (_machine, _random) = (machine, random);
        (Configuration, Key, Communicator) = (configuration, key, communicator);
        Flash = flash ?? new SimulatedFlash((int)configuration.SlotCapacity);
    }

    /// <summary>Who it is and what it can hold.</summary>
    public DeviceCoreConfiguration Configuration { get; }

    /// <summary>The device's identifier.</summary>
    public DeviceId Id => Configuration.Device;

    /// <summary>The key that its reports are signed with.</summary>
    public ISigner Key { get; }

    /// <summary>Its flash.</summary>
    public SimulatedFlash Flash { get; }

    /// <summary>What its machine holds.</summary>
    public DeviceCoreState State { get; private set; } = DeviceCoreState.Initial;

    /// <summary>Where it stands.</summary>
    public DevicePhase Phase => State.Phase;

    /// <summary>How images behave on trial.</summary>
    public SelfTest SelfTest { get; set; }

    /// <summary>How long a self-test takes.</summary>
    public TimeSpan SelfTestTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>By how much its clock is wrong.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>Every image that it ever confirmed durably, the factory's first.</summary>
    public IReadOnlyList<ImageName> Confirmed => _confirmed;

    /// <summary>The confirmed image as the journal has it.</summary>
    public ImageName ConfirmedNow => _confirmed[^1];

    /// <summary>Every start of an image.</summary>
    public IReadOnlyList<Boot> Boots => _boots;

    /// <summary>Every candidate that it ever took up durably.</summary>
    public IReadOnlyList<ImageName> Accepted => _accepted;

    /// <summary>The counters of all reports it signed.</summary>
    public IReadOnlyList<ulong> Counters => _counters;

    internal string Communicator { get; }

    /// <summary>Puts the factory's image into slot A.</summary>
    /// <exception cref="ArgumentException">The image is none that this device would take.</exception>
    public void Provision(Bytes envelope, Sequence<Bytes> payloads)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        var judged = DeviceJudges.For(Configuration).Package(envelope);
        if (judged.Value is not { } accepted) throw new ArgumentException($"The factory image does not fit: {judged.Code}, {judged.Detail}", nameof(envelope));
        var image = new SlotImage(Slot.A, accepted.Name, accepted.Components);
        Flash.Erase(Slot.A);
        Flash.WriteEnvelope(Slot.A, envelope);
        foreach (var (component, payload) in accepted.Components.Zip(payloads)) Flash.WriteImage(Slot.A, component.Offset, payload);
        Flash.Install(Slot.A);
        var record = new DeviceRecord(image, null, null, 0);
        Flash.Persist(record);
        Observe(record);
    }

    internal override void Receive(Packet packet)
    {
        Moment? at = Configuration.HasClock ? Stage.Clock.Plus(ClockError) : null;
        Handle(new Input.Received(packet.Link, packet.Message, at, new Nonce(_random.Bytes(Nonce.Size))), packet);
    }

    internal override void ReceiveMalformed(Packet packet, string why) => Refuse(packet, ResultCode.MalformedMessage, why);

    private protected override void Begin()
    {
        var record = Flash.ReadJournal();
        Stage.Trace?.Add(DeviceTrace.Started(Configuration, record));
        Handle(new Input.PoweredOn(record), null);
    }

    private protected override void Forget()
    {
        Stage.NoteChange(Name, State.Phase.ToString(), nameof(DevicePhase.Off));
        State = DeviceCoreState.Initial;
    }

    private void Handle(Input input, Packet? request)
    {
        var before = State;
        var reaction = _machine.Handle(State, input);
        State = reaction.State;
        Stage.Trace?.Add(DeviceTrace.Step(Configuration, before, input, reaction));
        Stage.NoteChange(Name, before.Phase.ToString(), State.Phase.ToString());
        foreach (var output in reaction.Outputs)
        {
            switch (Perform(output, request))
            {
                case FlashResult.Done:
                    continue;
                case FlashResult.PowerLost:
                    Stage.Note($"{Name}  loses its power in {output.GetType().Name}");
                    Restart(RestartTime);
                    return;
                default:
                    Stage.Note($"{Name}  cannot perform {output.GetType().Name}");
                    // As an event of its own: a medium that fails for ever must not fill the stack.
                    Later(FlashTime, () => Handle(new Input.StorageFailed(ResultCode.StorageFailed), null));
                    return;
            }
        }
    }

    private FlashResult Perform(Output output, Packet? request)
    {
        switch (output)
        {
            case Output.Persist { Record: DeviceRecord record }:
                var persisted = Flash.Persist(record);
                if (Flash.ReadJournal() is { } durable) Observe(durable);
                return persisted;
            case Output.EraseSlot erase:
                Stage.BeforeWriting(this);
                return Flash.Erase(erase.Slot);
            case Output.WriteEnvelope write:
                return Flash.WriteEnvelope(write.Slot, write.Envelope);
            case Output.WriteImage write:
                Stage.BeforeWriting(this);
                return Flash.WriteImage(write.Slot, write.Offset, write.Data);
            case Output.ReadSlot order:
                var result = Flash.Read(order.Slot, order.Components, out var read);
                if (result == FlashResult.Done) Later(FlashTime, () => Handle(read, null));
                return result;
            case Output.InstallSlot install:
                var installed = Flash.Install(install.Slot);
                if (installed == FlashResult.Done) Later(FlashTime, () => Handle(new Input.SlotInstalled(install.Slot), null));
                return installed;
            default:
                Act(output, request);
                return FlashResult.Done;
        }
    }

    private void Act(Output output, Packet? request)
    {
        switch (output)
        {
            case Output.Send send:
                Answer(request, send.Message);
                break;
            case Output.SendReport report:
                _counters.Add(report.Report.Counter);
                Answer(request, new StatusReport(SignedStatement.Sign(Key, DeviceReport.Domain, DeviceReport.ContentType, report.Report.Encode())));
                break;
            case Output.Refuse refuse:
                Refuse(request, refuse.Code, refuse.Detail);
                break;
            case Output.SetTimer set:
                SetTimer(set.Timer, "", set.After, () => Handle(new Input.TimerFired(set.Timer), null));
                break;
            case Output.CancelTimer cancel:
                CancelTimer(cancel.Timer, "");
                break;
            case Output.Invoke invoke:
                _boots.Add(new Boot(Stage.Now, invoke.Slot, invoke.Image));
                Stage.Note($"{Name}  boots {invoke.Image} from slot {invoke.Slot}");
                Stage.AtBoot(this, invoke);
                break;
            case Output.RunSelfTest:
                Test();
                break;
            case Output.Reboot:
                Restart(RestartTime);
                break;
        }
    }

    private void Test()
    {
        switch (SelfTest)
        {
            case SelfTest.Hangs:
                break;
            case SelfTest.Restarts:
                Later(SelfTestTime, () => Restart(RestartTime));
                break;
            default:
                var passed = SelfTest == SelfTest.Passes;
                Later(SelfTestTime, () => Handle(new Input.SelfTested(passed), null));
                break;
        }
    }

    // The device link is one wire: what the Device core says goes to its Communicator, also when the request is long past.
    private void Answer(Packet? request, Message message) => Send(new Packet(request?.Exchange ?? 0, Name, Communicator, Link.Device, message));

    private void Observe(DeviceRecord durable)
    {
        if (_confirmed.Count == 0 || _confirmed[^1] != durable.Confirmed.Name) _confirmed.Add(durable.Confirmed.Name);
        if (durable.Candidate is not { Stage: CandidateStage.Receiving } candidate) return;
        if (_accepted.Count == 0 || _accepted[^1] != candidate.Image.Name) _accepted.Add(candidate.Image.Name);
    }
}
