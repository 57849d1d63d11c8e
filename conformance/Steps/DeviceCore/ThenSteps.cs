using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.DeviceCore;

/// <summary>What is observed, from outside. One call each.</summary>
[Binding]
[Scope(Tag = "role:device-core")]
public sealed class ThenSteps(DeviceCoreLab lab)
{
    [Then(@"^the Device core accepts the package$")]
    public void Accepts() => lab.SeesAcceptance();

    [Then(@"^the Device core believes it$")]
    public void Believes() => lab.SeesBelief();

    [Then(@"^the Device core refuses it because of (\w+(?: or \w+)*)$")]
    public void Refuses(string codes) => lab.SeesRefusal(Codes(codes));

    [Then(@"^the Device core answers that it is installed$")]
    public void Installed() => lab.SeesInstallation();

    [Then(@"^it runs sequence number (\d+), confirmed$")]
    public void Runs(ulong number) => lab.SeesRunning(number);

    [Then(@"^it runs sequence number (\d+), confirmed, in a short time$")]
    public void ComesToRun(ulong number) => lab.SeesRunningSoon(number);

    [Then(@"^it runs sequence number (\d+) on trial$")]
    public void RunsOnTrial(ulong number) => lab.SeesRunningUnconfirmed(number);

    [Then(@"^it still runs sequence number (\d+), confirmed, when the power has failed$")]
    public void StillRuns(ulong number) => lab.SeesRunningAfterLoss(number);

    [Then(@"^it runs no image, and sequence number (\d+) is still the confirmed one$")]
    public void RunsNone(ulong number) => lab.SeesNothingRunning(number);

    [Then(@"^sequence number (\d+) is still confirmed$")]
    public void Confirmed(ulong number) => lab.SeesConfirmed(number);

    [Then(@"^no update is under way$")]
    public void NoUpdate() => lab.SeesNoCandidate();

    [Then(@"^the update to sequence number (\d+) is under way, with all bytes that were acknowledged$")]
    public void Candidate(ulong number) => lab.SeesCandidate(number);

    [Then(@"^the update to sequence number (\d+) is under way, as before$")]
    public void CandidateAsBefore(ulong number) => lab.SeesCandidateOf(number);

    [Then(@"^the update to sequence number (\d+) goes on where it was$")]
    public void GoesOnWhereItWas(ulong number) => lab.SeesProgressOf(number);

    [Then(@"^it wants the block behind what was acknowledged$")]
    public void Wants() => lab.SeesWantBehindAcknowledged();

    [Then(@"^it reports the image as verified$")]
    public void Verified() => lab.SeesVerified();

    [Then(@"^sequence number (\d+) waits for its installation$")]
    public void Waits(ulong number) => lab.SeesCandidateVerified(number);

    [Then(@"^the update to sequence number (\d+) ended with (\w+(?: or \w+)*)$")]
    public void Outcome(ulong number, string results) => lab.SeesOutcome(number, Codes(results));

    [Then(@"^the update to sequence number (\d+) ended with (\w+(?: or \w+)*), in a short time$")]
    public void OutcomeSoon(ulong number, string results) => lab.SeesOutcomeSoon(number, Codes(results));

    [Then(@"^the report names phase (\w+), sequence number (\d+) as running and (\d+) as confirmed$")]
    public void Reports(DevicePhase phase, ulong running, ulong confirmed) => lab.SeesStatus(phase, running, confirmed);

    [Then(@"^the report names phase (\w+), nothing as running and sequence number (\d+) as confirmed$")]
    public void ReportsNothing(DevicePhase phase, ulong confirmed) => lab.SeesStatus(phase, null, confirmed);

    [Then(@"^the report names what was acknowledged of sequence number (\d+), and its size$")]
    public void ReportsProgress(ulong number) => lab.SeesProgress(number);

    [Then(@"^the report names no candidate$")]
    public void ReportsNoCandidate() => lab.SeesNoProgress();

