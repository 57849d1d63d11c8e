using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Simulation;

/// <content>Profile Fleet: campaigns, history and the audit trail. Campaigns, history and trail are durable.</content>
public sealed partial class SimulatedTracker
{
    private readonly Dictionary<CampaignId, Bytes> _campaigns = [];
    private readonly Dictionary<DeviceId, List<HistoryEntry>> _history = [];
    private readonly List<AuditEntry> _audit = [];
    private CampaignLedger _ledger = new(offerWithoutCampaign: true);
    private ulong _planned;

    /// <summary>True when packages that no campaign governs are offered to every device of their class (R-ST-36).</summary>
    public bool OffersWithoutCampaign { get; init; } = true;

    /// <summary>How it behaves towards campaigns.</summary>
    public IMachine<CampaignState> CampaignMachine { get; init; } = new CampaignMachine();

    /// <summary>What its campaigns permit a device.</summary>
    public Func<CampaignLedger, TrackRecord, IReadOnlyList<CatalogueEntry>, Moment, OfferPermit> Permits { get; init; } =
        static (ledger, record, published, at) => ledger.Ask(record, published, at);

    /// <summary>The audit trail.</summary>
    public IReadOnlyList<AuditEntry> Audit => _audit;

    /// <summary>The durable records of its campaigns, the latest first.</summary>
    public IEnumerable<CampaignRecord> CampaignRecords => _campaigns.Values.Select(static bytes => CampaignRecord.Decode(bytes.Memory).Value!).OrderByDescending(static record => record.CreatedAt);

    /// <summary>A campaign as it stands; null when it is unknown.</summary>
    public CampaignEntry? Campaign(CampaignId campaign) => _ledger.Find(campaign)?.ToEntry(_ledger.WavesOf(campaign));

    /// <summary>What its disk holds of campaigns is not what was stored; null for a campaign that is gone.</summary>
    public void ChangeCampaigns(Func<CampaignRecord, CampaignRecord?> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        foreach (var (campaign, bytes) in _campaigns.ToList())
        {
            if (change(CampaignRecord.Decode(bytes.Memory).Value!) is { } other) _campaigns[campaign] = other.Encode();
            else _campaigns.Remove(campaign);
        }
    }

    /// <summary>An operator's message; the answer is what the message asks for, or M-09.</summary>
    public Message Operate(Message request)
    {
        if (!IsUp) return new Refusal(ResultCode.NotNow, "the tracker is not running");
        return request switch
        {
            TrackQuery query => Query(query),
            DevicesQuery query => Page(query),
            FleetQuery => Summary(),
            HistoryQuery query => History(query),
            CampaignQuery query => Campaigns(query),
            AuditQuery query => new AuditAnswer(new Sequence<AuditEntry>(_audit.Where(entry => entry.Number > query.After).Take((int)query.Most))),
            EnrolRequest enrol => Change(request, enrol.Device.ToString(), () => AskOperator(enrol.Device, enrol)),
            CancelRequest cancel => Change(request, cancel.Device.ToString(), () => AskOperator(cancel.Device, cancel)),
            TagRequest tag => Change(request, tag.Device.ToString(), () => AskOperator(tag.Device, tag)),
            DecommissionRequest decommission => Change(request, decommission.Device.ToString(), () => AskOperator(decommission.Device, decommission)),
            CampaignRequest plan => Change(request, plan.Plan.Name, () => Plan(plan)),
            CampaignOrder order => Change(request, order.Campaign.ToString(), () => Order(order)),
            _ => new Refusal(ResultCode.MalformedMessage, "not a question of an operator"),
        };
    }

    private Message Change(Message request, string subject, Func<Message> act)
    {
        var action = request.GetType().Name;
        Note("operator", action, subject, ResultCode.None);
        var answer = act();
        Note("operator", action, subject, answer is Refusal refusal ? refusal.Code : ResultCode.Success);
        return answer;
    }

    private void Note(string actor, string action, string subject, ResultCode result) =>
        _audit.Add(AuditEntry.After(_audit.Count == 0 ? null : _audit[^1], Stage.Clock, actor, action, subject, result));

    private TrackAnswer Page(DevicesQuery query) => new(new Sequence<TrackEntry>(Records
        .Where(record => query.Phase is null || record.Phase == query.Phase)
        .Select(static record => (Record: record, Order: record.Device.ToString()))
        .Where(item => query.After is null || string.CompareOrdinal(item.Order, query.After.Value.ToString()) > 0)
        .OrderBy(static item => item.Order, StringComparer.Ordinal)
        .Take((int)query.Most)
        .Select(static item => item.Record.ToEntry())));

    private FleetSummary Summary() => new(
        new Sequence<PhaseCount>(Records.GroupBy(static record => record.Phase).OrderBy(static group => group.Key).Select(static group => new PhaseCount(group.Key, (ulong)group.Count()))),
        (uint)Catalogue.Conflicts.Count,
        new Sequence<ServerSummary>(_servers.Select(server => new ServerSummary(
            server,
            _links.GetValueOrDefault(server)?.Phase is not (null or ServerPhase.Unavailable or ServerPhase.Unsynchronised),
            (uint)(_published.GetValueOrDefault(server)?.Count ?? 0)))));

