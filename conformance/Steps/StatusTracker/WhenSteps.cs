using SecUpIoT.Conformance.Lab.StatusTracker;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.StatusTracker;

/// <summary>What is done. One call each.</summary>
[Binding]
[Scope(Tag = "role:status-tracker")]
public sealed class WhenSteps(StatusTrackerLab lab)
{
    [When(@"^(the \w+ ?device|the device) checks in$")]
    public void ChecksIn(string who) => lab.CheckIn(who);

    [When(@"^(the \w+ ?device|the device) and (the \w+ ?device|the device) check in together$")]
    public void CheckInTogether(string one, string other) => lab.CheckInTogether([one, other]);

    [When(@"^(\d+) devices check in together$")]
    public void CheckInTogether(int count) => lab.CheckInTogether(count);

    [When(@"^a batch of other devices carries a report of (the \w+ ?device|the device) ((?:that|whose) .+)$")]
    public void CheckInAround(string who, string flaw) => lab.CheckInAround(who, flaw);

    [When(@"^a batch of other devices carries the report of (the \w+ ?device) that nobody enrolled$")]
    public void CheckInAroundUnknown(string who) => lab.CheckInAroundUnknown(who);

    [When(@"^a batch carries the same report of (the \w+ ?device|the device) twice$")]
    public void CheckInTwice(string who) => lab.CheckInTwice(who);

    [When(@"^(the \w+ ?device|the device) checks in after (\d+) lost reports$")]
    public void ChecksInAfterLosses(string who, ulong lost) => lab.CheckInAfterLosses(who, lost);

    [When(@"^(the \w+ ?device|the device) checks in through the Communicator of (the \w+ ?device|the device)$")]
    public void ChecksInElsewhere(string who, string other) => lab.CheckInThrough(who, other);

    [When(@"^(the \w+ ?device|the device) says that (it .+|the update .+)$")]
    public void Says(string who, string saying) => lab.Report(who, saying);

    [When(@"^(the \w+ ?device|the device) signs a report with a counter (.+)$")]
    public void SignsAnOldCounter(string who, string counter) => lab.ReportWithCounter(who, counter);

    [When(@"^a Communicator relays a report of (the \w+ ?device|the device) ((?:that|whose) .+?), saying that (it .+|the update .+)$")]
    public void RelaysAForgery(string who, string flaw, string saying) => lab.RelayForged(who, flaw, saying);

    [When(@"^a Communicator relays a stranger's report of (the \w+ ?device|the device) with the highest counter$")]
    public void RelaysTheHighestCounter(string who) => lab.RelayHighestCounter(who);

    [When(@"^a Communicator relays the last report of (the \w+ ?device|the device) once more$")]
    public void Replays(string who) => lab.Replay(who, 0);

    [When(@"^a Communicator relays the report of (the \w+ ?device|the device) before the last (\d+) once more$")]
    public void ReplaysAnEarlierOne(string who, int back) => lab.Replay(who, back);

    [When(@"^a report of (the \w+ ?device|the device) is changed on the way, one bit at a time$")]
    public void EveryByteIsChanged(string who) => lab.RelayWithEveryByteChanged(who);

    [When(@"^a Communicator relays that (the \w+ ?device|the device) refused sequence number (\d+) because of (\w+)$")]
    public void RelaysARefusal(string who, ulong number, ResultCode code) => lab.RelayRefusal(who, number, code);

    [When(@"^the operator enrols (the \w+ ?device|the device)$")]
    public void Enrols(string who) => lab.Enrol(who);

    [When(@"^the operator enrols (the \w+ ?device|the device) with an (Ed25519|ESP256) key, running sequence number (\d+)$")]
    public void EnrolsWithKey(string who, string algorithm, ulong number) => lab.EnrolWithKey(who, algorithm, number);

    [When(@"^the operator enrols (the \w+ ?device|the device) again with the same data$")]
    public void EnrolsAgain(string who) => lab.EnrolAgain(who);

    [When(@"^the operator enrols (the \w+ ?device|the device) again with another (\w+)$")]
    public void EnrolsContradicting(string who, string field) => lab.EnrolContradicting(who, field);

    [When(@"^the operator enrols (the \w+ ?device|the device), come what may$")]
    public void TriesToEnrol(string who) => lab.EnrolAgain(who);

