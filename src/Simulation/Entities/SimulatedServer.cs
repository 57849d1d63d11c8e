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

    /// <summary>Where each package stands.</summary>
    public IReadOnlyDictionary<Digest, PackageState> Packages => _states;

    /// <summary>What its catalogue lists.</summary>
    public Sequence<CatalogueEntry> Listed => new(_states.Values
        .Where(state => state.Phase == PackagePhase.Published)
        .Select(state => state.Record!.ToEntry())
        .OrderBy(entry => entry.Number).ThenBy(entry => entry.Manifest.ToHex(), StringComparer.Ordinal));

    /// <summary>The author publishes; the answer is M-21 or M-09.</summary>
    public Message Publish(Bytes envelope)
    {
        var contents = PackageContents.Read(envelope, _authors).Value;
        var highest = _states.Values.Select(state => state.Record!)
            .Where(known => known.Vendor == contents?.Vendor && known.Class == contents.Class && known.Image != contents.Image)
            .Where(known => known.Phase is PackagePhase.Published or PackagePhase.Withdrawn)
            .Select(known => known.Image)
            .MaxBy(image => image.Number);
        var present = contents is null ? Sequence<Digest>.Empty : new(contents.Payloads.Select(payload => payload.Digest).Where(_payloads.ContainsKey));
        return Ask(contents?.Image.Manifest ?? default, new Input.PublishAsked(envelope, highest, present));
    }

    /// <summary>The author uploads a payload. The store names it by its digest; nothing else can be put under that name.</summary>
    public void Upload(Bytes payload)
    {
        var digest = Digest.Of(payload.Span);
        _payloads[digest] = payload;
        var waiting = _states.Where(pair => pair.Value.Phase == PackagePhase.Staged && pair.Value.Record!.Missing.Any(name => name.Digest == digest));
        foreach (var manifest in waiting.Select(pair => pair.Key).ToList()) Handle(manifest, new Input.PayloadStored(digest), null);
    }

    /// <summary>The author withdraws; the answer is M-23 or M-09.</summary>
    public Message Withdraw(Digest manifest) => Ask(manifest, new Input.Received(Link.Author, new WithdrawRequest(manifest), Stage.Clock, default));

    /// <summary>Changes a stored payload behind everybody's back.</summary>
    public void Damage(Digest payload)
    {
        var damaged = _payloads[payload].ToArray();
        damaged[0] ^= 1;
        _payloads[payload] = damaged;
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
                var holder = Listed.FirstOrDefault(entry => entry.Payloads.Any(name => name.Digest == request.Payload));
                Handle(holder?.Manifest ?? default, Hear(packet), packet);
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
                Send(new Packet(request.Exchange, Name, request.From, Link.Server, new EnvelopeAnswer(_envelopes[serve.Manifest])));
                break;
            case Output.ServeBlock serve when request is not null:
                Serve(serve, request);
                break;
        }
    }

    private void Serve(Output.ServeBlock serve, Packet request)
    {
        var payload = _payloads[serve.Payload];
        if (Digest.Of(payload.Span) != serve.Payload)                                                                  // R-FS-12
        {
            Refuse(request, ResultCode.StorageCorrupted, $"the stored payload {serve.Payload} is damaged");
            return;
        }

        var data = payload.Memory.Slice((int)serve.Offset, (int)serve.Length);
        Send(new Packet(request.Exchange, Name, request.From, Link.Server, new Block(serve.Payload, serve.Offset, (ulong)payload.Length, new Bytes(data))));
    }
}
