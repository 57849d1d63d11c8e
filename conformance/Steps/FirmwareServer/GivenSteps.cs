using SecUpIoT.Conformance.Lab.FirmwareServer;
using SecUpIoT.Conformance.Runner;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.FirmwareServer;

/// <summary>What holds before. A step here that does not succeed makes a scenario inconclusive.</summary>
[Binding]
[Scope(Tag = "role:firmware-server")]
public sealed class GivenSteps(FirmwareServerLab lab)
{
    [Given(@"^a Firmware server that believes the author$")]
    public void AServer() => lab.Provision();

    [Given(@"^a Firmware server that believes several authors$")]
    public void AServerOfSeveralAuthors() => lab.ProvisionSeveral();

    [Control]
    [Given(@"^the author has published (package \d+)(?: (.+))?$")]
    public void HasPublished(string name, string shape) => lab.PublishWhole(name, shape);

    [Given(@"^the author has staged (package \d+|another package \d+)(?: (.+))?$")]
    public void HasStaged(string name, string shape) => lab.Stage(name, shape);

    [Given(@"^the author has uploaded the first payload of (package \d+)$")]
    public void HasUploadedTheFirst(string name) => lab.UploadFirst(name);

    [Control]
    [Given(@"^the author has withdrawn (package \d+)$")]
    public void HasWithdrawn(string name) => lab.WithdrawWhole(name);

    [Control]
    [Given(@"^the server was stopped in order and listed the same after its start$")]
    public void WasRestarted() => lab.RestartWhole();

    [Given(@"^the server crashed and was started again$")]
    public void Crashed() => lab.Crash();

    [Given(@"^a Status tracker has received half of the payload of (package \d+)$")]
    public void HasReceivedHalf(string name) => lab.ReceiveHalf(name);
}
