using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Entities.Packages;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <summary>A Firmware server in a world. All that it holds is durable.</summary>
public sealed class SimulatedServer : SimulatedEntity
{
    private readonly IMachine<PackageState> _machine;
    private readonly IReadOnlyList<IVerifier> _authors;
    private readonly Dictionary<Digest, Bytes> _records = [];
    private readonly Dictionary<Digest, Bytes> _envelopes = [];
    private readonly Dictionary<Digest, Bytes> _payloads = [];
    private Dictionary<Digest, PackageState> _states = [];

    /// <summary>A server that holds nothing and is not started.</summary>
    /// <param name="stage">Where it lives.</param>
    /// <param name="name">Its name.</param>
    /// <param name="authors">Who may publish (R-FS-03).</param>
    /// <param name="machine">How it behaves.</param>
    public SimulatedServer(Stage stage, string name, IReadOnlyList<IVerifier> authors, IMachine<PackageState> machine)
        : base(stage, name) => (_authors, _machine) = (authors, machine);

    /// <summary>How it decides what its machine leaves to the host.</summary>
    public ServerStore Store { get; init; } = ServerStore.Right;

    /// <summary>Where each package stands.</summary>
    public IReadOnlyDictionary<Digest, PackageState> Packages => _states;

    /// <summary>What its catalogue lists.</summary>
    public Sequence<CatalogueEntry> Listed => new(_states.Values
        .Where(Store.Lists)
        .Select(state => state.Record!.ToEntry())
        .OrderBy(entry => entry.Number).ThenBy(entry => entry.Manifest.ToHex(), StringComparer.Ordinal));

    /// <summary>The author publishes; the answer is M-21 or M-09.</summary>
    public Message Publish(Bytes envelope)
    {
        var contents = PackageContents.Read(envelope, _authors).Value;
        var highest = contents is null ? null : Highest(contents.Vendor, contents.Class, contents.Image);
        var present = contents is null ? Sequence<Digest>.Empty : new(contents.Payloads
            .Where(payload => _payloads.TryGetValue(payload.Digest, out var stored) && Store.Completes(payload, stored))
            .Select(payload => payload.Digest));
        return Ask(contents?.Image.Manifest ?? default, new Input.PublishAsked(envelope, highest, present));
    }

    /// <summary>The author uploads a payload.</summary>
    public void Upload(Bytes payload) => Upload(Digest.Of(payload.Span), payload);

    /// <summary>The author uploads a payload under this name; whoever takes it in has compared the digest.</summary>
    public void Upload(Digest digest, Bytes payload)
    {
        _payloads[digest] = payload;
        var waiting = _states.Where(pair => pair.Value.Phase == PackagePhase.Staged
            && pair.Value.Record!.Missing.Any(name => name.Digest == digest && Store.Completes(name, payload)));
        foreach (var manifest in waiting.Select(pair => pair.Key).ToList()) Handle(manifest, new Input.PayloadStored(digest, HighestBeside(_states[manifest].Record!)), null);
    }

    /// <summary>The author withdraws; the answer is M-23 or M-09.</summary>
    public Message Withdraw(Digest manifest) => Ask(manifest, new Input.Received(Link.Author, new WithdrawRequest(manifest), Stage.Clock, default));

    /// <summary>Changes a stored payload behind everybody's back; false when there is none to change.</summary>
    public bool Damage(Digest payload)
    {
        if (!_payloads.TryGetValue(payload, out var stored) || stored.IsEmpty) return false;
        var damaged = stored.ToArray();
        damaged[0] ^= 1;
        _payloads[payload] = damaged;
        return true;
    }

    internal override void Receive(Packet packet)
    {
        switch (packet.Message)
        {
            case CatalogueRequest:
                Send(new Packet(packet.Exchange, Name, packet.From, Link.Server, new CatalogueAnswer(Listed)));
                break;
            case EnvelopeRequest request:
                Handle(request.Manifest, Hear(packet), packet);
                break;
            case BlockRequest request:
                Handle(Holder(request.Payload), Hear(packet), packet);
                break;
            default:
                Refuse(packet, ResultCode.NotNow, $"{packet.Message.GetType().Name} means nothing to a Firmware server");
                break;
        }
    }

    internal override void ReceiveMalformed(Packet packet, string why) => Refuse(packet, ResultCode.MalformedMessage, why);

