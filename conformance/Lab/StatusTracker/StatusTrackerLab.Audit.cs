using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <content>The audit trail: read page by page, every entry bound to the one before it.</content>
public sealed partial class StatusTrackerLab
{
    private const uint TrailPage = 3;

    private List<AuditEntry> _trail = [];

    /// <summary>The operator reads the trail; what follows is compared with it.</summary>
    public void ReadTrail() => _trail = Trail();

    /// <summary>The trail is what it was, and an order that was given since stands at its end: that it was given, and how it ended.</summary>
    public void SeesTrailed(ResultCode ended)
    {
        var added = Added();
        var (subjects, order) = (Subjects(Required(_order)), Required(_order).GetType().Name);
        var asked = added.FirstOrDefault(entry => entry.Result == ResultCode.None && Names(entry, subjects));
        Demand(asked is { Actor.Length: > 0, Action.Length: > 0 }, _evidence, $"that {order} was asked, by whom, and about {string.Join(" or ", subjects)}", string.Join("; ", added));
        var end = added.FirstOrDefault(entry => entry.Number > asked!.Number && entry.Actor == asked.Actor && entry.Action == asked.Action && entry.Subject == asked.Subject && entry.Result != ResultCode.None);
        Demand(end?.Result == ended, _evidence, $"that {order} ended with {ended}", string.Join("; ", added));
    }

    /// <summary>A step of the campaign stands there that nobody ordered.</summary>
    public void SeesOwnStep(string which)
    {
        string[] subjects = [Campaign(which).Campaign.ToString(), Campaign(which).Plan.Name];
        // The first thing that was asked of the tracker was an enrolment.
        var (added, operators) = (Added(), _trail[0].Actor);
        Demand(added.Any(entry => entry.Actor != operators && Names(entry, subjects)), _evidence, $"a step of {which}, by somebody else than {operators}", string.Join("; ", added));
    }

    /// <summary>What stood in the trail stands there.</summary>
    public void SeesTrailKept() => Added();

    private List<AuditEntry> Added()
    {
        var now = Trail();
        Demand(now.Take(_trail.Count).SequenceEqual(_trail), _evidence, "the entries that were there, unaltered", string.Join("; ", now.Take(_trail.Count)));
        return [.. now.Skip(_trail.Count)];
    }

    private List<AuditEntry> Trail()
    {
        var read = new List<AuditEntry>();
        while (true)
        {
            var reply = Implementation.Ask(Link.Operator, Operator, new AuditQuery(read.Count == 0 ? 0 : read[^1].Number, TrailPage));
            Demand(Read(reply) is AuditAnswer, _evidence, "entries of the audit trail", reply);
            var entries = ((AuditAnswer)Read(reply)!).Entries;
            Demand(entries.Count <= TrailPage, _evidence, $"at most {TrailPage} entries", $"{entries.Count}");
            foreach (var entry in entries)
            {
                var before = read.Count == 0 ? null : read[^1];
                Demand(entry.Follows(before), _evidence, $"an entry that is bound to {(before is null ? "nothing, as the first one" : $"number {before.Number}")}", entry);
                read.Add(entry);
            }

            if (entries.Count == 0) return read;
        }
    }

    private string[] Subjects(Message order) => order switch
    {
        EnrolRequest enrol => [enrol.Device.ToString()],
        CancelRequest cancel => [cancel.Device.ToString()],
        TagRequest tag => [tag.Device.ToString()],
        DecommissionRequest decommission => [decommission.Device.ToString()],
        CampaignRequest plan => [plan.Plan.Name],
        CampaignOrder ordered => [ordered.Campaign.ToString(), .. _campaigns.Values.Where(entry => entry.Campaign == ordered.Campaign).Select(static entry => entry.Plan.Name)],
        _ => [order.GetType().Name],
    };

    private static bool Names(AuditEntry entry, IEnumerable<string> subjects) => subjects.Any(subject => entry.Subject.Contains(subject, StringComparison.OrdinalIgnoreCase));
}
