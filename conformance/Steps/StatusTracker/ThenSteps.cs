using SecUpIoT.Conformance.Lab.StatusTracker;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.StatusTracker;

/// <summary>What is observed: answers, and what the operator is shown.</summary>
[Binding]
[Scope(Tag = "role:status-tracker")]
public sealed class ThenSteps(StatusTrackerLab lab)
{
    [Then(@"^the report is believed and answered$")]
    public void Believed() => lab.SeesAnswer();

    [Then(@"^the device is offered sequence number (\d+)$")]
    public void Offered(ulong number) => lab.SeesOffer(number);

    [Then(@"^the device is told to go on with sequence number (\d+)$")]
    public void GoesOn(ulong number) => lab.SeesGoOn(number);

    [Then(@"^the device is told to cancel sequence number (\d+)$")]
    public void Cancels(ulong number) => lab.SeesCancellation(number);

    [Then(@"^the device is told that it is up to date$")]
    public void UpToDate() => lab.SeesUpToDate();

    [Then(@"^it is refused because of (\w+(?: or \w+)*)$")]
    public void Refused(string codes) => lab.SeesRefusal([.. codes.Split(" or ").Select(Enum.Parse<ResultCode>)]);

    [Then(@"^it is not granted$")]
    public void NotGranted() => lab.SeesRebuff();

    [Then(@"^no directive goes out$")]
    public void NoDirective() => lab.SeesNoDirective();

    [Then(@"^the enrolment is confirmed$")]
    public void EnrolmentConfirmed() => lab.SeesEnrolment();

    [Then(@"^the cancellation is taken up$")]
    public void CancellationTaken() => lab.SeesCancelTaken();

    [Then(@"^the next check-in is wanted (later|soon)$")]
    public void Poll(string when) => lab.SeesPoll(busy: when == "soon");

    [Then(@"^exactly these bytes come$")]
    public void Block() => lab.SeesBlock();

    [Then(@"^every block of it comes$")]
    public void Payload() => lab.SeesPayload();

    [Then(@"^the record of (the \w+ ?device|the device) is in phase (\w+)$")]
    public void Phase(string who, TrackPhase phase) => lab.SeesPhase(who, phase);

    [Then(@"^the record of (the \w+ ?device|the device) has sequence number (\d+) as its only target$")]
    public void Target(string who, ulong number) => lab.SeesTarget(who, number);

    [Then(@"^the record of (the \w+ ?device|the device) has the result (\w+), signed by the device$")]
    public void VerifiedResult(string who, ResultCode result) => lab.SeesResult(who, result, verified: true);

    [Then(@"^the record of (the \w+ ?device|the device) has the result (\w+), unverified$")]
    public void UnverifiedResult(string who, ResultCode result) => lab.SeesResult(who, result, verified: false);

    [Then(@"^the record of (the \w+ ?device|the device) has no result$")]
    public void NoResult(string who) => lab.SeesResult(who, ResultCode.None, verified: false);

    [Then(@"^the record of (the \w+ ?device|the device) has (\d+) bytes of sequence number (\d+)$")]
    public void Progress(string who, ulong received, ulong number) => lab.SeesProgress(who, received, number);

    [Then(@"^the update of (the \w+ ?device|the device) to sequence number (\d+) is completed$")]
    public void Completed(string who, ulong number) => lab.SeesCompleted(who, number);

    [Then(@"^the update of (the \w+ ?device|the device) is still completed$")]
    public void StillCompleted(string who) => lab.SeesStillCompleted(who);

    [Then(@"^no update of (the \w+ ?device|the device) is completed$")]
    public void NotCompleted(string who) => lab.SeesNotCompleted(who);

    [Then(@"^the list of completed devices names (the .+)$")]
    public void CompletedList(string who) => lab.SeesList(TrackPhase.Confirmed, who.Split(" and "));

    [Then(@"^the list of all devices names (the .+)$")]
    public void WholeList(string who) => lab.SeesList(null, who.Split(" and "));

    [Then(@"^the record of (the \w+ ?device|the device) holds what was enrolled$")]
    public void Identity(string who) => lab.SeesIdentity(who);

    [Then(@"^the record of (the \w+ ?device|the device) shows sequence number (\d+) as confirmed, heard now$")]
    public void Heard(string who, ulong number) => lab.SeesHeard(who, number);

    [Then(@"^the record of (the \w+ ?device|the device) shows that it (suspects a|suspects no) freeze$")]
    public void Freeze(string who, string suspects) => lab.SeesFreeze(who, suspected: suspects == "suspects a");

    [Then(@"^each (?:other )?check-in of the batch is answered for its own device$")]
    public void EachIsAnswered() => lab.SeesAnswersInOrder();

    [Then(@"^each device of the batch is offered sequence number (\d+)$")]
    public void EachIsOffered(ulong number) => lab.SeesOffers(number);

    [Then(@"^that check-in alone is refused because of (.+)$")]
    public void ThatAloneIsRefused(string codes) => lab.SeesRefusalsInBatch([.. codes.Split(" or ").Select(Enum.Parse<ResultCode>)]);

    [Then(@"^the record of (the \w+ ?device|the device) is unchanged$")]
    public void Unchanged(string who) => lab.SeesUnchanged(who);

    [Then(@"^there is no record of (the \w+ ?device|the device)$")]
    public void NoRecord(string who) => lab.SeesNoRecord(who);

    [Then(@"^the next report of (the \w+ ?device|the device) is believed and answered$")]
    public void NextReportCounts(string who)
    {
        lab.CheckIn(who);
        lab.SeesAnswer();
    }

    [Then(@"^the next report of (the \w+ ?device|the device) is answered with sequence number (\d+)$")]
    public void NextReportIsOffered(string who, ulong number)
    {
        lab.CheckIn(who);
        lab.SeesOffer(number);
    }

    [Then(@"^the next report of (the \w+ ?device|the device) is answered with no update$")]
    public void NextReportIsUpToDate(string who)
    {
        lab.CheckIn(who);
        lab.SeesUpToDate();
    }

    [Then(@"^sequence number (\d+) was offered once$")]
    public void OfferedOnce(ulong number) => lab.SeesOffers(number, lasting: true);

    [Then(@"^sequence number (\d+) was offered as often as attempts are allowed$")]
    public void OfferedBounded(ulong number) => lab.SeesOffers(number, lasting: false);

    [Then(@"^it has asked Firmware servers only, and for what they serve$")]
    public void ServersAskedOnly() => lab.SeesServersAskedOnly();

    [Then(@"^the catalogue of every Firmware server is asked for (\d+) times$")]
    public void Refreshes(int times) => lab.SeesRefreshes(times);

    [Then(@"^the catalogue of (the .*Firmware server) is asked for again$")]
    public void AskedAgain(string server) => lab.SeesAskedAgain(server);

    [Then(@"^nothing of (the \w+ ?device|the device) was answered that a crash takes back$")]
    public void Durable(string who) => lab.SeesDurable(who);

    [Then(@"^the answers are the same$")]
    public void SameAnswers() => lab.SeesSameAnswers();

    [Then(@"^each of them was answered as it must$")]
    public void EachCase() => lab.SeesEachCase();
}
