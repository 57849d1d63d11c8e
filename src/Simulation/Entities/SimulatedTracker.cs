using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Simulation;

/// <summary>A Status tracker in a world. Device records, envelopes and the servers' last catalogues are durable.</summary>
public sealed partial class SimulatedTracker : SimulatedEntity
{
    private readonly IMachine<TrackState> _machine;
    private readonly StatusTrackerConfiguration _configuration;
    private readonly IMachine<ServerLinkState> _linkMachine;
    private readonly IReadOnlyList<string> _servers;
    private readonly Dictionary<DeviceId, Bytes> _records = [];
    private readonly Dictionary<Digest, Bytes> _envelopes = [];
    private readonly Dictionary<string, Sequence<CatalogueEntry>> _published = [];
    private readonly HashSet<(DeviceId Device, Digest Manifest)> _directed = [];
    private Dictionary<DeviceId, TrackState> _tracks = [];
    private Dictionary<string, ServerLinkState> _links = [];
    private int _failures;

    /// <summary>A tracker that knows no device and is not started.</summary>
    /// <param name="stage">Where it lives.</param>
    /// <param name="name">Its name.</param>
    /// <param name="servers">The names of its Firmware servers.</param>
    /// <param name="configuration">Its policy.</param>
    /// <param name="machine">How it behaves towards devices.</param>
    /// <param name="linkMachine">How it behaves towards Firmware servers.</param>
    /// <param name="key">The key that directives are signed with.</param>
    public SimulatedTracker(
        Stage stage,
        string name,
        IReadOnlyList<string> servers,
        StatusTrackerConfiguration configuration,
        IMachine<TrackState> machine,
        IMachine<ServerLinkState> linkMachine,
        ISigner key)
        : base(stage, name) =>
        (_servers, _configuration, _machine, _linkMachine, Key) = (servers, configuration, machine, linkMachine, key);

    /// <summary>The key that directives are signed with.</summary>
    public ISigner Key { get; }

    /// <summary>Where it stands with each Firmware server.</summary>
    public IReadOnlyDictionary<string, ServerLinkState> ServerLinks => _links;

    /// <summary>What all Firmware servers together publish, as far as it knows.</summary>
    public Catalogue Catalogue { get; private set; } = Catalogue.Empty;

    /// <summary>Every (device, manifest) that it ever signed an install directive for.</summary>
    public IReadOnlySet<(DeviceId Device, Digest Manifest)> Directed => _directed;

    /// <summary>How many durable writes there were.</summary>
    public long Writes { get; private set; }

    /// <summary>The durable records, as the operator sees them, by device.</summary>
    public IEnumerable<TrackRecord> Records => _records.Values.Select(Decode);

    /// <summary>The durable record of a device, or null.</summary>
    public TrackRecord? Record(DeviceId device) => _records.TryGetValue(device, out var bytes) ? Decode(bytes) : null;

    /// <summary>The operator enrols a device; the answer is M-31 or M-09.</summary>
    public Message Enrol(DeviceId device, VendorId vendor, ClassId deviceClass, Profile profile, Bytes publicKey) =>
        AskOperator(device, new EnrolRequest(device, vendor, deviceClass, profile, publicKey));

    /// <summary>The operator cancels the update of a device; the answer is M-35 or M-09.</summary>
    public Message Cancel(DeviceId device) => AskOperator(device, new CancelRequest(device));

    /// <summary>What the operator asks for, as M-33.</summary>
    public TrackAnswer Query(TrackQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(new Sequence<TrackEntry>(Records
            .Where(record => (query.Device is null || record.Device == query.Device) && (query.Phase is null || record.Phase == query.Phase))
            .OrderBy(record => record.Device.ToString(), StringComparer.Ordinal)
            .Select(record => record.ToEntry())));
    }

    /// <summary>The next <paramref name="count"/> durable writes fail.</summary>
    public void FailWrites(int count) => _failures = count;

