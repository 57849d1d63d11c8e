using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <content>Profile Fleet: what the operator is shown of campaigns and of the fleet, and what many devices are told.</content>
public sealed partial class StatusTrackerLab
{
    /// <summary>The campaign is planned, as it was wanted, and nothing more.</summary>
    public void SeesPlanned(string which)
    {
        Demand(Read(_answer) is CampaignAnswer, _evidence, "the campaign is planned", _answer);
        var (wanted, entry) = (Required(_planned), Seen(which));
        Demand(
            entry.Plan.Equals(wanted.Plan) && entry.Image.Manifest == wanted.Manifest && entry.Vendor == _author.Vendor && entry.Class == _author.Class,
            _evidence, $"a campaign for {wanted.Manifest} with the plan {wanted.Plan}", entry);
        Demand(entry is { Phase: CampaignPhase.Draft, OpenWaves: 0 } && entry.StartedAt == default, _evidence, "a draft in which no wave is open", entry);
    }

    /// <summary>The order was obeyed.</summary>
    public void SeesObeyed() => Demand(Read(_answer) is CampaignAnswer, _evidence, "the order is obeyed, and the campaign shown", _answer);

    /// <summary>The campaign stands there.</summary>
    public void SeesCampaign(string which, CampaignPhase phase, PauseReason reason = PauseReason.None) =>
        DemandCampaign(which, entry => entry.Phase == phase && entry.Reason == reason, $"{which} is {phase}{(reason == PauseReason.None ? "" : $" because of {reason}")}");

    /// <summary>So many waves of it are open.</summary>
    public void SeesOpenWaves(string which, int waves) => DemandCampaign(which, entry => entry.OpenWaves == waves, $"{which} has {waves} open waves");

    /// <summary>So many members belong to its waves, one after the other.</summary>
    public void SeesWaveSizes(string which, IReadOnlyList<long> sizes) =>
        DemandCampaign(which, entry => entry.Waves.Select(static wave => wave.Members()).SequenceEqual(sizes), $"{which} has waves of {string.Join(", ", sizes)} members");

    /// <summary>Its members stand so, all waves together.</summary>
    public void SeesMembers(string which, string words)
    {
        var wanted = Counts(words);
        DemandCampaign(which, entry => WaveCounts.Sum(entry.Waves) == wanted, $"the members of {which} are {wanted}");
    }

    /// <summary>The members of one of its waves stand so.</summary>
    public void SeesWave(string which, int wave, string words)
    {
        var wanted = Counts(words);
        DemandCampaign(which, entry => entry.Waves.Count >= wave && entry.Waves[wave - 1] == wanted, $"the members of wave {wave} of {which} are {wanted}");
    }

    /// <summary>There is no campaign, or there are these only.</summary>
    public void SeesCampaigns(IReadOnlyList<string> which)
    {
        var all = AskCampaigns(null).Select(static entry => entry.Campaign).ToHashSet();
        Demand(all.SetEquals(which.Select(one => Campaign(one).Campaign)), _evidence, which.Count == 0 ? "no campaign" : $"{string.Join(", ", which)} and no other", $"{all.Count} campaigns");
    }

    /// <summary>In the last round exactly so many devices were offered the package, and the others nothing.</summary>
    public void SeesOffered(int count, ulong number)
    {
        var manifest = Package(number).Name.Manifest;
        _offered.Clear();
        foreach (var (who, answer, asked, at) in _round)
        {
            (_lastDevice, _answer, _asked, _askedAt) = (Device(who), answer, asked, at);
            if (Read(answer) is CheckInAnswer { Kind: DirectiveKind.Install } told && told.Manifest == manifest)
            {
                SeesGoOn(number);
                _offered.Add(who);
            }
            else
            {
                SeesUpToDate();
            }
        }

        Demand(_round.Count > 0 && _offered.Count == count, _evidence, $"{count} of {_round.Count} devices are offered sequence number {number}", $"{_offered.Count}: {string.Join(", ", _offered)}");
    }

    /// <summary>The tags are taken.</summary>
    public void SeesTagged() => Demand(Read(_answer) is TagAnswer answer && answer.Device == LastDevice.Id, _evidence, "the device has the tags", _answer);

    /// <summary>The device has these tags and no others.</summary>
    public void SeesTags(string who, string tags)
    {
        var history = AskHistory(who);
        string[] wanted = tags.Length == 0 ? [] : tags.Split(", ");
        Demand(history.Tags.Order(StringComparer.Ordinal).SequenceEqual(wanted.Order(StringComparer.Ordinal)), _evidence, $"the tags {tags}", string.Join(", ", history.Tags));
    }

    /// <summary>The device is out of administration.</summary>
    public void SeesDecommissioned() => Demand(Read(_answer) is DecommissionAnswer answer && answer.Device == LastDevice.Id, _evidence, "the device is decommissioned", _answer);

