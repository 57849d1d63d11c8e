using System.Text.Json.Nodes;
using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;

namespace SecUpIoT.Conformance.Reference;

/// <summary>The reference Status tracker.</summary>
public sealed class ReferenceStatusTracker(Design? design = null) : ReferenceRole(Role.StatusTracker, design ?? Design.Right)
{
    private SimulatedTracker? _tracker;

    /// <inheritdoc/>
    protected override SimulatedEntity? Entity => _tracker;

    /// <inheritdoc/>
    protected override (IReadOnlyList<string> Acts, IReadOnlyList<string> Queries, IReadOnlyList<string> Faults) Offers => ([], ["keys"], ["storage-failure"]);

    /// <inheritdoc/>
    protected override IReadOnlyList<Link> Links => [Link.Tracker, Link.Operator, Link.Server];

    /// <inheritdoc/>
    protected override void Forget() => _tracker = null;

    /// <inheritdoc/>
    protected override JsonObject Provision(JsonObject arguments)
    {
        var standard = new StatusTrackerConfiguration();
        var configuration = standard with
        {
            DirectiveValidity = Duration(arguments, "directiveValidity", standard.DirectiveValidity),
            PollAfter = Duration(arguments, "pollAfter", standard.PollAfter),
            ActivePollAfter = Duration(arguments, "activePollAfter", standard.ActivePollAfter),
            SilenceLimit = Duration(arguments, "silenceLimit", standard.SilenceLimit),
            MostAttempts = (uint)(Fields.OptionalNumber(arguments, "attempts") ?? standard.MostAttempts),
        };
        var links = new ServerLinkConfiguration(Keys.Anchors(arguments, "authors"));
        links = links with
        {
            RefreshInterval = Duration(arguments, "refreshInterval", links.RefreshInterval),
            ReplyTimeout = Duration(arguments, "replyTimeout", links.ReplyTimeout),
        };
        var key = Keys.Own("tracker", Seed);
        var servers = Fields.Texts(arguments, "servers");
        _tracker = Stage.Add(new SimulatedTracker(
            Stage, "tracker", servers, configuration, Design.StatusTracker(configuration), Design.ServerLink(links), Design.Signer(key))
        {
            CampaignMachine = Design.Campaign(),
            Permits = Design.Permit,
        });
        foreach (var server in servers) AddPeer(server);
        return new JsonObject
        {
            ["publicKey"] = Fields.Write(key.Public.Spki),
            ["directiveValidity"] = Written(configuration.DirectiveValidity),
            ["pollAfter"] = Written(configuration.PollAfter),
            ["activePollAfter"] = Written(configuration.ActivePollAfter),
            ["silenceLimit"] = Written(configuration.SilenceLimit),
            ["refreshInterval"] = Written(links.RefreshInterval),
            ["replyTimeout"] = Written(links.ReplyTimeout),
            ["attempts"] = configuration.MostAttempts,
        };
    }

    /// <inheritdoc/>
    protected override JsonObject Query(string what) => what == "keys" ? new JsonObject { ["files"] = new JsonArray() } : base.Query(what);

    /// <inheritdoc/>
    protected override void Fault(string kind, JsonObject arguments)
    {
        if (kind != "storage-failure") base.Fault(kind, arguments);
        else _tracker!.FailWrites((int)Fields.Number(arguments, "count"));
    }

    /// <inheritdoc/>
    protected override Message? AskHost(Link link, Message request) => (Design.Door(link, request), request) switch
    {
        (Link.Operator, _) when !Provisioned.IsUp => null,
        (Link.Operator, EnrolRequest or TrackQuery or CancelRequest or FleetQuery or DevicesQuery or HistoryQuery or TagRequest or DecommissionRequest
            or CampaignRequest or CampaignOrder or CampaignQuery or AuditQuery) => _tracker!.Operate(request),
        _ => null,
    };

    /// <inheritdoc/>
    protected override void Lose()
    {
        if (Design.ForgetsDurableState) _tracker!.LoseStorage();
        _tracker!.ChangeCampaigns(Design.StoredCampaign);
    }

    /// <inheritdoc/>
    protected override void Fail(Packet question)
    {
        ArgumentNullException.ThrowIfNull(question);
        Later(() => _tracker!.FailLink(question.To, ResultCode.Unreachable));
    }
}