    private Message History(HistoryQuery query) => Record(query.Device) is { } record
        ? new HistoryAnswer(record.Tags, new Sequence<HistoryEntry>(Enumerable.Reverse(_history.GetValueOrDefault(query.Device) ?? []).Take((int)query.Most)))
        : new Refusal(ResultCode.NotEnrolled, $"there is no device {query.Device}");

    private Message Campaigns(CampaignQuery query)
    {
        var found = _ledger.Campaigns.Where(record => query.Campaign is null || record.Campaign == query.Campaign).Take(Limits.Campaigns).ToList();
        return query.Campaign is { } one && found.Count == 0
            ? new Refusal(ResultCode.NotAvailable, $"there is no campaign {one}")
            : new CampaignsAnswer(new Sequence<CampaignEntry>(found.Select(record => record.ToEntry(_ledger.WavesOf(record.Campaign)))));
    }

    private Message Plan(CampaignRequest request)
    {
        Span<byte> name = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(name[8..], ++_planned);
        return HandleCampaign(CampaignState.Initial, new Input.CampaignAsked(new CampaignId(new Guid(name, bigEndian: true)), request, Catalogue.Find(request.Manifest), Stage.Clock))!;
    }

    private Message Order(CampaignOrder order)
    {
        var state = new CampaignState(_ledger.Find(order.Campaign));
        var starts = order.Action == CampaignAction.Start && state.Phase == CampaignPhase.Draft;
        var bounds = starts ? BoundsOf(state.Record!) : Sequence<ulong>.Empty;
        var answer = HandleCampaign(state, new Input.CampaignOrdered(order.Action, bounds, _ledger.WavesOf(order.Campaign), Stage.Clock))!;
        if (answer is not CampaignAnswer) return answer;
        if (starts) CountMembers(order.Campaign);
        JudgeCampaign(order.Campaign);
        return new CampaignAnswer(Campaign(order.Campaign)!);
    }

    private Sequence<ulong> BoundsOf(CampaignRecord campaign)
    {
        var members = new CampaignMembers(campaign);
        var places = Records.Where(record => members.StatusOf(record) is not (MemberStatus.None or MemberStatus.Left)).Select(record => CampaignMembers.PlaceOf(campaign.Campaign, record.Device));
        return CampaignMembers.BoundsOf(campaign.Plan.Waves, [.. places]);
    }

    private void CountMembers(CampaignId campaign)
    {
        foreach (var record in Records) _ledger.Count(campaign, record);
        _ledger.Counted(campaign);
    }

    private void JudgeCampaign(CampaignId campaign)
    {
        while (_ledger.Find(campaign) is { Phase: CampaignPhase.Running } record && _ledger.IsCounted(campaign))
        {
            HandleCampaign(new CampaignState(record), new Input.MembersCounted(_ledger.WavesOf(campaign), Stage.Clock));
            if (_ledger.Find(campaign) == record) return;
        }
    }

    private void Moved(TrackRecord record)
    {
        foreach (var campaign in _ledger.Moved(record)) JudgeCampaign(campaign);
    }

    private Message? HandleCampaign(CampaignState state, Input input)
    {
        var reaction = CampaignMachine.Handle(state, input);
        Message? answer = null;
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Persist when _failures > 0:
                    _failures--;
                    return new Refusal(ResultCode.StorageFailed, "the campaign could not be stored");
                case Output.Persist { Record: CampaignRecord record }:
                    _campaigns[record.Campaign] = record.Encode();
                    Writes++;
                    _ledger.Put(record);
                    Note("tracker", $"{reaction.Trigger}: {state.Phase} to {record.Phase}, {record.OpenWaves} waves open", record.Campaign.ToString(), ResultCode.Success);
                    Stage.NoteChange($"{Name}/campaign {record.Plan.Name}", state.Phase.ToString(), record.Phase.ToString());
                    break;
                case Output.Send send:
                    answer = send.Message;
                    break;
                case Output.Refuse refuse:
                    answer = new Refusal(refuse.Code, refuse.Detail);
                    break;
            }
        }

        return answer;
    }

    private void BeginCampaigns()
    {
        _ledger = new CampaignLedger(OffersWithoutCampaign);
        foreach (var bytes in _campaigns.Values) _ledger.Put(CampaignRecord.Decode(bytes.Memory).Value!);
        foreach (var campaign in _ledger.Campaigns.Where(static record => record.Phase is CampaignPhase.Running or CampaignPhase.Paused).ToList())
        {
            CountMembers(campaign.Campaign);
            JudgeCampaign(campaign.Campaign);
        }
    }

    private void Remember(TrackRecord? before, TrackRecord now)
    {
        if (before?.Phase == now.Phase && before.Result == now.Result && before.ResultVerified == now.ResultVerified && before.Target == now.Target) return;
        if (!_history.TryGetValue(now.Device, out var steps)) _history[now.Device] = steps = [];
        steps.Add(new HistoryEntry(Stage.Clock, now.Phase, now.Result, now.ResultVerified, now.Target));
    }
}
