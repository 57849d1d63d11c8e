using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.DeviceCore;

/// <summary>What holds before. A step here that does not succeed makes a scenario inconclusive.</summary>
[Binding]
[Scope(Tag = "role:device-core")]
public sealed class GivenSteps(DeviceCoreLab lab)
{
    [Given(@"^a Device core in profile (Core|Secure) that runs sequence number (\d+)$")]
    public void ADeviceCore(Profile profile, ulong number) => lab.Provision(profile, number);

    [Given(@"^it has updated itself to sequence number (\d+)$")]
    public void ItHasUpdatedItself(ulong number) => lab.Update(number);

    [Given(@"^it has accepted a package with sequence number (\d+)$")]
    public void ItHasAccepted(ulong number)
    {
        lab.Deliver(number);
        lab.SeesAcceptance();
    }

    [Given(@"^it has stored (\d+) blocks? of the image$")]
    public void ItHasStored(int blocks) => lab.Transfer(blocks);

    [Given(@"^it tries sequence number (\d+) and the self-test does not end$")]
    public void ItTries(ulong number) => lab.StayOnTrial(number);
}
