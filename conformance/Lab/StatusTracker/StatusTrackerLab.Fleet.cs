using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <content>Profile Fleet: many devices at once, campaigns, and what else an operator orders.</content>
public sealed partial class StatusTrackerLab
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    private readonly List<string> _fleet = [];
    private readonly List<string> _later = [];
    private readonly List<(string Who, Reply Answer, DeviceReport? Asked, Moment At)> _round = [];
    private readonly List<string> _offered = [];
    private readonly Dictionary<string, CampaignEntry> _campaigns = [];
    private readonly List<DeviceId> _paged = [];
    private CampaignRequest? _planned;
    private uint _pageSize;

    /// <summary>A Status tracker in which days can pass without much ado.</summary>
    public void ProvisionSlow(int refreshHours, int silenceDays)
    {
        _settings = _settings with { RefreshInterval = TimeSpan.FromHours(refreshHours) };
        Provision(1, silenceDays * 86_400);
    }

    /// <summary>The operator enrols so many devices; they are called the first device, the second device and so on.</summary>
    public void EnrolFleet(int count, Profile profile, ulong number)
    {
        foreach (var ordinal in Ordinals.Take(count)) EnrolMember($"the {ordinal} device", profile, number);
    }

    /// <summary>The operator enrols so many devices more.</summary>
    public void EnrolMore(int count, ulong number)
    {
        foreach (var ordinal in Ordinals.Skip(_fleet.Count).Take(count).ToList())
        {
            EnrolMember($"the {ordinal} device", Profile.Secure, number);
            _later.Add($"the {ordinal} device");
        }
    }

    /// <summary>The operator plans a campaign.</summary>
    public void Plan(string which, ulong number, string words) => Plan(which, Package(number).Name.Manifest, words);

    /// <summary>The operator plans a campaign for a package that nobody publishes.</summary>
    public void PlanUnpublished(string which) => Plan(which, Digest.Of(Random.Bytes(16)), "");

    /// <summary>The operator orders a campaign to do something.</summary>
    public void OrderCampaign(string which, CampaignAction action) => Order(new CampaignOrder(Campaign(which).Campaign, action));

    /// <summary>The operator orders a campaign that nobody planned.</summary>
    public void OrderUnknown(CampaignAction action) => Order(new CampaignOrder(new CampaignId(new Guid(Random.Bytes(16))), action));

    /// <summary>The operator names the tags of a device; a list that is empty names none.</summary>
    public void Tag(string who, string tags) => Order(new TagRequest(Before(who).Id, new(tags.Length == 0 ? [] : tags.Split(", "))));

    /// <summary>The operator names tags that are none.</summary>
    public void TagWrongly(string who, string flaw) => Order(new TagRequest(Before(who).Id, new(flaw switch
    {
        "an empty one" => ["site=lab", ""],
        "one with a blank" => ["site lab"],
        "one with an ampersand" => ["site=lab&beta"],
        "one twice" => ["beta", "beta"],
        _ => throw new SuiteErrorException($"no tags like {flaw}"),
    })));

    /// <summary>The operator takes a device out of administration.</summary>
    public void Decommission(string who) => Order(new DecommissionRequest(Before(who).Id));

    /// <summary>The operator enrols a device again, which signs with another key from now on.</summary>
    public void EnrolUnderAnotherKey(string who)
    {
        var known = Device(who);
        var key = TestKeys.Derive($"device {Random.Next():x16}");
        _devices[who] = new ModelDevice(known.Enrolment with { PublicKey = key.Public.Spki }, key, Package(7).Name, known.Communicator, Random);
        Enrol(who);
    }

    /// <summary>Every device of the fleet checks in, in the order of their names.</summary>
    public void CheckInAll()
    {
        // What follows from the report before may take a moment.
        if (!Implementation.Hello.VirtualClock) Implementation.Pass(Moments);
        _round.Clear();
        foreach (var who in _fleet)
        {
            CheckIn(who);
            _round.Add((who, _answer, _asked, _askedAt));
        }
    }

    /// <summary>So many of those that were offered the package last complete it.</summary>
    public void CompleteOffered(int count, ulong number)
    {
        foreach (var who in Take(count)) Complete(who, number);
    }

    /// <summary>So many of those that were offered the package last fail it.</summary>
    public void FailOffered(int count, ulong number, ResultCode code)
    {
        foreach (var who in Take(count)) FailOnce(who, number, code);
    }

    /// <summary>So many of those that were offered the package last say this, and are believed.</summary>
    public void TellOffered(int count, string saying)
    {
        foreach (var who in _offered.Take(count).ToList()) Tell(who, saying);
    }

    /// <summary>A stranger signs in the name of one of those that were offered the package that it has completed it.</summary>
    public void ForgeCompletion(ulong number) => RelayForged(_offered[0], "that a stranger signed", $"it runs sequence number {number}, confirmed");

    /// <summary>A stranger signs in the name of one of those that were offered the package that it has failed it.</summary>
    public void ForgeFailure(ulong number, ResultCode code) => RelayForged(_offered[0], "that a stranger signed", $"the update to sequence number {number} ended with {code}");

    /// <summary>Time passes.</summary>
    public void PassSeconds(double seconds)
    {
        _evidence = EvidenceClass.Effect;
        Implementation.Pass(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>All but so many of those that were offered the package last are silent for longer than allowed.</summary>
    public void SilenceOffered(int silent)
    {
        _evidence = EvidenceClass.Effect;
        var quiet = _offered.TakeLast(silent).ToHashSet();
        for (var part = 0; part < 3; part++)
        {
            Implementation.Pass(_settings.SilenceLimit * 0.5);
            foreach (var who in _fleet.Where(who => !quiet.Contains(who)))
            {
                CheckIn(who);
                SeesAnswer();
            }
        }

        foreach (var who in quiet) SeesPhase(who, TrackPhase.Unreachable);
    }

    /// <summary>One of the silent devices checks in: the last one of those that were offered the package.</summary>
    public void SilentChecksIn() => CheckIn(_offered[^1]);

    /// <summary>All that were silent check in, and are answered.</summary>
    public void SilentComeBack()
    {
        foreach (var who in _offered.Where(who => Entry(who).Phase == TrackPhase.Unreachable).ToList())
        {
            CheckIn(who);
            SeesAnswer();
        }
    }

    /// <summary>One of those that were offered the package last completes it, and runs its former image again.</summary>
    public void CompleteAndFallBack(ulong number)
    {
        foreach (var who in Take(1))
        {
            Complete(who, number);
            Tell(who, "it runs sequence number 7, confirmed");
            SeesNotCompleted(who);
        }
    }

    /// <summary>A device fails a package so often; before each attempt but the first one the pause passes.</summary>
    public void FailAfterPauses(string who, ulong number, int times, ResultCode code, int pause)
    {
        for (var time = 0; time < times; time++)
        {
            if (time > 0) PassSeconds(pause);
            FailOnce(who, number, code);
            SeesResult(who, code, verified: true);
        }
    }

    /// <summary>The operator reads the first page of the list of devices.</summary>
    public void BeginPages(uint size)
    {
        (_pageSize, _evidence) = (size, EvidenceClass.Wire);
        _paged.Clear();
        NextPage();
    }

    /// <summary>The operator reads all that follows.</summary>
    public void ReadPages()
    {
        // Every device that there is, and one page more: who turns the pages for ever is stopped.
        var most = Ask(new TrackQuery(null, null)).Count + 2;
        for (var page = 0; page < most; page++)
        {
            if (NextPage() == 0) return;
        }
    }

    private void EnrolMember(string who, Profile profile, ulong number)
    {
        Enrol(who, profile, number);
        _fleet.Add(who);
    }

    private int NextPage()
    {
        var reply = Implementation.Ask(Link.Operator, Operator, new DevicesQuery(null, _paged.Count == 0 ? null : _paged[^1], _pageSize));
        Demand(Read(reply) is TrackAnswer, EvidenceClass.Wire, "a page of devices", reply);
        var entries = ((TrackAnswer)Read(reply)!).Entries;
        Demand(entries.Count <= _pageSize, EvidenceClass.Wire, $"at most {_pageSize} devices on a page", $"{entries.Count}");
        _paged.AddRange(entries.Select(static entry => entry.Device));
        return entries.Count;
    }

    private void Plan(string which, Digest manifest, string words)
    {
        var plan = Plans.Of(Plans.Plain($"{which} {Random.Next() >> 40:x6}"), words, new(Implementation.Now, who => Device(who).Id));
        _planned = new CampaignRequest(manifest, plan);
        Order(_planned);
        if (Read(_answer) is CampaignAnswer answer) _campaigns[which] = answer.Campaign;
    }

    private CampaignEntry Campaign(string which) => _campaigns.GetValueOrDefault(which) ?? throw new SuiteErrorException($"nobody has planned {which}");

    private List<string> Take(int count)
    {
        if (_offered.Count < count) throw new SuiteErrorException($"{_offered.Count} devices are left that were offered something");
        var taken = _offered.Take(count).ToList();
        _offered.RemoveRange(0, count);
        return taken;
    }
}
