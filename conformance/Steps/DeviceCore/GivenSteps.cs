using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using SecUpIoT.Simulation;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.DeviceCore;

/// <summary>What holds before. A step here that does not succeed makes a scenario inconclusive.</summary>
[Binding]
[Scope(Tag = "role:device-core")]
public sealed class GivenSteps(DeviceCoreLab lab)
{
    [Given(@"^a Device core in profile (Core|Secure) that runs sequence number (\d+)$")]
    public void ADeviceCore(Profile profile, ulong number) => lab.Provision(profile, number);

    [Given(@"^a Device core in profile (Core|Secure) with sequence number (\d+), whose reports nobody has looked at$")]
    public void AnUnseenDeviceCore(Profile profile, ulong number) => lab.ProvisionUnseen(profile, number);

    [Given(@"^a Device core with the components (\w+) and (\w+) that runs sequence number (\d+)$")]
    public void ADeviceCoreOfTwo(string one, string other, ulong number) => lab.ProvisionComponents([one, other], number);

    [Given(@"^a Device core that trusts two authors and runs sequence number (\d+)$")]
    public void ADeviceCoreThatTrustsTwo(ulong number) => lab.ProvisionTwoAuthors(number);

    [Given(@"^a Device core that is what the published packages are for$")]
    public void ADeviceCoreForThePackages() => lab.ProvisionForPackages(bothAuthors: false);

    [Given(@"^a Device core that is what the published packages are for and trusts both their authors$")]
    public void ADeviceCoreForBothAuthors() => lab.ProvisionForPackages(bothAuthors: true);

    [Given(@"^a Device core with sequence number (\d+) to which the published directives are addressed$")]
    public void ADeviceCoreForTheDirectives(ulong number) => lab.ProvisionForDirectives(number);

    [Given(@"^it has updated itself to sequence number (\d+)$")]
    [Control]
    public void ItHasUpdatedItself(ulong number) => lab.Update(number);

    [Given(@"^it has accepted a package with sequence number (\d+)$")]
    [Control]
    public void ItHasAccepted(ulong number)
    {
        lab.Deliver(number);
        lab.SeesAcceptance();
    }

    [Given(@"^it has accepted a package with sequence number (\d+), which was then cancelled$")]
    [Control]
    public void ItHasAcceptedAndCancelled(ulong number) => lab.AcceptAndCancel(number);

    [Given(@"^it has stored (\d+) blocks? of the image$")]
    [Control]
    public void ItHasStored(int blocks) => lab.Transfer(blocks);

    [Given(@"^it has verified the image$")]
    [Control]
    public void ItHasVerified() => lab.Complete();

    [Given(@"^it has installed the image$")]
    [Control]
    public void ItHasInstalled()
    {
        lab.Install();
        lab.SeesInstallation();
    }

    [Given(@"^it tries sequence number (\d+) and the self-test does not end$")]
    [Control]
    public void ItTries(ulong number) => lab.StayOnTrial(number);

    [Given(@"^it has given up sequence number (\d+), whose self-test failed$")]
    [Control]
    public void ItHasGivenUp(ulong number)
    {
        lab.Try(number, SelfTest.Fails);
        lab.Behave(SelfTest.Passes);
        lab.SeesOutcome(number, [ResultCode.SelfTestFailed]);
    }

    [Given(@"^it has believed that it is up to date$")]
    [Control]
    public void ItHasBelieved()
    {
        lab.SayUpToDate();
        lab.SeesBelief();
    }

    [Given(@"^it has reported its status$")]
    [Control]
    public void ItHasReported() => lab.SeesReport();

    [Given(@"^its image was damaged, so that it runs none$")]
    public void ItRunsNone()
    {
        lab.Damage("running");
        lab.LosePower();
    }

    [Given(@"^what its slots hold is known$")]
    public void ItsSlotsAreKnown() => lab.LookAtSlots();

    [Given(@"^which images it has booted is known$")]
    public void ItsBootsAreKnown() => lab.LookAtBoots();

    [Given(@"^its outstanding nonce is known$")]
    public void ItsNonceIsKnown() => lab.KeepNonce();
}
