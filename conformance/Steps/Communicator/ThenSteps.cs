using SecUpIoT.Conformance.Lab.Communicator;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.Communicator;

/// <summary>What is observed on the links, at the Device core and at the Status tracker. When something was tried several times, each time is looked at.</summary>
[Binding]
[Scope(Tag = "role:communicator")]
public sealed class ThenSteps(CommunicatorLab lab)
{
    private const string Request = "(status request|check-in|delivery|block request|block|install request)";

    [Then(@"^it checks the firmware status at once$")]
    public void ChecksAtOnce() => lab.SeesFirstCheck();

    [Then(@"^it has checked the firmware status at least (\d+) times, never further apart than its bounds$")]
    public void ChecksPeriodically(int least) => lab.SeesPeriodicChecks(least);

    [Then(@"^it checks the firmware status after (\d+) seconds?, within its bounds$")]
    public void ChecksAfter(uint seconds) => lab.SeesPollAfter(seconds);

    [Then(@"^it checks the firmware status within its bounds$")]
    public void ChecksWithinBounds() => lab.SeesPollWithinBounds();

    [Then(@"^the status check that was asked for comes at once$")]
    public void ChecksOnRequest() => lab.SeesCheckAtOnce();

    [Then(@"^every report reaches the Status tracker unaltered$")]
    public void ReportsUnaltered() => lab.SeesReportsUnaltered();

    [Then(@"^every directive and envelope reaches the Device core unaltered$")]
    public void DeliveriesUnaltered() => lab.SeesDeliveriesUnaltered();

    [Then(@"^what the Status tracker answers as (\w+) reaches the Device core unaltered$")]
    public void DeliveryOf(DirectiveKind kind) => lab.SeesDelivery(kind);

    [Then(@"^the Device core is told nothing but what the Status tracker answered$")]
    public void NothingUnanswered() => lab.SeesNothingDeliveredUnanswered();

    [Then(@"^that envelope does not reach the Device core$")]
    public void EnvelopeKeptBack() => lab.SeesStrangeEnvelopeKeptBack();

    [Then(@"^that envelope reaches the Device core unaltered$")]
    public void EnvelopeDelivered() => lab.SeesStrangeEnvelope();

    [Then(@"^it fetches exactly the blocks that the Device core wants$")]
    public void WantedBlocks() => lab.SeesWantedBlocksOnly();

    [Then(@"^it forwards no block but the one that it asked for$")]
    public void AskedBlocks() => lab.SeesAskedBlocksOnly();

    [Then(@"^every wanted block comes to the Device core$")]
    public void EveryWant() => lab.SeesEveryWantServed();

    [Then(@"^no block is fetched that the Device core has stored$")]
    public void NothingTwice() => lab.SeesNothingFetchedTwice();

    [Then(@"^it asks to install what the Device core said to have verified$")]
    public void InstallsVerified() => lab.SeesInstallOfVerifiedOnly();

    [Then(@"^it never asks to install what the Device core did not say to have verified$")]
    public void NoRashInstall() => lab.SeesNoRashInstall();

    [Then(@"^the Device core is updated to sequence number (\d+)$")]
    public void Updated(ulong number) => lab.SeesUpdated(number);

    [Then(@"^the Device core still runs sequence number (\d+)$")]
    public void Running(ulong number) => lab.SeesRunning(number);

    [Then(@"^the Status tracker records sequence number (\d+) as confirmed$")]
    public void Recorded(ulong number) => lab.SeesRecorded(number);

    [Then(@"^the Device core gives the update up, and the Status tracker records it as cancelled$")]
    public void Cancelled() => lab.SeesCancelled();

    [Then(@"^it sends the requests of a Communicator and nothing else$")]
    public void OnlyOwnRequests() => lab.SeesOnlyOwnRequests();

    [Then(@"^every statement that it passes on is signed by its owner$")]
    public void StatementsOfOwners() => lab.SeesStatementsOfTheirOwners();

    [Then($"^nothing passes for the answer to the {Request}$")]
    public void NobodySpeaks(string request) => lab.SeesNobodySpeakInItsPlace(request);

    [Then($"^the pauses after the failed {Request}s grow up to the bound$")]
    public void PausesGrow(string request) => lab.SeesGrowingPauses(request);

    [Then($"^the pause after the failed {Request} is within the bound$")]
    public void PauseIsShort(string request) => lab.SeesShortPause(request);

    [Then($"^the pause after the last failed {Request} is shorter than before the update$")]
    public void PausesBeginAnew(string request) => lab.SeesPausesBeginAnew(request);

    [Then(@"^it gives the request up in time and asks the Device core anew$")]
    public void GivesUp() => lab.SeesGivenUp();

    [Then(@"^it waits for each answer and goes on with it$")]
    public void IsPatient() => lab.SeesPatience();

    [Then(@"^it ends the transfer in time and asks the Device core anew$")]
    public void EndsTransfer() => lab.SeesTransferEnded();

    [Then(@"^the Status tracker hears of the progress during the transfer$")]
    public void Progress() => lab.SeesProgress();

    [Then(@"^it acts on no answer that is none$")]
    public void NothingActedOn() => lab.SeesNothingActedOn();

    [Then(@"^the Status tracker is told which package was refused, and why$")]
    public void RefusalTold() => lab.SeesRefusalsTold();

    [Then(@"^the Status tracker is told every code$")]
    public void CodesTold() => lab.SeesCodesTold(CommunicatorLab.Codes);

    [Then(@"^the Status tracker is told of (\d+) packages that were refused$")]
    public void RefusedNumbers(int count) => lab.SeesRefusedNumbers(count);

    [Then(@"^the Status tracker is told of no refusal$")]
    public void NoRefusal() => lab.SeesNoRefusalTold();

    [Then(@"^it asks the same a second time$")]
    public void TheSame() => lab.SeesTheSame();
}
