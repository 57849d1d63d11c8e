using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using SecUpIoT.Simulation;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.DeviceCore;

/// <summary>What is done to one device. One call each.</summary>
[Binding]
[Scope(Tag = "role:device-core")]
public sealed class WhenSteps(DeviceCoreLab lab)
{
    [When(@"^the Communicator asks for the status$")]
    public void AsksForTheStatus() => lab.AskStatus(1);

    [When(@"^the Communicator asks for the status (\d+) times$")]
    public void AsksForTheStatusOften(int times) => lab.AskStatus(times);

    [When(@"^the Communicator delivers a package with sequence number (\d+)$")]
    public void Delivers(ulong number) => lab.Deliver(number);

    [When(@"^the Communicator delivers another package with sequence number (\d+)$")]
    public void DeliversAnother(ulong number) => lab.DeliverVariant(number);

    [When(@"^the Communicator delivers the package with sequence number (\d+) once more$")]
    public void DeliversTheSame(ulong number) => lab.DeliverOnceMore(number);

    [When(@"^the Communicator delivers a package with sequence number (\d+) whose image fills a slot$")]
    public void DeliversFilling(ulong number) => lab.DeliverSized(number, 0);

    [When(@"^the Communicator delivers a package with sequence number (\d+) whose image is (\d+) bytes? larger than a slot$")]
    public void DeliversTooLarge(ulong number, int excess) => lab.DeliverSized(number, excess);

    [When(@"^the Communicator delivers a sound package with sequence number (\d+) (.+)$")]
    public void DeliversUnusual(ulong number, string how) => lab.DeliverUnusual(number, how);

    [When(@"^the Communicator delivers a package with sequence number (\d+) ((?:for|that|whose) (?!image (?:is|fills)).+)$")]
    public void DeliversFlawed(ulong number, string flaw) => lab.DeliverFlawed(number, flaw);

    [When(@"^the Communicator delivers a package with sequence number (\d+) ((?:with|without) (?!its envelope|a directive that is valid|the directive).+)$")]
    public void DeliversMisdirected(ulong number, string flaw) => lab.DeliverMisdirected(number, flaw);

    [When(@"^the Communicator delivers a package with sequence number (\d+) with a directive that is valid for (\d+) seconds more$")]
    public void DeliversValidFor(ulong number, int seconds) => lab.DeliverValidFor(number, TimeSpan.FromSeconds(seconds));

    [When(@"^the Communicator delivers a package with sequence number (\d+) with the directive for that nonce$")]
    public void DeliversForThatNonce(ulong number) => lab.DeliverForKeptNonce(number);

    [When(@"^the Communicator delivers a directive for sequence number (\d+) without its envelope$")]
    public void DeliversWithoutEnvelope(ulong number) => lab.DeliverWithoutEnvelope(number);

    [When(@"^the Communicator delivers once more, byte for byte, what it delivered last$")]
    public void DeliversAgain() => lab.DeliverAgain();

    [When(@"^the Communicator delivers the package under way once more$")]
    public void Resumes() => lab.Resume();

    [When(@"^the Communicator delivers a directive for the package under way, without its envelope$")]
    public void ResumesByDirective() => lab.ResumeByDirective();

    [When(@"^the Communicator delivers the package under way in an envelope (.+)$")]
    public void ResumesUnusual(string how) => lab.ResumeUnusual(how);

    [When(@"^the Status tracker says that the device is up to date$")]
    public void SaysUpToDate() => lab.SayUpToDate();

    [When(@"^the Communicator delivers an ""up to date"" (.+)$")]
    public void SaysUpToDateFlawed(string flaw) => lab.SayUpToDateFlawed(flaw);

    [When(@"^the Status tracker cancels the update$")]
    public void Cancels() => lab.Cancel();

    [When(@"^the Communicator delivers a cancellation (.+)$")]
    public void CancelsFlawed(string flaw) => lab.CancelFlawed(flaw);

