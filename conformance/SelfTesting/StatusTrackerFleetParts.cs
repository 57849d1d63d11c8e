using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Entities.StatusTracker.Campaigns;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.Simulation;
using static SecUpIoT.Conformance.SelfTesting.StatusTrackerParts;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Wrong parts of Status trackers in profile Fleet.</summary>
internal static class StatusTrackerFleetParts
{
    /// <summary>What the ledger permits, and what is made of it.</summary>
    public delegate OfferPermit Permitting(CampaignLedger ledger, TrackRecord record, IReadOnlyList<CatalogueEntry> published, Moment at);

    /// <summary>A tracker that follows another plan than it was given, and shows the one that it was given.</summary>
    public static Mutant Plan(string id, string wrong, IReadOnlyList<string> violates, Func<CampaignPlan, CampaignPlan> change)
    {
        // Who planned what: by its name, which is unique.
        var given = new Dictionary<string, CampaignPlan>();
        return Built(id, wrong, violates, Design.Right with
        {
            Hear = Instead(message =>
            {
                if (message is not CampaignRequest request) return null;
                lock (given) given[request.Plan.Name] = request.Plan;
                return request with { Plan = change(request.Plan) };
            }),
            Say = Saying(message => message switch
            {
                CampaignAnswer answer => answer with { Campaign = Shown(answer.Campaign) },
                CampaignsAnswer answer => new CampaignsAnswer(new(answer.Campaigns.Select(Shown))),
                _ => null,
            }),
        });

        CampaignEntry Shown(CampaignEntry entry)
        {
            lock (given) return given.TryGetValue(entry.Plan.Name, out var plan) ? entry with { Plan = plan } : entry;
        }
    }

    /// <summary>A tracker whose campaigns permit something else.</summary>
    public static Mutant Permit(string id, string wrong, IReadOnlyList<string> violates, Permitting permit) =>
        Built(id, wrong, violates, Design.Right with { Permit = (ledger, record, published, at) => permit(ledger, record, published, at) });

    /// <summary>A tracker whose machine of campaigns is wrong.</summary>
    public static Mutant Campaign(string id, string wrong, IReadOnlyList<string> violates, Func<IMachine<CampaignState>, IMachine<CampaignState>> wronged) =>
        Built(id, wrong, violates, Design.Right with { Campaign = () => wronged(Design.Right.Campaign()) });

    /// <summary>A tracker whose campaigns count their members in another way.</summary>
    public static Mutant Counting(string id, string wrong, IReadOnlyList<string> violates, Func<WaveCounts, WaveCounts> change) => Campaign(id, wrong, violates, machine => new Altered<CampaignState>(machine)
    {
        Before = (state, input) => (state, input is Input.MembersCounted counted ? counted with { Waves = new(counted.Waves.Select(change)) } : input),
    });

    /// <summary>A tracker that answers the operator something else.</summary>
    public static Mutant Showing(string id, string wrong, IReadOnlyList<string> violates, Func<Message, Message?> change) => Built(id, wrong, violates, Design.Right with { Say = Saying(change) });

    /// <summary>A tracker that hears something else from the operator.</summary>
    public static Mutant Mishearing(string id, string wrong, IReadOnlyList<string> violates, Func<Message, Message?> change) => Built(id, wrong, violates, Design.Right with { Hear = Instead(change) });

    /// <summary>The permit, and if it offers nothing, an offer of the newest package that some campaigns are for.</summary>
    public static OfferPermit OfferFor(this OfferPermit permit, CampaignLedger ledger, IReadOnlyList<CatalogueEntry> published, Func<CampaignRecord, bool> campaigns) =>
        permit with { Newest = permit.Newest ?? published.LastOrDefault(entry => ledger.Campaigns.Any(campaign => campaign.Image.Manifest == entry.Manifest && campaigns(campaign))) };

    /// <summary>The campaign that is shown with other members in its waves.</summary>
    public static Message? Members(Message message, Func<WaveCounts, WaveCounts> change) => message is CampaignsAnswer answer
        ? new CampaignsAnswer(new(answer.Campaigns.Select(entry => entry with { Waves = new(entry.Waves.Select(change)) })))
        : null;

    /// <summary>A trail of these entries that looks whole.</summary>
    public static Sequence<AuditEntry> Chained(IEnumerable<AuditEntry> entries)
    {
        var chained = new List<AuditEntry>();
        foreach (var entry in entries)
            chained.Add(AuditEntry.After(chained.LastOrDefault(), entry.At, entry.Actor, entry.Action, entry.Subject, entry.Result));
        return new(chained);
    }
}