    [When(@"^(the .*Firmware server) publishes a package with sequence number (\d+), in time$")]
    public void PublishesInTime(string server, ulong number) => lab.PublishInTime(server, number);

    [When(@"^the operator enrols (the \w+ ?device|the device) with bytes that are no key$")]
    public void EnrolsWithoutKey(string who) => lab.EnrolWithoutKey(who);

    [When(@"^the operator cancels the update of (the \w+ ?device|the device)$")]
    public void Cancels(string who) => lab.Cancel(who);

    [When(@"^(.+), on the wrong link$")]
    public void Misplaces(string message) => lab.Misplace(message);

    [When(@"^(the .*Firmware server) publishes a package with sequence number (\d+)$")]
    public void Publishes(string server, ulong number) => lab.Publish(server, number);

    [When(@"^(the .*Firmware server) publishes a package with sequence number (\d+) ((?:for|with|in|of|that|whose) .+)$")]
    public void PublishesAPeculiarPackage(string server, ulong number, string peculiarity) => lab.PublishPeculiar(server, number, peculiarity);

    [When(@"^(the .*Firmware server) withdraws the package with sequence number (\d+)$")]
    public void Withdraws(string server, ulong number) => lab.Withdraw(server, number);

    [When(@"^(the .*Firmware server) (breaks off every request|answers nothing|refuses every request|answers with bytes that are no message)$")]
    public void ServerFails(string server, string behaviour) => lab.TurnAndBeAsked(server, behaviour);

    [When(@"^(the .*Firmware server) answers again$")]
    public void ServerAnswersAgain(string server) => lab.Turn(server, "answers again");

    [When(@"^the Firmware server answers with bytes that are no message, one kind of fault after the other$")]
    public void ServerBabbles() => lab.ServerBabblesEveryFault();

    [When(@"^a Communicator fetches bytes (\d+) to (\d+) of sequence number (\d+)$")]
    public void Fetches(ulong first, ulong last, ulong number) => lab.Fetch(number, first, (uint)(last - first + 1));

    [When(@"^a Communicator fetches the whole payload of sequence number (\d+)$")]
    public void FetchesAll(ulong number) => lab.FetchAll(number);

    [When(@"^a Communicator asks for bytes of a payload that nobody has$")]
    public void FetchesUnknown() => lab.FetchUnknown();

    [When(@"^(the \w+ ?device|the device) fails sequence number (\d+) again and again because of (\w+)$")]
    public void FailsAgainAndAgain(string who, ulong number, ResultCode code) => lab.FailRepeatedly(who, number, code);

    [When(@"^the Status tracker crashes and starts again$")]
    public void Crashes() => lab.Crash();

    [When(@"^the Status tracker crashes and is down for (\d+) seconds$")]
    public void CrashesFor(int seconds) => lab.CrashFor(seconds);

    [When(@"^the next durable write about (the \w+ ?device|the device) fails$")]
    public void StorageFails(string who) => lab.FailStorage(who);

    [When(@"^(?:the \w+ ?device|the device) is silent for (\d+\.\d+) limits$")]
    public void IsSilent(double limits) => lab.BeSilent(limits);

    [When(@"^every time that the tracker waits for has passed$")]
    public void TimeoutsPass() => lab.PassTimeouts();

    [When(@"^(a Communicator|the operator) sends each of the malformed messages of the vectors$")]
    public void SendsMalformed(string who) => lab.SendMalformed(who);

    [When(@"^(a Communicator|the operator) sends each message of the vectors that is too large$")]
    public void SendsTooLarge(string who) => lab.SendTooLarge(who);

    [When(@"^questions in the golden bytes of the vectors are asked$")]
    public void SendsGolden() => lab.SendGolden();

    [When(@"^each report of the vectors that is right is relayed$")]
    public void RelaysRightVectors() => lab.RelayReportVectors(sound: true);

    [When(@"^each report of the vectors that is wrong is relayed$")]
    public void RelaysWrongVectors() => lab.RelayReportVectors(sound: false);

    [When(@"^the same series is asked of a fresh tracker$")]
    public void PlaysAgain() => lab.PlaySeriesAgain();

    [When(@"^the same series is asked of a fresh tracker, with refused requests in between$")]
    public void PlaysAmongRefusals() => lab.PlaySeriesAmongRefusals();
}