    /// <summary>The numbers of the fleet are those of its records.</summary>
    public void SeesSummary()
    {
        var summary = AskFleet();
        var counted = Ask(new TrackQuery(null, null)).GroupBy(static entry => entry.Phase).Select(static group => new PhaseCount(group.Key, (ulong)group.Count())).OrderBy(static count => count.Phase);
        Demand(
            summary.Phases.Where(static count => count.Devices > 0).OrderBy(static count => count.Phase).SequenceEqual(counted),
            _evidence, $"as many devices in each phase as there are records: {string.Join(", ", counted)}", string.Join(", ", summary.Phases));
    }

    /// <summary>The operator is shown this many devices in a phase.</summary>
    public void SeesPhaseCount(TrackPhase phase, ulong devices)
    {
        var summary = AskFleet();
        var shown = summary.Phases.Where(count => count.Phase == phase).Aggregate(0ul, static (sum, count) => sum + count.Devices);
        Demand(shown == devices, _evidence, $"{devices} devices in phase {phase}", string.Join(", ", summary.Phases));
    }

    /// <summary>The operator is shown a conflict of packages.</summary>
    public void SeesConflicts(uint conflicts)
    {
        var summary = AskFleet();
        Demand(summary.Conflicts == conflicts, _evidence, $"{conflicts} conflicts", $"{summary.Conflicts}");
    }

    /// <summary>The pages named each device once that was there when they were begun, in the order of their identifiers.</summary>
    public void SeesPaged()
    {
        var ids = _paged.Select(static device => device.ToString()).ToList();
        Demand(ids.Distinct().Count() == ids.Count && ids.SequenceEqual(ids.Order(StringComparer.Ordinal)), _evidence, "every device once, in the order of identifiers", string.Join(", ", ids));
        var missing = _fleet.Except(_later).Where(who => !_paged.Contains(Device(who).Id)).ToList();
        Demand(missing.Count == 0, _evidence, "every device that was there", $"not {string.Join(", ", missing)}");
    }

    /// <summary>Everything that is listed in a phase is in it, and nothing that is in it is missing.</summary>
    public void SeesPhasePage(TrackPhase phase, IReadOnlyList<string> expected)
    {
        var reply = Implementation.Ask(Link.Operator, Operator, new DevicesQuery(phase, null, 100));
        Demand(Read(reply) is TrackAnswer, _evidence, "a page of devices", reply);
        var listed = ((TrackAnswer)Read(reply)!).Entries.Select(static entry => entry.Device).ToHashSet();
        Demand(listed.SetEquals(expected.Select(who => Device(who).Id)), _evidence, $"{string.Join(", ", expected)} in phase {phase}", $"{listed.Count} devices");
    }

    /// <summary>A campaign as the operator is shown it.</summary>
    private CampaignEntry Seen(string which)
    {
        var campaign = Campaign(which).Campaign;
        var found = AskCampaigns(campaign);
        Demand(found.Count == 1 && found[0].Campaign == campaign, _evidence, $"{which} and no other", $"{found.Count} campaigns");
        return found[0];
    }

    // What follows from a report is not always there with its answer; who has a real clock gets a moment.
    private void DemandCampaign(string which, Func<CampaignEntry, bool> holds, string expected)
    {
        var entry = Seen(which);
        if (!holds(entry) && !Implementation.Hello.VirtualClock) Implementation.Await(() => holds(entry = Seen(which)), Moments * 5);
        Demand(holds(entry), _evidence, expected, entry);
    }

    private Sequence<CampaignEntry> AskCampaigns(CampaignId? campaign)
    {
        var reply = Implementation.Ask(Link.Operator, Operator, new CampaignQuery(campaign));
        Demand(Read(reply) is CampaignsAnswer, _evidence, "the operator is shown campaigns", reply);
        return ((CampaignsAnswer)Read(reply)!).Campaigns;
    }

    private FleetSummary AskFleet()
    {
        var reply = Implementation.Ask(Link.Operator, Operator, new FleetQuery());
        Demand(Read(reply) is FleetSummary, _evidence, "the fleet in numbers", reply);
        return (FleetSummary)Read(reply)!;
    }

    private HistoryAnswer AskHistory(string who)
    {
        var reply = Implementation.Ask(Link.Operator, Operator, new HistoryQuery(Device(who).Id, 256));
        Demand(Read(reply) is HistoryAnswer, _evidence, $"the history of {who}", reply);
        return (HistoryAnswer)Read(reply)!;
    }

    // "2 waiting, 1 confirmed"; what is not named is none.
    private static WaveCounts Counts(string words) => words.Split(", ", StringSplitOptions.RemoveEmptyEntries).Aggregate(WaveCounts.None, static (counts, part) =>
    {
        var (number, status) = (uint.Parse(part.Split(' ', 2)[0], System.Globalization.CultureInfo.InvariantCulture), part.Split(' ', 2)[1]);
        return status switch
        {
            "waiting" => counts with { Waiting = number },
            "under way" => counts with { UnderWay = number },
            "confirmed" => counts with { Confirmed = number },
            "failed" => counts with { Failed = number },
            "silent" => counts with { Silent = number },
            "left" => counts with { Left = number },
            _ => throw new SuiteErrorException($"no member is {status}"),
        };
    });
}
