using SecUpIoT.Conformance.Lab.Communicator;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.Communicator;

/// <summary>What holds before. A step here that does not succeed makes a scenario inconclusive.</summary>
[Binding]
[Scope(Tag = "role:communicator")]
public sealed class GivenSteps(CommunicatorLab lab)
{
    [Given(@"^a Communicator beside a Device core in profile (Core|Secure) that runs sequence number (\d+)$")]
    public void ACommunicator(Profile profile, ulong number) => lab.Set(profile, number);

    [Given(@"^a Communicator beside a Device core whose images have (\d+) components? of (\d+) bytes, wanted in blocks of (\d+)$")]
    public void ACommunicator(int components, int size, int block) => lab.Set(size, block, components);

    [Given(@"^another Communicator of the same Status tracker, whose device fails in the middle of each update$")]
    public void ANeighbour() => lab.AddNeighbour();

    [Control]
    [Given(@"^it has updated the Device core to sequence number (\d+)$")]
    public void ItHasUpdated(ulong number) => lab.Update(number);

    [Control]
    [Given(@"^it checks the firmware status$")]
    public void ItChecks() => lab.Settle();
}