    [Then(@"^the report names no outcome$")]
    public void ReportsNoOutcome() => lab.SeesReportedOutcome(null, ResultCode.None);

    [Then(@"^the report names the outcome (\w+) of sequence number (\d+)$")]
    public void ReportsOutcome(ResultCode result, ulong number) => lab.SeesReportedOutcome(number, result);

    [Then(@"^the report names its device, vendor and class$")]
    public void Identity() => lab.SeesIdentity();

    [Then(@"^the report names the capacity of its slots and its largest block$")]
    public void Capacity() => lab.SeesCapacity();

    [Then(@"^every report has a higher counter than the one before$")]
    public void RisingCounters() => lab.SeesRisingCounters();

    [Then(@"^every report carries the outstanding nonce$")]
    public void OneNonce() => lab.SeesOneNonce();

    [Then(@"^no two nonces are alike$")]
    public void DifferentNonces() => lab.SeesDifferentNonces();

    [Then(@"^no nonce can be foretold from the others$")]
    public void UnpredictableNonces() => lab.SeesUnpredictableNonces();

    [Then(@"^it suspects a freeze$")]
    public void Suspects() => lab.SeesSuspicion(true);

    [Then(@"^it suspects no freeze$")]
    public void SuspectsNot() => lab.SeesSuspicion(false);

    [Then(@"^no slot has changed$")]
    public void SlotsUnchanged() => lab.SeesSlotsUnchanged();

    [Then(@"^one slot at least has not changed$")]
    public void OneSlotUnchanged() => lab.SeesOneSlotUnchanged();

    [Then(@"^one slot has been written$")]
    public void OneSlotWritten() => lab.SeesOneSlotWritten();

    [Then(@"^it has booted sequence numbers? (\d+(?:, \d+)*), in this order$")]
    public void Booted(string numbers) => lab.SeesBoots([.. numbers.Split(", ").Select(ulong.Parse)]);

    [Then(@"^it has not booted sequence number (\d+) since$")]
    public void NotBooted(ulong number) => lab.SeesNoBootOf(number);

    [Then(@"^it has not restarted$")]
    public void NotRestarted() => lab.SeesNoBoot();

    [Then(@"^each is refused with the code for its fault, and nothing has changed$")]
    public void EachRefused() => lab.SeesEachRefused();

    [Then(@"^each is refused because of (\w+(?: or \w+)*), and nothing has changed$")]
    public void EachRefusedBecause(string codes) => lab.SeesEachRefused(Codes(codes));

    [Then(@"^each is refused with a reason, and nothing has changed$")]
    public void EachRefusedSomehow() => lab.SeesEachRefusedSomehow();

    [Then(@"^each is accepted$")]
    public void EachAccepted() => lab.SeesEachAccepted();

    [Then(@"^each is understood$")]
    public void EachUnderstood() => lab.SeesEachUnderstood();

    [Then(@"^there was one answer to each request$")]
    public void OneAnswer() => lab.SeesNothingUnasked();

    [Then(@"^there was one answer to each request, and no refusal$")]
    public void NoRefusal() => lab.SeesNoRefusal();

    [Then(@"^both decide the same$")]
    public void TheSame() => lab.SeesTheSameDecisions();

    [Then(@"^an image runs afterwards each time$")]
    public void AnImageEachTime() => lab.SeesAnImageEachTime();

    [Then(@"^nothing that was acknowledged is lost$")]
    public void NothingLost() => lab.SeesNothingLost();

    [Then(@"^each time sequence number (\d+) is confirmed, or (\d+) runs again because the trial was cut$")]
    public void TheSameResult(ulong number, ulong former) => lab.SeesTheSameResult(number, former);

    [Then(@"^each time sequence number (\d+) is confirmed, or abandoned with a code while (\d+) runs$")]
    public void AbandonedOrDone(ulong number, ulong former) => lab.SeesAbandonedOrDone(number, former);

    private static ResultCode[] Codes(string codes) => [.. codes.Split(" or ").Select(Enum.Parse<ResultCode>)];
}
