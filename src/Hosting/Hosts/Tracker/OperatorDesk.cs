using Microsoft.Extensions.Logging;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Hosting.Storage;
using SecUpIoT.Hosting.Storage.Tracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Hosting.Hosts.Tracker;

/// <summary>What an operator asks a tracker: what changes something goes into the audit trail, before it is done and when it has ended (R-ST-52).</summary>
internal sealed class OperatorDesk(
    ITrackStore store, DeviceRecords records, CampaignDesk campaigns, PublishedPackages packages, AuditTrail audit, Func<IEnumerable<ServerSummary>> servers, ILogger log)
{
    /// <summary>True for messages of the operator interface that the tracker answers.</summary>
    public static bool Takes(Message message) => message is EnrolRequest or TrackQuery or CancelRequest or FleetQuery or DevicesQuery or HistoryQuery or TagRequest
        or DecommissionRequest or CampaignRequest or CampaignOrder or CampaignQuery or AuditQuery;

    /// <summary>Answers a message that it takes.</summary>
    /// <param name="request">The message.</param>
    /// <param name="actor">Who asks.</param>
    public async Task<Message?> AnswerAsync(Message request, string actor)
    {
        try
        {
            return SubjectOf(request) is { } subject ? await ChangeAsync(request, actor, subject).ConfigureAwait(false) : await LookAsync(request).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            Log.TrackerStorageFailed(log, exception.Code, exception.Message);
            return new Refusal(exception.Code, "the tracker's storage failed");
        }
    }

    /// <summary>How the fleet stands, from numbers that are kept and not counted (R-ST-48).</summary>
    public FleetSummary Summary() => new(
        new Sequence<PhaseCount>(store.Counts.OrderBy(static count => count.Key).Select(static count => new PhaseCount(count.Key, (ulong)count.Value))),
        (uint)packages.Conflicts,
        new Sequence<ServerSummary>(servers().Take(Limits.Servers)));

    private async Task<Message?> ChangeAsync(Message request, string actor, string subject)
    {
        var action = request is CampaignOrder order ? $"{nameof(CampaignOrder)} {order.Action}" : request.GetType().Name;
        await audit.AskedAsync(actor, action, subject).ConfigureAwait(false);
        var answer = request switch
        {
            CampaignRequest plan => await campaigns.PlanAsync(plan, packages.Package(plan.Manifest)).ConfigureAwait(false),
            CampaignOrder ordered => await campaigns.OrderAsync(ordered).ConfigureAwait(false),
            _ => await records.OperateAsync(request).ConfigureAwait(false),
        };
        if (answer is not null) await audit.EndedAsync(actor, action, subject, answer is Refusal refusal ? refusal.Code : ResultCode.Success).ConfigureAwait(false);
        return answer;
    }

    private async Task<Message> LookAsync(Message request) => request switch
    {
        FleetQuery => Summary(),
        TrackQuery { Device: { } device } query => Entries(await store.Read(device).ConfigureAwait(false) is { } record && (query.Phase is null || query.Phase == record.Phase) ? [record] : []),
        TrackQuery query => Entries(await store.List(query.Phase, null, Limits.TrackEntries).ConfigureAwait(false)),
        DevicesQuery query => Entries(await store.List(query.Phase, query.After, (int)query.Most).ConfigureAwait(false)),
        HistoryQuery query => await HistoryAsync(query).ConfigureAwait(false),
        CampaignQuery query => campaigns.Query(query),
        AuditQuery query => new AuditAnswer(await audit.ReadAsync(query).ConfigureAwait(false)),
        _ => new Refusal(ResultCode.MalformedMessage, "not a question of an operator"),
    };

    private async Task<Message> HistoryAsync(HistoryQuery query)
    {
        if (await store.Read(query.Device).ConfigureAwait(false) is not { } record) return new Refusal(ResultCode.NotEnrolled, $"there is no device {query.Device}");
        var steps = await store.History(query.Device, (int)query.Most).ConfigureAwait(false);
        return new HistoryAnswer(record.Tags, new Sequence<HistoryEntry>(steps.Select(static step => new HistoryEntry(step.At, step.Phase, step.Result, step.ResultVerified, step.Image))));
    }

    private static string? SubjectOf(Message request) => request switch
    {
        EnrolRequest enrol => enrol.Device.ToString(),
        CancelRequest cancel => cancel.Device.ToString(),
        TagRequest tag => tag.Device.ToString(),
        DecommissionRequest decommission => decommission.Device.ToString(),
        CampaignRequest plan => $"{plan.Plan.Name}, manifest {plan.Manifest}",
        CampaignOrder order => order.Campaign.ToString(),
        _ => null,
    };

    private static TrackAnswer Entries(IEnumerable<TrackRecord> records) => new(new Sequence<TrackEntry>(records.Select(static record => record.ToEntry())));
}
