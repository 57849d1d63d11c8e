using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Simulation.Exploration;

/// <summary>A part of a checked world. It never changes; its fingerprint is made once.</summary>
internal abstract class Part
{
    private UInt128 _fingerprint;
    private bool _known;

    public UInt128 Fingerprint(StateWriter writer)
    {
        if (_known) return _fingerprint;
        Write(writer);
        (_fingerprint, _known) = (writer.Finish(), true);
        return _fingerprint;
    }

    protected abstract void Write(StateWriter writer);
}

/// <summary>What a slot holds: an envelope, a seal, and for each block the image that it belongs to (0 erased, <see cref="Cast.Garbage"/> for bytes of no image).</summary>
internal readonly record struct SlotContent(byte Envelope, bool IsSealed, ulong Blocks)
{
    private const int Bits = 4;

    public byte Block(int index) => (byte)((Blocks >> (index * Bits)) & 15UL);

    public SlotContent With(int index, byte image) => this with { Blocks = (Blocks & ~(15UL << (index * Bits))) | ((ulong)image << (index * Bits)) };

    /// <summary>Envelope and every block are this image's.</summary>
    public bool IsWhole(int image, int blocks)
    {
        if (Envelope != image) return false;
        for (var i = 0; i < blocks; i++)
        {
            if (Block(i) != image) return false;
        }

        return true;
    }

    public static SlotContent Filled(byte image, int blocks)
    {
        var content = default(SlotContent);
        for (var i = 0; i < blocks; i++) content = content.With(i, image);
        return content;
    }
}

/// <summary>What a Device core has ordered and not got yet.</summary>
internal enum DeviceOrder : byte
{
    None,
    Read,
    Seal,
    Test,
}

/// <summary>A Device core with its flash.</summary>
internal sealed class DevicePart(
    DeviceCoreState state, DeviceRecord journal, SlotContent a, SlotContent b, DeviceOrder order, Slot reading, ulong signed, int everConfirmed) : Part
{
    public DeviceCoreState State { get; } = state;

    /// <summary>The record that is stored.</summary>
    public DeviceRecord Journal { get; } = journal;

    public SlotContent A { get; } = a;

    public SlotContent B { get; } = b;

    public DeviceOrder Order { get; } = order;

    /// <summary>The slot that is being read.</summary>
    public Slot Reading { get; } = reading;

    /// <summary>For the invariants: the highest counter that it ever signed.</summary>
    public ulong Signed { get; } = signed;

    /// <summary>For the invariants: the images that it ever confirmed, a bit for each.</summary>
    public int EverConfirmed { get; } = everConfirmed;

    public SlotContent Content(Slot slot) => slot == Slot.A ? A : B;

    protected override void Write(StateWriter writer)
    {
        writer.Byte((int)State.Phase);
        writer.Bool(State.Record is not null);
        if (State.Record is not null) writer.Bytes(State.Record.Encode());
        writer.Bool(ReferenceEquals(State.Record, Journal) || Journal.Equals(State.Record));
        writer.Bytes(Journal.Encode());
        WriteImage(writer, State.Booting);
        WriteImage(writer, State.Running);
        writer.Number(State.Counter);
        writer.Bytes(State.Nonce is { } nonce ? nonce.Value.Span : []);
        writer.Bool(State.FreezeSuspected);
        Write(writer, A);
        Write(writer, B);
        writer.Byte((int)Order);
        writer.Byte((int)Reading);
        writer.Number(Signed);
        writer.Byte(EverConfirmed);
    }

    private static void WriteImage(StateWriter writer, SlotImage? image)
    {
        writer.Bool(image is not null);
        if (image is null) return;
        writer.Byte((int)image.Slot);
        writer.Digest(image.Name.Manifest);
    }

    private static void Write(StateWriter writer, SlotContent content)
    {
        writer.Byte(content.Envelope);
        writer.Bool(content.IsSealed);
        writer.Number(content.Blocks);
    }
}

/// <summary>A Communicator.</summary>
internal sealed class CommunicatorPart(CommunicatorState state) : Part
{
    public static CommunicatorPart Initial { get; } = new(CommunicatorState.Initial);

    public CommunicatorState State { get; } = state;

    protected override void Write(StateWriter writer)
    {
        writer.Byte((int)State.Phase);
        writer.Digest(State.Manifest);
        writer.Bool(State.Want is not null);
        if (State.Want is { } want)
        {
            writer.Digest(want.Payload);
            writer.Number(want.Offset);
            writer.Number((ulong)want.Length);
        }

        writer.Bool(State.ReportDue);
        writer.Digest(State.RefusedManifest);
        writer.Number((ulong)State.RefusedCode);
    }
}

/// <summary>What the Status tracker keeps of one device. All of it is durable.</summary>
internal sealed class TrackPart(TrackState state) : Part
{
    public TrackState State { get; } = state;

    protected override void Write(StateWriter writer) => writer.Bytes(State.Record is { } record ? record.Encode() : []);
}

/// <summary>Where the Status tracker stands with one Firmware server, and what it published of it last, which is durable.</summary>
internal sealed class ServerLinkPart(ServerLinkState state, Sequence<CatalogueEntry> published) : Part
{
    public ServerLinkState State { get; } = state;

    public Sequence<CatalogueEntry> Published { get; } = published;

    protected override void Write(StateWriter writer)
    {
        writer.Byte((int)State.Phase);
        foreach (var entries in new[] { State.Entries, State.Incoming, Published }) writer.Bytes(MessageCodec.Encode(new CatalogueAnswer(entries)));
    }
}

/// <summary>A Firmware server: the packages by image, and whether it is up.</summary>
internal sealed class ServerPart(IReadOnlyList<PackageState> packages, bool isUp) : Part
{
    public IReadOnlyList<PackageState> Packages { get; } = packages;

    public bool IsUp { get; } = isUp;

    public ServerPart With(int image, PackageState state) => new([.. Packages.Select((known, index) => index == image ? state : known)], IsUp);

    public ServerPart With(bool isUp) => new(Packages, isUp);

    /// <summary>What its catalogue lists, the lowest number first.</summary>
    public Sequence<CatalogueEntry> Listed => new(Packages
        .Where(state => state.Phase == PackagePhase.Published)
        .Select(state => state.Record!.ToEntry())
        .OrderBy(entry => entry.Number).ThenBy(entry => entry.Manifest.ToHex(), StringComparer.Ordinal));

    protected override void Write(StateWriter writer)
    {
        writer.Bool(IsUp);
        foreach (var package in Packages) writer.Byte((int)package.Phase);
    }
}

/// <summary>A message on its way, with the signed statement that it carries already opened.</summary>
internal sealed class Letter(Message message, DeviceReport? report, bool reportIsTrue, Directive? directive, bool directiveIsTrue) : Part
{
    public Message Message { get; } = message;

    /// <summary>What the report in it says.</summary>
    public DeviceReport? Report { get; } = report;

    /// <summary>The device that it names signed it.</summary>
    public bool ReportIsTrue { get; } = reportIsTrue;

    /// <summary>What the directive in it says.</summary>
    public Directive? Directive { get; } = directive;

    /// <summary>The tracker's key signed it.</summary>
    public bool DirectiveIsTrue { get; } = directiveIsTrue;

    public static Letter Plain(Message message) => new(message, null, false, null, false);

    protected override void Write(StateWriter writer) => writer.Bytes(MessageCodec.Encode(Message));
}
