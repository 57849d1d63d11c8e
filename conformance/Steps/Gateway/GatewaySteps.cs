using SecUpIoT.Conformance.Lab.Gateway;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.Gateway;

/// <summary>A gateway between several devices and their Status tracker.</summary>
[Binding]
[Scope(Tag = "clause:gateway")]
public sealed class GatewaySteps(GatewayLab lab)
{
    [Given(@"^a gateway with (\d+) devices$")]
    public void AGateway(int count) => lab.Begin(count);

    [Given("^its cache holds less than the payload$")]
    public void ASmallCache() => lab.BeginWithSmallCache();

    [Given("^a batch was answered for each of its devices$")]
    [Control]
    public void ABatchWasAnswered()
    {
        lab.SeesBatch();
        lab.SeesOwnDirectives();
    }

    [Given("^every device has fetched the payload$")]
    [Control]
    public void EveryDeviceHasFetched()
    {
        lab.Fetch();
        lab.SeesFetched();
    }

    [When("^its devices check in$")]
    public void DevicesCheckIn() => lab.SeesBatch();

    [When("^the Status tracker does not know batches$")]
    public void KnowsNoBatches() => lab.TrackerKnowsNoBatches();

    [When(@"^the Status tracker refuses each batch because of (\w+)$")]
    public void RefusesBatches(ResultCode code) => lab.RefuseBatches(code);

    [When("^the Status tracker refuses the check-ins of the first device$")]
    public void RefusesTheFirst() => lab.RefuseTheFirst();

    [When("^the Status tracker answers each batch with (an answer and a refusal for each|one answer .+)$")]
    public void AnswersWith(string answer) => lab.AnswerBatchesWith(answer);

    [When("^all devices fetch the payload$")]
    public void AllFetch() => lab.Fetch();

    [When("^all devices fetch the payload in blocks of different sizes, one of them from the middle on$")]
    public void AllFetchDifferently() => lab.FetchDifferently();

    [When("^all devices fetch the payload, of which the Status tracker damages one byte once$")]
    public void AllFetchDamaged() => lab.FetchDamaged();

    [When("^the first device fetches the payload once more$")]
    public void TheFirstFetchesAgain()
    {
        lab.FetchAgain();
        lab.SeesFetchedAgain();
    }

    [When("^the first device (says nothing at all|breaks off every request|answers with bytes that are no message|refuses every request|never has enough of the payload|wants a payload that there is not), while the others fetch the payload$")]
    public void TheFirstMisbehaves(string conduct) => lab.FetchBeside(conduct);

    [Then("^the check-ins of several devices come in one batch, each with the report that its device signed$")]
    public void ABatchComes() => lab.SeesBatch();

    [Then("^each device is given the directive that is meant for it$")]
    public void EachIsDirected() => lab.SeesOwnDirectives();

    [Then("^each other device is given the directive that is meant for it$")]
    public void EachOtherIsDirected() => lab.SeesOwnDirectives(butTheFirst: true);

    [Then("^the first device is given none$")]
    public void TheFirstIsGivenNone() => lab.SeesNothingForTheFirst();

    [Then("^no device is given anything of it, and the gateway checks in again$")]
    public void NobodyIsGivenAnything() => lab.SeesNothingOfIt();

    [Then("^every device has the payload$")]
    public void EveryDeviceHasIt() => lab.SeesFetched();

    [Then("^every other device has the payload$")]
    public void EveryOtherDeviceHasIt() => lab.SeesFetched(butTheFirst: true);

    [Then("^every byte of the payload was asked for once$")]
    public void EachByteOnce() => lab.SeesEachByteOnce();

    [Then("^the payload is asked for again$")]
    public void IsAskedForAgain() => lab.SeesAskedForAgain();

    [Then("^nothing of the payload is asked for again$")]
    public void NothingIsAskedFor() => lab.SeesNothingAskedFor();
}
