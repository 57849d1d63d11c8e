using SecUpIoT.Conformance.Lab.DeviceCore;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.DeviceCore;

/// <summary>What is observed, from outside. One call each, except where a fact needs a fresh question.</summary>
[Binding]
[Scope(Tag = "role:device-core")]
public sealed class ThenSteps(DeviceCoreLab lab)
{
    [Then(@"^the Device core accepts the package$")]
    public void Accepts() => lab.SeesAcceptance();

    [Then(@"^the Device core refuses it because of (\w+)$")]
    public void Refuses(ResultCode code) => lab.SeesRefusal(code);

    [Then(@"^it runs sequence number (\d+), confirmed$")]
    public void Runs(ulong number) => lab.SeesRunning(number);

    [Then(@"^it runs sequence number (\d+) on trial$")]
    public void RunsOnTrial(ulong number) => lab.SeesRunningUnconfirmed(number);

    [Then(@"^sequence number (\d+) is still confirmed$")]
    public void Confirmed(ulong number) => lab.SeesConfirmed(number);

    [Then(@"^no update is under way$")]
    public void NoUpdate() => lab.SeesNoCandidate();

    [Then(@"^it reports (\d+) bytes of sequence number (\d+)$")]
    public void Candidate(ulong received, ulong number) => lab.SeesCandidate(number, received);

    [Then(@"^it reports the image as verified$")]
    public void Verified() => lab.SeesVerified();

    [Then(@"^the update to sequence number (\d+) ended with (\w+)$")]
    public void Outcome(ulong number, ResultCode result) => lab.SeesOutcome(number, result);

    [Then(@"^it wants the block from byte (\d+), asked again$")]
    public void Wants(ulong offset)
    {
        lab.Resume();
        lab.SeesWant(offset);
    }

    [Then(@"^every report has a higher counter than the one before$")]
    public void RisingCounters() => lab.SeesRisingCounters();

    [Then(@"^it reports its device, vendor and class$")]
    public void Identity() => lab.SeesIdentity();
}
