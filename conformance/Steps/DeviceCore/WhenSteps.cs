using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Simulation;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.DeviceCore;

/// <summary>What is done. One call each.</summary>
[Binding]
[Scope(Tag = "role:device-core")]
public sealed class WhenSteps(DeviceCoreLab lab)
{
    [When(@"^the Communicator asks for the status$")]
    public void AsksForTheStatus() => lab.AskStatus();

    [When(@"^the Communicator delivers a package with sequence number (\d+)$")]
    public void Delivers(ulong number) => lab.Deliver(number);

    [When(@"^the Communicator delivers another package with sequence number (\d+)$")]
    public void DeliversAnother(ulong number) => lab.DeliverVariant(number);

    [When(@"^the Communicator delivers a package with sequence number (\d+) whose image is (\d+) bytes? larger than a slot$")]
    public void DeliversTooLarge(ulong number, int excess) => lab.DeliverTooLarge(number, excess);

    [When(@"^the Communicator delivers a package with sequence number (\d+) ((?:for|that|whose) (?!image).+)$")]
    public void DeliversFlawed(ulong number, string flaw) => lab.DeliverFlawed(number, flaw);

    [When(@"^the Communicator delivers a package with sequence number (\d+) ((?:with|without) .+)$")]
    public void DeliversMisdirected(ulong number, string flaw) => lab.DeliverMisdirected(number, flaw);

    [When(@"^the Communicator delivers once more what it delivered for that update$")]
    public void DeliversAgain() => lab.DeliverAgain();

    [When(@"^the Communicator sends the whole image$")]
    public void SendsTheImage() => lab.Transfer();

    [When(@"^the Communicator sends the image with one bit changed$")]
    public void SendsAnAlteredImage() => lab.TransferAltered();

    [When(@"^the Communicator sends a block (.+)$")]
    public void SendsAFlawedBlock(string flaw) => lab.SendFlawedBlock(flaw);

    [When(@"^the Communicator asks to install the image$")]
    public void AsksToInstall() => lab.Install();

    [When(@"^the Device core loses its power$")]
    public void LosesItsPower() => lab.LosePower();

    [When(@"^the Device core tries sequence number (\d+) and the self-test passes$")]
    public void TriesASoundImage(ulong number) => lab.Try(number, SelfTest.Passes);

    [When(@"^the Device core tries sequence number (\d+) and the self-test fails$")]
    public void TriesAFaultyImage(ulong number) => lab.Try(number, SelfTest.Fails);

    [When(@"^the Device core tries sequence number (\d+) and the self-test does not end$")]
    public void TriesAHangingImage(ulong number) => lab.Try(number, SelfTest.Hangs);

    [When(@"^the Device core tries sequence number (\d+) and restarts before the self-test ends$")]
    public void TriesARestartingImage(ulong number) => lab.Try(number, SelfTest.Restarts);
}