    /// <summary>All that it held durably is gone, as from a disk that was replaced.</summary>
    public void LoseStorage()
    {
        _records.Clear();
        _envelopes.Clear();
        _published.Clear();
        _campaigns.Clear();
        _history.Clear();
        _audit.Clear();
    }

    internal override void Receive(Packet packet)
    {
        if (packet.Link == Link.Server)
        {
            if (!Relay(packet)) HandleLink(packet.From, new Input.Received(Link.Server, packet.Message, Stage.Clock, default));
            return;
        }

        switch (packet.Message)
        {
            case CheckIn checkIn when packet.Link == Link.Tracker:
                CheckedIn(packet, checkIn);
                break;
            case CheckInBatch batch when packet.Link == Link.Tracker:
                Send(new Packet(packet.Exchange, Name, packet.From, Link.Tracker, new CheckInBatchAnswer(new(batch.CheckIns.Select(checkIn => BatchedAnswer.Of(Single(checkIn)))))));
                break;
            case BlockRequest request when packet.Link == Link.Tracker:
                Fetch(packet, request);
                break;
            default:
                Refuse(packet, ResultCode.NotNow, $"{packet.Message.GetType().Name} means nothing on the {packet.Link} link");
                break;
        }
    }

    internal override void ReceiveMalformed(Packet packet, string why)
    {
        if (packet.Link == Link.Server) HandleLink(packet.From, new Input.LinkFailed(Link.Server, ResultCode.MalformedMessage));
        else Refuse(packet, ResultCode.MalformedMessage, why);
    }

    private protected override void Begin()
    {
        _tracks = _records.ToDictionary(pair => pair.Key, pair => new TrackState(Decode(pair.Value)));
        _links = _servers.ToDictionary(server => server, server => _published.TryGetValue(server, out var entries) ? ServerLinkState.Holding(entries) : ServerLinkState.Initial);
        Merge();
        BeginCampaigns();
        foreach (var (device, state) in _tracks) Stage.Trace?.Add(TrackerTrace.Started(device, state.Record));
        foreach (var (server, state) in _links) Stage.Trace?.Add(TrackerTrace.Started(server, state));
        // The silence of each device goes on where it stood when it was last seen.
        foreach (var (device, state) in _tracks.Where(static track => track.Value.Phase != TrackPhase.Decommissioned))
        {
            var silent = TimeSpan.FromMilliseconds(Stage.Clock.UnixMilliseconds - state.Record!.LastSeen.UnixMilliseconds);
            WatchSilence(device, _configuration.SilenceLimit - silent);
        }

        foreach (var server in _servers) HandleLink(server, new Input.Started());
    }

    private protected override void Forget()
    {
        (_tracks, _links) = ([], []);
        Catalogue = Catalogue.Empty;
        _relayed.Clear();
    }

    private static TrackRecord Decode(Bytes bytes) => TrackRecord.Decode(bytes.Memory).Value!;

    private void Merge() => Catalogue = new Catalogue(_published.Values);

    private void WatchSilence(DeviceId device, TimeSpan after) =>
        SetTimer(
            TimerId.Silence,
            device.ToString(),
            after < TimeSpan.Zero ? TimeSpan.Zero : after,
            () => Handle(device, new Input.TimerFired(TimerId.Silence), null));

    private Message AskOperator(DeviceId device, Message request)
    {
        Message? answer = null;
        Handle(device, new Input.Received(Link.Operator, request, Stage.Clock, default), null, said => answer ??= said);
        return answer ?? new Refusal(ResultCode.InternalFault, "no answer");
    }

    private Message Single(CheckIn checkIn)
    {
        Message? answer = null;
        CheckedIn(null, checkIn, said => answer ??= said);
        return answer ?? new Refusal(ResultCode.InternalFault, "no answer");
    }

