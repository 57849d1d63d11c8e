using System.Collections.Immutable;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

/// <summary>A Device core machine with the least of a host around it: a journal, two slots in memory, no clock.</summary>
internal sealed class DeviceBench
{
    private readonly Dictionary<Slot, (Bytes Envelope, byte[] Area)> _flash = new() { [Slot.A] = (default, new byte[Capacity]), [Slot.B] = (default, new byte[Capacity]) };
    private int _fresh;

    public const int Capacity = 1024;

    public DeviceBench(DeviceCoreConfiguration? configuration = null, bool provisioned = true)
    {
        Configuration = configuration ?? Default;
        Machine = new DeviceCoreMachine(Configuration);
        if (!provisioned) return;
        Durable = new DeviceRecord(Releases.Base.In(Slot.A), null, null, 0);
        Fill(Slot.A, Releases.Base);
    }

    public static DeviceCoreConfiguration Default { get; } = new()
    {
        Device = Known.Device,
        Vendor = Known.Vendor,
        Class = Known.Class,
        AuthorAnchors = [Known.Author, Known.SecondAuthor],
        TrackerAnchors = [Known.Tracker],
        SlotCapacity = Capacity,
        PageSize = PackageSpec.Page,
        BlockSize = 100,
        HasClock = true,
        CounterReserve = 4,
        Components = new(new Sequence<Bytes>((Bytes)"firmware"u8.ToArray()), new Sequence<Bytes>((Bytes)"radio"u8.ToArray())),
    };

    public DeviceCoreConfiguration Configuration { get; }

    public DeviceCoreMachine Machine { get; }

    public DeviceCoreState State { get; private set; } = DeviceCoreState.Initial;

    /// <summary>What the journal holds.</summary>
    public DeviceRecord? Durable { get; private set; }

    /// <summary>The outputs of the last input.</summary>
    public ImmutableArray<Output> Outputs { get; private set; } = [];

    public List<DeviceReport> Reports { get; } = [];

    public Moment Now { get; set; } = Known.Start;

    public DevicePhase Phase => State.Phase;

    /// <summary>Handles the input and performs the first <paramref name="perform"/> outputs.</summary>
    public ImmutableArray<Output> Feed(Input input, int perform = int.MaxValue)
    {
        var reaction = Machine.Handle(State, input);
        (State, Outputs) = (reaction.State, reaction.Outputs);
        foreach (var output in Outputs.Take(perform)) Perform(output);
        return Outputs;
    }

    /// <summary>The outputs from this one on fail; the machine is told so.</summary>
    public ImmutableArray<Output> FeedFailing<TOutput>(Input input)
        where TOutput : Output
    {
        var trial = Machine.Handle(State, input).Outputs;
        Feed(input, trial.IndexOf(trial.First(output => output is TOutput)));
        return Feed(new Input.StorageFailed(ResultCode.StorageFailed));
    }

    public DeviceBench Restart()
    {
        State = DeviceCoreState.Initial;
        Feed(new Input.PoweredOn(Durable));
        return this;
    }

    /// <summary>Power on and read whatever the machine wants to have read until it has decided what to boot.</summary>
    public DeviceBench Boot()
    {
        Restart();
        while (Phase == DevicePhase.VerifyingBoot) Feed(ReadBack());
        return this;
    }

    public void Fill(Slot slot, TestPackage package)
    {
        _flash[slot] = (package.Envelope, new byte[Capacity]);
        foreach (var component in package.Components) package.ImageOf(component.Digest).CopyTo(_flash[slot].Area, (int)component.Offset);
    }

    public void Damage(Slot slot) => _flash[slot].Area[0] ^= 1;

    /// <summary>What reading back the slot yields that the machine asked for last.</summary>
    public Input.SlotRead ReadBack()
    {
        var order = Outputs.OfType<Output.ReadSlot>().Last();
        var (envelope, area) = _flash[order.Slot];
        return new(order.Slot, envelope, new(order.Components.Select(component => Digest.Of(area.AsSpan((int)component.Offset, (int)component.Size)))));
    }

    public Input.Received Hear(Message message) => new(Link.Device, message, Now, Known.Nonce(++_fresh));

    public DeviceReport Ask()
    {
        Feed(Hear(new StatusRequest()));
        return Reports[^1];
    }

    public static Bytes Sign(Directive directive, FakeKey? key = null) =>
        SignedStatement.Sign(key ?? Known.Tracker, Directive.Domain, Directive.ContentType, directive.Encode());

    /// <summary>A directive with the outstanding nonce.</summary>
    public Directive Word(DirectiveKind kind, ImageName? image = null) =>
        new(kind, Known.Device, image?.Manifest ?? default, image?.Number ?? default, State.Nonce ?? default, Now, Now.Plus(TimeSpan.FromMinutes(10)));

    public Input.Received Deliver(Directive directive, Bytes envelope = default) => Hear(new DirectiveDelivery(Sign(directive), envelope));

    public Input.Received Install(TestPackage package) => Deliver(Word(DirectiveKind.Install, package.Name), package.Envelope);

    public ImmutableArray<Output> Offer(TestPackage package)
    {
        Ask();
        return Feed(Install(package));
    }

    public Input.Received Wanted(TestPackage package)
    {
        var want = State.NextWant(Configuration.BlockSize)!;
        return Hear(new ImageBlock(package.Name.Manifest, want.Payload, want.Offset, package.ImageOf(want.Payload).AsSpan((int)want.Offset, (int)want.Length).ToArray()));
    }

    public void Transfer(TestPackage package)
    {
        while (State.NextWant(Configuration.BlockSize) is not null) Feed(Wanted(package));
    }

    public Input.Received AskInstall(TestPackage package) => Hear(new InstallRequest(package.Name.Manifest));

    /// <summary>Drives an idle device into <paramref name="phase"/> with this update.</summary>
    public DeviceBench To(DevicePhase phase, TestPackage? update = null)
    {
        var package = update ?? Releases.Next;
        if (phase == DevicePhase.Off) return this;
        Boot();
        if (phase == DevicePhase.Idle) return this;
        if (phase == DevicePhase.VerifyingBoot) return Restart();
        Offer(package);
        if (phase == DevicePhase.Receiving) return this;
        Transfer(package);
        if (phase == DevicePhase.VerifyingImage) return this;
        Feed(ReadBack());
        if (phase == DevicePhase.Verified) return this;
        Feed(AskInstall(package));
        if (phase == DevicePhase.Installing) return this;
        Feed(new Input.SlotInstalled(State.Candidate!.Image.Slot));
        if (phase == DevicePhase.AwaitingBoot) return this;
        Feed(new Input.TimerFired(TimerId.Reboot));
        return Boot();
    }

    /// <summary>Drives a device whose confirmed image is damaged to the point where only recovery is left.</summary>
    public DeviceBench ToUnbootable()
    {
        Damage(Slot.A);
        return Boot();
    }

    private void Perform(Output output)
    {
        switch (output)
        {
            case Output.Persist persist: Durable = (DeviceRecord)persist.Record; break;
            case Output.EraseSlot erase: _flash[erase.Slot] = (default, new byte[Capacity]); break;
            case Output.WriteEnvelope write: _flash[write.Slot] = (write.Envelope, _flash[write.Slot].Area); break;
            case Output.WriteImage write: write.Data.ToArray().CopyTo(_flash[write.Slot].Area, (int)write.Offset); break;
            case Output.SendReport send: Reports.Add(send.Report); break;
        }
    }
}
