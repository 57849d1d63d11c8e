using SecUpIoT.Conformance.Lab.StatusTracker;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.StatusTracker;

/// <summary>What holds before, in profile Fleet.</summary>
[Binding]
[Scope(Tag = "role:status-tracker")]
public sealed class FleetGivenSteps(StatusTrackerLab lab)
{
    [Given(@"^a Status tracker that looks at its catalogue once an hour, and a limit of silence of (\d+) days$")]
    public void ASlowTracker(int days) => lab.ProvisionSlow(1, days);

    [Given(@"^(\d+) devices are enrolled and run sequence number (\d+)$")]
    public void AFleet(int count, ulong number) => lab.EnrolFleet(count, Profile.Secure, number);

    [Given(@"^a campaign for sequence number (\d+)(?: with (.+))? is running$")]
    [Control]
    public void ARunningCampaign(ulong number, string words) => Run("the campaign", number, words);

    [Given(@"^another campaign for sequence number (\d+) with (.+) is running$")]
    [Control]
    public void AnotherRunningCampaign(ulong number, string words) => Run("the other campaign", number, words);

    [Given(@"^the operator has planned (a|another) campaign for sequence number (\d+)$")]
    [Control]
    public void HasPlanned(string which, ulong number)
    {
        var name = which == "a" ? "the campaign" : "the other campaign";
        lab.Plan(name, number, "");
        lab.SeesPlanned(name);
    }

    [Given(@"^the operator has (paused|resumed|aborted) the campaign$")]
    [Control]
    public void HasOrdered(string order)
    {
        lab.OrderCampaign("the campaign", order switch { "paused" => CampaignAction.Pause, "resumed" => CampaignAction.Resume, _ => CampaignAction.Abort });
        lab.SeesObeyed();
    }

    [Given(@"^the campaign has become (Finished)$")]
    [Control]
    public void HasBecome(CampaignPhase phase) => lab.SeesCampaign("the campaign", phase);

    [Given(@"^the campaign has become Paused because of (\w+)$")]
    [Control]
    public void HasStopped(PauseReason reason) => lab.SeesCampaign("the campaign", CampaignPhase.Paused, reason);

    [Given(@"^the operator has named the tags (.+) for (the \w+ device)$")]
    [Control]
    public void HasNamedTags(string tags, string who)
    {
        lab.Tag(who, tags);
        lab.SeesTagged();
    }

    [Given(@"^the operator has decommissioned (the \w+ device)$")]
    [Control]
    public void HasDecommissioned(string who)
    {
        lab.Decommission(who);
        lab.SeesDecommissioned();
    }

    [Given(@"^(\d+) of the devices (?:was|were) offered sequence number (\d+), the others nothing$")]
    [Control]
    public void WereOffered(int count, ulong number)
    {
        lab.CheckInAll();
        lab.SeesOffered(count, number);
    }

    [Given(@"^(\d+) of those offered (?:has|have) completed the update to sequence number (\d+)$")]
    [Control]
    public void HaveCompleted(int count, ulong number) => lab.CompleteOffered(count, number);

    [Given(@"^1 of those offered has completed the update to sequence number (\d+), and runs the former image again$")]
    [Control]
    public void HasFallenBack(ulong number) => lab.CompleteAndFallBack(number);

    [Given(@"^(\d+) of those offered (?:has|have) failed sequence number (\d+) because of (\w+)$")]
    [Control]
    public void HaveFailed(int count, ulong number, ResultCode code) => lab.FailOffered(count, number, code);

    [Given(@"^(\d+) of those offered have said that (it .+)$")]
    public void HaveSaid(int count, string saying) => lab.TellOffered(count, saying);

    [Given(@"^the last (\d+) of those offered (?:has|have) become silent$")]
    public void HaveBecomeSilent(int count) => lab.SilenceOffered(count);

    [Given(@"^the silent ones of those offered have come back$")]
    public void HaveComeBack() => lab.SilentComeBack();

    [Given(@"^(the \w+ device) has failed sequence number (\d+) (\d+) times because of (\w+), each after its pause of (\d+) seconds$")]
    [Control]
    public void HasFailedRepeatedly(string who, ulong number, int times, ResultCode code, int pause) => lab.FailAfterPauses(who, number, times, code, pause);

    [Given(@"^(\d+) minutes have passed$")]
    public void MinutesHavePassed(int minutes) => lab.PassSeconds(minutes * 60);

    [Given(@"^the Status tracker has crashed and started again$")]
    public void HasCrashed() => lab.Crash();

    [Given(@"^the operator has begun to read the devices in pages of (\d+)$")]
    [Control]
    public void HasBegunToRead(uint size) => lab.BeginPages(size);

    [Given(@"^the audit trail was read$")]
    [Control]
    public void TrailWasRead() => lab.ReadTrail();

    private void Run(string which, ulong number, string words)
    {
        lab.Plan(which, number, words);
        lab.SeesPlanned(which);
        lab.OrderCampaign(which, CampaignAction.Start);
        lab.SeesObeyed();
        lab.SeesCampaign(which, CampaignPhase.Running);
    }
}