    // The report names the device; until its signature is verified this only says whose record to look at.
    private void CheckedIn(Packet? packet, CheckIn checkIn, Action<Message>? beside = null)
    {
        if (Forgery.Peek(checkIn.SignedReport) is not { } claimed)
        {
            Refuse(packet, ResultCode.MalformedMessage, "the report is none");
            beside?.Invoke(new Refusal(ResultCode.MalformedMessage, "the report is none"));
            return;
        }

        if (_tracks.GetValueOrDefault(claimed.Device)?.Record is not { } record)
        {
            Handle(claimed.Device, new Input.CheckedIn(checkIn, null, Sequence<Digest>.Empty, Stage.Clock), packet, beside);
            return;
        }

        var permit = Permits(_ledger, record, Catalogue.Entries(record.Vendor, record.Class), Stage.Clock);
        var offer = permit.Newest is { } newest && _envelopes.TryGetValue(newest.Manifest, out var envelope)
            ? new PackageOffer(new ImageName(newest.Number, newest.Manifest), envelope) { Retry = permit.Retry }
            : null;
        Handle(claimed.Device, new Input.CheckedIn(checkIn, offer, permit.Published, Stage.Clock) { Held = permit.Held }, packet, beside);
    }

    private void Handle(DeviceId device, Input input, Packet? request, Action<Message>? beside = null)
    {
        var before = _tracks.GetValueOrDefault(device, TrackState.Initial);
        var reaction = _machine.Handle(before, input);
        if (reaction.State.Record is not null) _tracks[device] = reaction.State;
        Stage.Trace?.Add(TrackerTrace.Step(device, before, reaction));
        Stage.NoteChange($"{Name}/{Stage.NameOf(device)}", before.Phase.ToString(), reaction.State.Phase.ToString());
        foreach (var output in reaction.Outputs)
        {
            if (Perform(device, output, request, beside)) continue;
            // What could not be stored did not happen: the record is what the store holds.
            _tracks[device] = before;
            Stage.Trace?.Add(TrackerTrace.Started(device, before.Record));
            Refuse(request, ResultCode.StorageFailed, "the record could not be stored");
            beside?.Invoke(new Refusal(ResultCode.StorageFailed, "the record could not be stored"));
            break;
        }

        // An offer that was permitted may not have been made.
        if (Record(device) is { } stored) Moved(stored);
    }

    private bool Perform(DeviceId device, Output output, Packet? request, Action<Message>? beside)
    {
        switch (output)
        {
            case Output.Persist when _failures > 0:
                _failures--;
                return false;
            case Output.Persist { Record: TrackRecord record }:
                Remember(Record(device), record);
                _records[device] = record.Encode();
                Writes++;
                break;
            case Output.SendDirective order:
                var answer = Answer(order);
                if (request is not null) Send(new Packet(request.Exchange, Name, request.From, Link.Tracker, answer));
                beside?.Invoke(answer);
                break;
            case Output.Send { Link: Link.Operator } send:
                beside?.Invoke(send.Message);
                break;
            case Output.Refuse refuse:
                Refuse(request, refuse.Code, refuse.Detail);
                beside?.Invoke(new Refusal(refuse.Code, refuse.Detail));
                break;
            case Output.SetTimer { Timer: TimerId.Silence } set:
                WatchSilence(device, set.After);
                break;
            case Output.CancelTimer { Timer: TimerId.Silence }:
                CancelTimer(TimerId.Silence, device.ToString());
                break;
        }

        return true;
    }

    private CheckInAnswer Answer(Output.SendDirective order)
    {
        var directive = order.Directive;
        if (directive.Kind == DirectiveKind.Install) _directed.Add((directive.Device, directive.Manifest));
        Bytes signed = order.Signed ? SignedStatement.Sign(Key, Directive.Domain, Directive.ContentType, directive.Encode()) : [];
        Digest? manifest = directive.Kind == DirectiveKind.UpToDate ? null : directive.Manifest;
        return new CheckInAnswer(directive.Kind, manifest, signed, order.Envelope, order.PollAfter);
    }
}