    private protected override void Begin()
    {
        _states = _records.ToDictionary(pair => pair.Key, pair => new PackageState(PackageRecord.Decode(pair.Value.Memory).Value));
        foreach (var (manifest, state) in _states) Stage.Trace?.Add(PackageTrace.Started(Name, manifest, state.Record));
    }

    private protected override void Forget() => _states = [];

    private ImageName? HighestBeside(PackageRecord record) => Highest(record.Vendor, record.Class, record.Image);

    private ImageName? Highest(VendorId vendor, ClassId deviceClass, ImageName beside) => _states.Values.Select(state => state.Record!)
        .Where(known => known.Vendor == vendor && known.Class == deviceClass && known.Image != beside)
        .Where(Store.Counts)
        .Select(known => known.Image)
        .MaxBy(image => image.Number);

    // A published package lets its payload be served; when there is none, another package that names it says why not (R-FS-08, R-FS-18).
    private Digest Holder(Digest payload)
    {
        var naming = _states.Values.Where(state => state.Record!.Payloads.Any(name => name.Digest == payload)).ToList();
        return (naming.FirstOrDefault(state => state.Phase == PackagePhase.Published) ?? naming.FirstOrDefault())?.Record!.Image.Manifest ?? default;
    }

    private Input.Received Hear(Packet packet) => new(Link.Server, packet.Message, Stage.Clock, default);

    private Message Ask(Digest manifest, Input input)
    {
        Message? answer = null;
        Handle(manifest, input, null, said => answer ??= said);
        return answer ?? new Refusal(ResultCode.InternalFault, "no answer");
    }

    private void Handle(Digest manifest, Input input, Packet? request, Action<Message>? author = null)
    {
        var state = _states.GetValueOrDefault(manifest, PackageState.Initial);
        var reaction = _machine.Handle(state, input);
        if (reaction.State.Record is not null) _states[manifest] = reaction.State;
        Stage.Trace?.Add(PackageTrace.Step(Name, manifest, state, reaction));
        Stage.NoteChange($"{Name}/{reaction.State.Record?.Image.Number}", state.Phase.ToString(), reaction.State.Phase.ToString());
        foreach (var output in reaction.Outputs) Perform(output, request, author);
    }

    private void Perform(Output output, Packet? request, Action<Message>? author)
    {
        switch (output)
        {
            case Output.Persist { Record: PackageRecord record }:
                _records[record.Image.Manifest] = record.Encode();
                break;
            case Output.StoreEnvelope store:
                _envelopes[store.Manifest] = store.Envelope;
                break;
            case Output.StorePayload store:
                _payloads[store.Payload] = store.Data;
                break;
            case Output.Send { Link: Link.Author } send:
                author?.Invoke(send.Message);
                break;
            case Output.Refuse refuse:
                Refuse(request, refuse.Code, refuse.Detail);
                author?.Invoke(new Refusal(refuse.Code, refuse.Detail));
                break;
            case Output.ServeEnvelope serve when request is not null:
                Serve(serve, request);
                break;
            case Output.ServeBlock serve when request is not null:
                Serve(serve, request);
                break;
        }
    }

    private void Serve(Output.ServeEnvelope serve, Packet request)
    {
        if (!_envelopes.TryGetValue(serve.Manifest, out var envelope))
        {
            Refuse(request, ResultCode.StorageCorrupted, $"the envelope of {serve.Manifest} is missing");
            return;
        }

        Send(new Packet(request.Exchange, Name, request.From, Link.Server, new EnvelopeAnswer(envelope)));
    }

    private void Serve(Output.ServeBlock serve, Packet request)
    {
        if (!_payloads.TryGetValue(serve.Payload, out var payload) || serve.Offset + serve.Length > (ulong)payload.Length)
        {
            Refuse(request, ResultCode.NotAvailable, $"{serve.Length} bytes of {serve.Payload} from {serve.Offset} are not stored");
            return;
        }

        if (!Store.Verifies(serve.Payload, payload))                                                                   // R-FS-12
        {
            Refuse(request, ResultCode.StorageCorrupted, $"the stored payload {serve.Payload} is damaged");
            return;
        }

        var data = payload.Memory.Slice((int)serve.Offset, (int)serve.Length);
        Send(new Packet(request.Exchange, Name, request.From, Link.Server, new Block(serve.Payload, serve.Offset, (ulong)payload.Length, new Bytes(data))));
    }
}
