using SecUpIoT.Conformance.Lab.DeviceCore;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.DeviceCore;

/// <summary>Stimuli that are whole sets of cases.</summary>
[Binding]
[Scope(Tag = "role:device-core")]
public sealed class SetSteps(DeviceCoreLab lab)
{
    [When(@"^the Communicator delivers each of the wrong packages of the published set ""(.+)""$")]
    public void DeliversVectors(string set) => lab.DeliverVectors(set);

    [When(@"^the Communicator delivers each of the published set ""(.+)"" to a new device$")]
    public void DeliversRightVectors(string set) => lab.DeliverRightVectors(set);

    [When(@"^the Communicator delivers each of the published directives with a package with sequence number (\d+)$")]
    public void DeliversDirectiveVectors(ulong number) => lab.DeliverDirectiveVectors(number);

    [When(@"^the Communicator delivers a package with sequence number (\d+) again and again, with one bit changed on the way$")]
    public void DeliversWithBitsChanged(ulong number) => lab.DeliverWithBitsChanged(number);

    [When(@"^the Communicator sends each of the published messages that a Device core is asked with$")]
    public void SendsGoldenRequests() => lab.SendGoldenRequests();

    [When(@"^the Communicator sends each of the published sequences of bytes that are no message$")]
    public void SendsMalformed() => lab.SendMalformed(excessive: false);

    [When(@"^the Communicator sends each of the published sequences of bytes that announce or hold too much$")]
    public void SendsExcessive() => lab.SendMalformed(excessive: true);

    [When(@"^the Communicator sends each request that belongs to another link$")]
    public void SendsForeign() => lab.SendForeignRequests();

    [When(@"^the Communicator sends the requests that are not permitted now$")]
    public void SendsNotPermitted() => lab.SendRequestsThatAreNotPermitted();

    [When(@"^the Communicator sends one wrong request of each kind, for sequence number (\d+)$")]
    public void SendsWrongRequests(ulong number) => lab.SendWrongRequests(number);

    [When(@"^the same update is done on two new devices with the same seed$")]
    public void Rehearses() => lab.Rehearse(wrong: false);

    [When(@"^the same wrong requests are sent to two new devices with the same seed$")]
    public void RehearsesWrong() => lab.Rehearse(wrong: true);

    [When(@"^the power fails in every write of updates to sequence number (\d+)$")]
    public void CutsUpdates(ulong number) => lab.CutUpdate(number);

    [When(@"^the power fails in every write of updates to sequence number (\d+), and once more in the start after it$")]
    public void CutsUpdatesAndRecoveries(ulong number) => lab.CutUpdateAndRecovery(number);

    [When(@"^the power fails before every write of updates to sequence number (\d+)$")]
    public void CutsBeforeWrites(ulong number) => lab.CutBeforeWrites(number);

    [When(@"^the power fails in every write of transfers of sequence number (\d+)$")]
    public void CutsTransfers(ulong number) => lab.CutTransfer(number);

    [When(@"^the power fails in every write of installations of sequence number (\d+)$")]
    public void CutsInstallations(ulong number) => lab.CutInstallation(number);

    [When(@"^the power fails after every answer of an update to sequence number (\d+)$")]
    public void CutsAfterAnswers(ulong number) => lab.CutAfterAnswers(number);

    [When(@"^the power fails in writes that status checks cause$")]
    public void CutsStatusChecks() => lab.CutStatusChecks();

    [When(@"^the storage fails in every operation of updates to sequence number (\d+)$")]
    public void FailsStorage(ulong number) => lab.FailStorage(number);

    [When(@"^(\d+) nonces are spent$")]
    public void SpendsNonces(int many) => lab.SpendNonces(many);

    [When(@"^the Device core restarts for (\d+) nonces more$")]
    public void RestartsForNonces(int many) => lab.RestartForNonces(many);
}
