using SecUpIoT.Conformance.Lab.Communicator;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.Communicator;

/// <summary>What is done. One call each. To offer a sequence number is to publish a package and to give the Communicator time for the update.</summary>
[Binding]
[Scope(Tag = "role:communicator")]
public sealed class WhenSteps(CommunicatorLab lab)
{
    private const string Request = "(status request|check-in|delivery|block request|block|install request)";

    [When(@"^it is started$")]
    public void IsStarted() => lab.StartAndWait(TimeSpan.FromSeconds(1));

    [When(@"^(\d+) of its longest poll intervals pass$")]
    public void IntervalsPass(int intervals) => lab.Wait(intervals);

    [When(@"^sequence number (\d+) is offered$")]
    public void IsOffered(ulong number) => lab.Offer(number);

    [When($"^sequence number (\\d+) is offered and one {Request} ((?:is|cannot|finds) [^,]+)$")]
    public void IsOfferedDisturbed(ulong number, string request, string fault) => lab.Offer(number, request, fault);

    [When(@"^sequence number (\d+) is offered anew for each kind of request, one of which ((?:is|cannot|finds) .+)$")]
    public void IsOfferedForEach(ulong number, string fault) => lab.OfferForEachRequest(number, fault);

    [When(@"^sequence number (\d+) is offered and every request (is .+)$")]
    public void IsOfferedThroughout(ulong number, string fault) => lab.OfferThroughout(number, fault);

    [When(@"^sequence number (\d+) is offered anew for each request of the update, which (is .+)$")]
    public void IsOfferedWithCrashes(ulong number, string fault) => lab.OfferWithEachCrash(number, fault);

    [When($"^sequence number (\\d+) is offered and it is stopped and started again while a {Request} waits for its answer$")]
    public void IsOfferedWithStop(ulong number, string request) => lab.OfferWithStop(number, request);

    [When(@"^sequence number (\d+) is offered and it crashes at a check-in, a delivery, a block and an install request$")]
    public void IsOfferedWithManyCrashes(ulong number) => lab.OfferWithCrashes(number, ["check-in", "delivery", "block", "install request"]);

    [When(@"^sequence number (\d+) is offered and each block takes long$")]
    public void IsOfferedSlowly(ulong number) => lab.OfferSlowly(number);

    [When(@"^sequence number (\d+) is offered, each block takes long, and the status request for the progress (is .+)$")]
    public void IsOfferedSlowly(ulong number, string fault) => lab.OfferSlowly(number, fault);

    [When(@"^sequence number (\d+) is offered and the Status tracker first answers with (.+)$")]
    public void IsOfferedWithAnswer(ulong number, string answer) => lab.OfferWithAnswer(number, answer);

    [When(@"^sequence number (\d+) is offered in an envelope that (.+)$")]
    public void IsOfferedWithEnvelope(ulong number, string flaw) => lab.OfferEnvelope(number, flaw);

    [When(@"^sequence number (\d+) is offered as a bundle of manifest and image$")]
    public void IsOfferedAsBundle(ulong number) => lab.OfferBundle(number);

    [When(@"^sequence number (\d+) is offered and the Status tracker once answers with a block (.+)$")]
    public void IsOfferedWithBlock(ulong number, string flaw) => lab.OfferWithBlock(number, flaw);

    [When(@"^sequence number (\d+) is offered and the Device core wants unusual blocks$")]
    public void WantsUnusualBlocks(ulong number) => lab.OfferWithUnusualWants(number);

    [When(@"^sequence number (\d+) is offered and the Device core wants blocks of the largest size$")]
    public void WantsLargestBlocks(ulong number) => lab.OfferWithLargestBlock(number);

    [When(@"^sequence number (\d+) is offered and the Device core wants the first block once more after a failure$")]
    public void WantsAnEarlierBlock(ulong number) => lab.OfferWithEarlierWant(number);

    [When(@"^sequence number (\d+) is offered anew for each way in which bytes are no message, and each kind of request is answered so once$")]
    public void IsAnsweredMalformed(ulong number) => lab.OfferForEachMalformation(number);

    [When(@"^sequence number (\d+) is offered anew for each limit, and one answer exceeds it$")]
    public void IsAnsweredExcessively(ulong number) => lab.OfferForEachExcess(number);

    [When(@"^sequence number (\d+) is offered and the Device core once answers with a report (.+)$")]
    public void IsAnsweredWithReport(ulong number, string flaw) => lab.OfferWithReport(number, flaw);

    [When($"^sequence number (\\d+) is offered and, while a {Request} waits, the Device core says (.+)$")]
    public void DeviceSays(ulong number, string request, string what) => lab.OfferWhileDeviceSays(number, request, what);

    [When(@"^sequence number (\d+) is offered and the Device core says four times that it is (\w+) in place of Verified$")]
    public void DeviceStands(ulong number, DevicePhase phase) => lab.OfferWhileDeviceStands(number, phase);

    [When(@"^the Device core refuses sequence number (\d+) because of (\w+)$")]
    public void Refuses(ulong number, ResultCode code) => lab.Refuse(number, [code]);

    [When(@"^the Device core refuses sequence number (\d+) because of (\w+) and the check-in after it (is .+|cannot .+)$")]
    public void RefusesAndRelayFails(ulong number, ResultCode code, string fault) => lab.Refuse(number, [code], fault);

    [When(@"^the Device core refuses sequence number (\d+) with every code, one after the other$")]
    public void RefusesWithEveryCode(ulong number) => lab.Refuse(number, CommunicatorLab.Codes);

    [When(@"^the Device core refuses sequence number (\d+) and then (\d+) because of (\w+)$")]
    public void RefusesInTurn(ulong one, ulong other, ResultCode code) => lab.RefuseInTurn([one, other], code);

    [When($"^sequence number (\\d+) is offered and (\\d+) {Request}s in a row (cannot be delivered|are lost)$")]
    public void FailsInARow(ulong number, int times, string request, string fault) => lab.Fail(number, request, fault == "are lost" ? "is lost" : fault, times);

    [When($"^(\\d+) {Request}s in a row cannot be delivered, then an update succeeds, then one more cannot be delivered$")]
    public void FailsAgain(int times, string request) => lab.FailAgain(9, request, times);

    [When($"^no {Request} is answered for the time of (\\d+) failures$")]
    public void IsSilent(string request, int intervals) => lab.Silence(request, intervals);

    [When(@"^the Status tracker names a poll interval of (\d+) seconds?$")]
    public void NamesPoll(uint seconds) => lab.NamePoll(seconds);

    [When(@"^somebody asks it for a status check$")]
    public void IsAskedToCheck() => lab.Check();

    [When(@"^sequence number (\d+) is published and somebody asks it for a status check$")]
    public void IsPublishedAndAsked(ulong number) => lab.OfferAndCheck(number);

    [When(@"^sequence number (\d+) is offered and somebody asks it for a status check whenever a request waits for its answer$")]
    public void IsAskedThroughout(ulong number) => lab.OfferAndCheckThroughout(number);

    [When(@"^sequence number (\d+) is offered and the operator cancels it in the middle of the transfer$")]
    public void IsCancelled(ulong number) => lab.CancelDuring(number);

    [When(@"^sequence number (\d+) is offered, and then the same conversation is held from the beginning$")]
    public void IsHeldTwice(ulong number) => lab.OfferTwice(number, null, null);

    [When($"^sequence number (\\d+) is offered and one {Request} ((?:is|cannot) [^,]+), and then the same conversation is held from the beginning$")]
    public void IsHeldTwice(ulong number, string request, string fault) => lab.OfferTwice(number, request, fault);
}
