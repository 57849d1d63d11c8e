using SecUpIoT.Conformance.Lab.StatusTracker;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.StatusTracker;

/// <summary>What is done, in profile Fleet. One call each.</summary>
[Binding]
[Scope(Tag = "role:status-tracker")]
public sealed class FleetWhenSteps(StatusTrackerLab lab)
{
    [When(@"^the operator plans a campaign for sequence number (\d+)(?: with (.+))?$")]
    public void Plans(ulong number, string words) => lab.Plan("the campaign", number, words);

    [When(@"^the operator plans another campaign for sequence number (\d+)(?: with (.+))?$")]
    public void PlansAnother(ulong number, string words) => lab.Plan("the other campaign", number, words);

    [When(@"^the operator plans another campaign for a package that nobody publishes$")]
    public void PlansUnpublished() => lab.PlanUnpublished("the other campaign");

    [When(@"^the operator (starts|pauses|resumes|aborts) the campaign$")]
    public void Orders(string order) => lab.OrderCampaign("the campaign", Action(order));

    [When(@"^the operator (starts|pauses|resumes|aborts) a campaign that nobody planned$")]
    public void OrdersUnknown(string order) => lab.OrderUnknown(Action(order));

    [When(@"^the operator names the tags (.+) for (the \w+ device)$")]
    public void NamesTags(string tags, string who) => lab.Tag(who, tags);

    [When(@"^the operator names tags for (the \w+ device), (.+)$")]
    public void NamesWrongTags(string who, string flaw) => lab.TagWrongly(who, flaw);

    [When(@"^the operator decommissions (the \w+ device)$")]
    public void Decommissions(string who) => lab.Decommission(who);

    [When(@"^the operator enrols (the \w+ device) with another key$")]
    public void EnrolsUnderAnotherKey(string who) => lab.EnrolUnderAnotherKey(who);

    [When(@"^the operator enrols (\d+) devices more$")]
    public void EnrolsMore(int count) => lab.EnrolMore(count, 7);

    [When(@"^every device checks in$")]
    public void EveryDeviceChecksIn() => lab.CheckInAll();

    [When(@"^(\d+) of those offered completes? the update to sequence number (\d+)$")]
    public void Complete(int count, ulong number) => lab.CompleteOffered(count, number);

    [When(@"^(\d+) of those offered fails? sequence number (\d+) because of (\w+)$")]
    public void Fail(int count, ulong number, ResultCode code) => lab.FailOffered(count, number, code);

    [When(@"^(the \w+ device) fails sequence number (\d+) once more because of (\w+)$")]
    public void FailsOnceMore(string who, ulong number, ResultCode code) => lab.FailOnce(who, number, code);

    [When(@"^(\d+) of those offered say that (it .+)$")]
    public void Say(int count, string saying) => lab.TellOffered(count, saying);

    [When(@"^a stranger signs that one of those offered has completed sequence number (\d+)$")]
    public void ForgesCompletion(ulong number) => lab.ForgeCompletion(number);

    [When(@"^a stranger signs that one of those offered has failed sequence number (\d+) because of (\w+)$")]
    public void ForgesFailure(ulong number, ResultCode code) => lab.ForgeFailure(number, code);

    [When(@"^the last (\d+) of those offered become silent$")]
    public void BecomeSilent(int count) => lab.SilenceOffered(count);

    [When(@"^one of the silent ones checks in$")]
    public void SilentChecksIn() => lab.SilentChecksIn();

    [When(@"^(\d+) seconds pass$")]
    public void SecondsPass(int seconds) => lab.PassSeconds(seconds);

    [When(@"^(\d+) minutes pass$")]
    public void MinutesPass(int minutes) => lab.PassSeconds(minutes * 60);

    [When(@"^the operator begins to read the devices in pages of (\d+)$")]
    public void BeginsToRead(uint size) => lab.BeginPages(size);

    [When(@"^the operator reads the pages that follow$")]
    public void ReadsOn() => lab.ReadPages();

    private static CampaignAction Action(string order) => order switch
    {
        "starts" => CampaignAction.Start,
        "pauses" => CampaignAction.Pause,
        "resumes" => CampaignAction.Resume,
        _ => CampaignAction.Abort,
    };
}
