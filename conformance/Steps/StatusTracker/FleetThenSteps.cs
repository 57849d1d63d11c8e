using System.Globalization;
using SecUpIoT.Conformance.Lab.StatusTracker;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.StatusTracker;

/// <summary>What is observed, in profile Fleet.</summary>
[Binding]
[Scope(Tag = "role:status-tracker")]
public sealed class FleetThenSteps(StatusTrackerLab lab)
{
    [Then(@"^(\d+) of the devices (?:is|are) offered sequence number (\d+), the others nothing$")]
    public void Offered(int count, ulong number) => lab.SeesOffered(count, number);

    [Then(@"^the campaign is planned$")]
    public void Planned() => lab.SeesPlanned("the campaign");

    [Then(@"^there is the campaign and no other$")]
    public void OneCampaign() => lab.SeesCampaigns(["the campaign"]);

    [Then(@"^(the campaign|the other campaign) is (Draft|Running|Finished|Aborted)$")]
    public void Campaign(string which, CampaignPhase phase) => lab.SeesCampaign(which, phase);

    [Then(@"^the campaign is Paused because of (\w+)$")]
    public void Paused(PauseReason reason) => lab.SeesCampaign("the campaign", CampaignPhase.Paused, reason);

    [Then(@"^the campaign has (\d+) open waves?$")]
    public void OpenWaves(int waves) => lab.SeesOpenWaves("the campaign", waves);

    [Then(@"^the campaign has waves of ([\d/]+) members$")]
    public void WaveSizes(string sizes) => lab.SeesWaveSizes("the campaign", [.. sizes.Split('/').Select(static size => long.Parse(size, CultureInfo.InvariantCulture))]);

    [Then(@"^the members of the campaign are (.+)$")]
    public void Members(string words) => lab.SeesMembers("the campaign", words);

    [Then(@"^the members of wave (\d+) of the campaign are (.+)$")]
    public void MembersOfWave(int wave, string words) => lab.SeesWave("the campaign", wave, words);

    [Then(@"^the tags are taken$")]
    public void Tagged() => lab.SeesTagged();

    [Then(@"^(the \w+ device) has the tags (.+)$")]
    public void Tags(string who, string tags) => lab.SeesTags(who, tags);

    [Then(@"^the device is decommissioned$")]
    public void Decommissioned() => lab.SeesDecommissioned();

    [Then(@"^the fleet in numbers is that of the records$")]
    public void Summary() => lab.SeesSummary();

    [Then(@"^(\d+) devices? (?:is|are) counted in phase (\w+)$")]
    public void PhaseCount(ulong devices, TrackPhase phase) => lab.SeesPhaseCount(phase, devices);

    [Then(@"^(\d+) conflicts? (?:is|are) counted$")]
    public void Conflicts(uint conflicts) => lab.SeesConflicts(conflicts);

    [Then(@"^every device(?: that was there before)? was named once, in order$")]
    public void Paged() => lab.SeesPaged();

    [Then(@"^a page of devices in phase (\w+) names (the .+)$")]
    public void PhasePage(TrackPhase phase, string who) => lab.SeesPhasePage(phase, who.Split(" and "));

    [Then(@"^the audit trail goes on with this order, which ended with (\w+)$")]
    public void Trailed(ResultCode code) => lab.SeesTrailed(code);

    [Then(@"^the audit trail goes on with a step that the campaign took by itself$")]
    public void OwnStep() => lab.SeesOwnStep("the campaign");

    [Then(@"^the audit trail still holds what it held$")]
    public void TrailKept() => lab.SeesTrailKept();
}