    [When(@"^the Communicator sends (\d+) blocks? of the image$")]
    public void SendsBlocks(int blocks) => lab.Transfer(blocks);

    [When(@"^the Communicator sends the whole image$")]
    public void SendsTheImage() => lab.Transfer();

    [When(@"^the Communicator sends the image with one bit of the (next|last) block changed$")]
    public void SendsAnAlteredImage(string block) => lab.TransferAltered(block == "last");

    [When(@"^the Communicator sends a block ((?:from|of|that|without) .+)$")]
    public void SendsAFlawedBlock(string flaw) => lab.SendFlawedBlock(flaw);

    [When(@"^the Communicator sends a wanted block twice$")]
    public void SendsABlockTwice() => lab.SendBlockTwice();

    [When(@"^the Communicator sends the first block of sequence number (\d+)$")]
    public void SendsAnUnwantedBlock(ulong number) => lab.SendUnwantedBlock(number);

    [When(@"^the Communicator asks to install the image$")]
    public void AsksToInstall() => lab.Install();

    [When(@"^the Communicator asks to install another image$")]
    public void AsksToInstallAnother() => lab.InstallAnother();

    [When(@"^the update goes on to its end$")]
    public void GoesOn() => lab.Finish();

    [When(@"^the Device core loses its power$")]
    public void LosesItsPower() => lab.LosePower();

    [When(@"^the Device core loses its power (\d+) times, asked for its status each time$")]
    public void LosesItsPowerOften(int times) => lab.LosePowerOften(times);

    [When(@"^the Device core is stopped and started$")]
    public void IsStoppedAndStarted() => lab.StopInOrder();

    [When(@"^one bit of the (running|other) slot changes$")]
    public void IsDamaged(string slot) => lab.Damage(slot);

    [When(@"^the time until the restart passes$")]
    public void TheRestartComes() => lab.OutwaitRestart();

    [When(@"^(\d+) seconds? pass(?:es)?$")]
    public void SecondsPass(int seconds) => lab.Wait(TimeSpan.FromSeconds(seconds));

    [When(@"^the trial period passes$")]
    public void TheTrialPeriodPasses() => lab.OutwaitTrial();

    [When(@"^the freshness limit passes$")]
    public void TheFreshnessLimitPasses() => lab.OutwaitFreshness();

    [When(@"^(\d+) percent of the lifetime of that nonce are over$")]
    public void TheNonceAges(int percent) => lab.Age(percent / 100.0);

    [When(@"^(\d+) percent of the lifetime of a nonce pass$")]
    public void APartOfALifetimePasses(int percent) => lab.WaitLifetime(percent / 100.0);

    [When(@"^the nonce that is outstanding then is known$")]
    public void TheNextNonceIsKnown() => lab.KeepNonce();

    [When(@"^(\d+) percent of the freshness limit pass$")]
    public void APartOfTheFreshnessLimitPasses(int percent) => lab.WaitFreshness(percent / 100.0);

    [When(@"^the Device core begins to try sequence number (\d+), whose self-test does not end$")]
    public void BeginsATrial(ulong number) => lab.StayOnTrial(number);

    [When(@"^the Device core tries sequence number (\d+) and the self-test passes$")]
    public void TriesASoundImage(ulong number) => lab.Try(number, SelfTest.Passes);

    [When(@"^the Device core tries sequence number (\d+) and the self-test fails$")]
    public void TriesAFaultyImage(ulong number) => lab.Try(number, SelfTest.Fails);

    [When(@"^the Device core tries sequence number (\d+) and the self-test does not end$")]
    public void TriesAHangingImage(ulong number) => lab.Try(number, SelfTest.Hangs);

    [When(@"^the Device core tries sequence number (\d+) and restarts before the self-test ends$")]
    public void TriesARestartingImage(ulong number) => lab.Try(number, SelfTest.Restarts);
}
