using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Hosting.Hosts.Tracker.Page;
using SecUpIoT.Hosting.Loops;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>
/// The tracker's campaigns. What happens to them goes through one lane; what they permit is asked from every lane of devices, and follows
/// from what is stored (R-ST-54): a wave is open when its opening is durable, and not before.
/// </summary>
internal sealed class CampaignDesk(ITrackStore records, IFleetStore store, AuditTrail audit, bool offerWithoutCampaign, FleetPulse pulse, HostSurroundings surroundings, ILogger log) : IDisposable
{
    private const int PageSize = 1024;

    private readonly CampaignLedger _ledger = new(offerWithoutCampaign);
    private readonly object _gate = new();
    private readonly CampaignMachine _machine = new();
    private readonly HashSet<CampaignId> _toJudge = [];
    private readonly WorkLane _lane = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Ends when the lane has; faulted when it did because of a fault of our own.</summary>
    public Task Completion => _lane.Completion;

    /// <summary>Takes over what is stored, and begins to count the members. Until they are counted nothing of their campaigns is offered.</summary>
    public async Task StartAsync()
    {
        var stored = await store.ReadCampaigns().ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var campaign in stored) _ledger.Put(campaign);
        }

        _lane.Start();
        foreach (var campaign in stored.Where(static campaign => campaign.Phase is CampaignPhase.Running or CampaignPhase.Paused))
            _ = InLaneAsync(campaign.Campaign, () => CountAsync(campaign.Campaign));
    }

    public async Task StopAsync()
    {
        _stopping.Cancel();
        await _lane.StopAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _lane.Close();
    }

    /// <summary>What this device may be offered now; to be followed by <see cref="Moved"/>.</summary>
    public OfferPermit Ask(TrackRecord record, IReadOnlyList<CatalogueEntry> published, Moment at)
    {
        lock (_gate) return _ledger.Ask(record, published, at);
    }

    /// <summary>The record stands as it is stored.</summary>
    public void Moved(TrackRecord record)
    {
        lock (_gate)
        {
            if (_ledger.IsEmpty) return;
            foreach (var campaign in _ledger.Moved(record))
                if (_ledger.IsCounted(campaign) && _toJudge.Add(campaign)) _ = InLaneAsync(campaign, () => JudgeAsync(campaign));
        }
    }

    /// <summary>M-45.</summary>
    public Task<Message?> PlanAsync(CampaignRequest request, CatalogueEntry? package) => AnswerAsync(default, async () =>
    {
        bool full;
        lock (_gate) full = _ledger.Campaigns.Count(static campaign => campaign.IsOpen) >= Limits.Campaigns;
        if (full) return new Refusal(ResultCode.LimitExceeded, $"at most {Limits.Campaigns} campaigns that have not ended; abort one");
        var campaign = new CampaignId(Trace.NewIdentifier());
        return await HandleAsync(CampaignState.Initial, new Input.CampaignAsked(campaign, request, package, surroundings.Clock.Now)).ConfigureAwait(false);
    });

    /// <summary>M-46.</summary>
    public Task<Message?> OrderAsync(CampaignOrder order) => AnswerAsync(order.Campaign, async () =>
    {
        var (state, waves) = StateOf(order.Campaign);
        var starts = order.Action == CampaignAction.Start && state.Phase == CampaignPhase.Draft;
        var bounds = starts ? await BoundsAsync(state.Record!).ConfigureAwait(false) : Sequence<ulong>.Empty;
        var answer = await HandleAsync(state, new Input.CampaignOrdered(order.Action, bounds, waves, surroundings.Clock.Now)).ConfigureAwait(false);
        if (starts && answer is CampaignAnswer) await CountAsync(order.Campaign).ConfigureAwait(false);
        else await JudgeAsync(order.Campaign).ConfigureAwait(false);
        return answer is CampaignAnswer ? new CampaignAnswer(EntryOf(order.Campaign)!) : answer;
    });

    /// <summary>M-48: one campaign, or the latest.</summary>
    public Message Query(CampaignQuery query)
    {
        lock (_gate)
        {
            var found = _ledger.Campaigns.Where(record => query.Campaign is null || record.Campaign == query.Campaign).Take(Limits.Campaigns).ToList();
            if (query.Campaign is { } one && found.Count == 0) return new Refusal(ResultCode.NotAvailable, $"there is no campaign {one}");
            return new CampaignsAnswer(new Sequence<CampaignEntry>(found.Select(record => record.ToEntry(_ledger.WavesOf(record.Campaign)))));
        }
    }

    private CampaignEntry? EntryOf(CampaignId campaign)
    {
        lock (_gate) return _ledger.Find(campaign)?.ToEntry(_ledger.WavesOf(campaign));
    }

    private (CampaignState State, Sequence<WaveCounts> Waves) StateOf(CampaignId campaign)
    {
        lock (_gate) return (new CampaignState(_ledger.Find(campaign)), _ledger.WavesOf(campaign));
    }

    private async Task<Message?> AnswerAsync(CampaignId campaign, Func<Task<Message?>> job)
    {
        var (done, answer) = await _lane.DoAsync(() => GuardedAsync(campaign, job)).ConfigureAwait(false);
        return done ? answer : null;
    }

    private async Task InLaneAsync(CampaignId campaign, Func<Task> job) => await _lane.DoAsync(() => GuardedAsync(campaign, async () =>
    {
        await job().ConfigureAwait(false);
        return null;
    })).ConfigureAwait(false);

    private async Task<Message?> GuardedAsync(CampaignId campaign, Func<Task<Message?>> job)
    {
        try
        {
            return await job().ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            Log.CampaignStorageFailed(log, exception.Code, exception.Message);
            surroundings.Tell(new HostEvent.Refused("tracker", $"campaign {campaign}", exception.Code, "the tracker's storage failed"));
            return new Refusal(exception.Code, "the tracker's storage failed");
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Message?> HandleAsync(CampaignState state, Input input)
    {
        var reaction = _machine.Handle(state, input);
        Message? answer = null;
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Persist { Record: CampaignRecord record }:
                    await store.SaveCampaign(record).ConfigureAwait(false);
                    lock (_gate) _ledger.Put(record);
                    pulse.Beat();
                    await audit.EndedAsync(AuditTrail.Itself, $"{reaction.Trigger}: {state.Phase} to {record.Phase}, {record.OpenWaves} waves open", record.Campaign.ToString(), ResultCode.Success)
                        .ConfigureAwait(false);
                    surroundings.TellPhases("tracker", $"campaign {record.Campaign}", state.Phase, record.Phase);
                    break;
                case Output.Send send:
                    answer = send.Message;
                    break;
                case Output.Refuse refuse:
                    answer = new Refusal(refuse.Code, RefusalText.Clean(refuse.Detail));
                    break;
                default:
                    throw new InvalidOperationException($"A campaign does not order {output.GetType().Name}.");
            }
        }

        return answer;
    }

    // In the lane. Goes on as long as something follows: with few members several waves can open at once.
    private async Task JudgeAsync(CampaignId campaign)
    {
        while (true)
        {
            CampaignState state;
            Sequence<WaveCounts> waves;
            lock (_gate)
            {
                _toJudge.Remove(campaign);
                if (!_ledger.IsCounted(campaign)) return;
                state = new CampaignState(_ledger.Find(campaign));
                waves = _ledger.WavesOf(campaign);
            }

            if (state.Phase != CampaignPhase.Running) return;
            await HandleAsync(state, new Input.MembersCounted(waves, surroundings.Clock.Now)).ConfigureAwait(false);
            lock (_gate)
            {
                if (_ledger.Find(campaign) == state.Record) return;
            }
        }
    }

    private async Task<Sequence<ulong>> BoundsAsync(CampaignRecord campaign)
    {
        var members = new CampaignMembers(campaign);
        var places = new List<ulong>();
        await EachAsync(record =>
        {
            if (members.StatusOf(record) is not (MemberStatus.None or MemberStatus.Left)) places.Add(CampaignMembers.PlaceOf(campaign.Campaign, record.Device));
        }).ConfigureAwait(false);
        return CampaignMembers.BoundsOf(campaign.Plan.Waves, [.. places]);
    }

    private async Task CountAsync(CampaignId campaign)
    {
        await EachAsync(record =>
        {
            lock (_gate) _ledger.Count(campaign, record);
        }).ConfigureAwait(false);
        lock (_gate) _ledger.Counted(campaign);
        await JudgeAsync(campaign).ConfigureAwait(false);
    }

    private async Task EachAsync(Action<TrackRecord> act)
    {
        DeviceId? after = null;
        while (true)
        {
            var page = await records.List(null, after, PageSize, _stopping.Token).ConfigureAwait(false);
            foreach (var record in page) act(record);
            if (page.Count < PageSize) return;
            after = page[^1].Device;
        }
    }
}
