using SecUpIoT.Conformance.Lab.StatusTracker;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Protocol;
using TechTalk.SpecFlow;

namespace SecUpIoT.Conformance.Steps.StatusTracker;

/// <summary>What holds before. A step here that does not succeed makes a scenario inconclusive; those with [Control] are what attacks distort.</summary>
[Binding]
[Scope(Tag = "role:status-tracker")]
public sealed class GivenSteps(StatusTrackerLab lab)
{
    [Given(@"^a Status tracker with one Firmware server$")]
    public void ATracker() => lab.Provision(1);

    [Given(@"^a Status tracker with two Firmware servers$")]
    public void ATrackerWithTwoServers() => lab.Provision(2);

    [Given(@"^a Status tracker with one Firmware server and a limit of silence of (\d+) seconds$")]
    public void ATrackerWithALimit(int seconds) => lab.Provision(1, seconds);

    [Given(@"^a Status tracker that trusts two authors$")]
    public void ATrackerWithTwoAuthors() => lab.ProvisionTwoAuthors();

    [Given(@"^(the \w+ ?device|the device) is enrolled and runs sequence number (\d+)$")]
    public void AnEnrolledDevice(string who, ulong number) => lab.Enrol(who, Profile.Secure, number);

    [Given(@"^(the \w+ ?device|the device) is enrolled in profile (Core|Secure) and runs sequence number (\d+)$")]
    public void AnEnrolledDevice(string who, Profile profile, ulong number) => lab.Enrol(who, profile, number);

    [Given(@"^(the \w+ ?device|the device) runs sequence number (\d+) and is not enrolled$")]
    public void AnUnknownDevice(string who, ulong number) => lab.Meet(who, Profile.Secure, number);

    [Given(@"^its report was refused because of NotEnrolled$")]
    public void ItsReportWasRefused()
    {
        lab.CheckIn("the device");
        lab.SeesRefusal([ResultCode.NotEnrolled]);
    }

    [Given(@"^(the .*Firmware server) publishes a package with sequence number (\d+)$")]
    public void Publishes(string server, ulong number) => lab.Publish(server, number);

    [Given(@"^(the .*Firmware server) publishes a package with sequence number (\d+) ((?:for|with|in|of) (?!an image).+)$")]
    public void PublishesAPeculiarPackage(string server, ulong number, string peculiarity) => lab.PublishPeculiar(server, number, peculiarity);

    [Given(@"^(the .*Firmware server) publishes a package with sequence number (\d+) with an image of (\d+) bytes$")]
    public void PublishesASizedPackage(string server, ulong number, int size) => lab.PublishSized(server, number, size);

    [Given(@"^(the .*Firmware server) (breaks off every request|answers nothing|refuses every request|answers with bytes that are no message)$")]
    public void ServerFails(string server, string behaviour) => lab.TurnAndBeAsked(server, behaviour);

    [Given(@"^(the \w+ ?device|the device) has checked in$")]
    [Control]
    public void HasCheckedIn(string who)
    {
        lab.CheckIn(who);
        lab.SeesAnswer();
    }

    [Given(@"^(\d+) more devices are enrolled and run sequence number (\d+)$")]
    public void ManyDevices(int count, ulong number) => lab.EnrolMany(count, number);

    [Given(@"^a batch with the device and the first device was answered for each of them$")]
    [Control]
    public void ABatchWasAnswered()
    {
        lab.CheckInTogether(["the device", "the first device"]);
        lab.SeesAnswersInOrder();
    }

    [Given(@"^(the \w+ ?device|the device) was offered sequence number (\d+)$")]
    [Control]
    public void WasOffered(string who, ulong number)
    {
        lab.CheckIn(who);
        lab.SeesOffer(number);
        lab.SeesTarget(who, number);
    }

    [Given(@"^(the \w+ ?device|the device) was told that it is up to date$")]
    [Control]
    public void WasUpToDate(string who)
    {
        lab.CheckIn(who);
        lab.SeesUpToDate();
    }

    [Given(@"^(the \w+ ?device|the device) has said that (it .+|the update .+)$")]
    public void HasSaid(string who, string saying) => lab.Tell(who, saying);

    [Given(@"^(the \w+ ?device|the device) has completed the update to sequence number (\d+)$")]
    [Control]
    public void HasCompleted(string who, ulong number) => lab.Complete(who, number);

    [Given(@"^(the \w+ ?device|the device) has failed sequence number (\d+) because of (\w+), as it said itself$")]
    [Control]
    public void HasFailed(string who, ulong number, ResultCode code)
    {
        lab.FailOnce(who, number, code);
        lab.SeesResult(who, code, verified: true);
    }

    [Given(@"^(the \w+ ?device|the device) has failed sequence number (\d+) all but one of the allowed times because of (\w+)$")]
    [Control]
    public void HasOneAttemptLeft(string who, ulong number, ResultCode code) => lab.FailAllButOnce(who, number, code);

    [Given(@"^(the \w+ ?device|the device) was directed to sequence number (\d+) in place of (\d+)$")]
    [Control]
    public void WasSuperseded(string who, ulong newer, ulong older)
    {
        lab.Tell(who, $"it has 64 bytes of sequence number {older}");
        lab.Publish("the Firmware server", newer);
        lab.CheckIn(who);
        lab.SeesOffer(newer);
    }

    [Given(@"^a Communicator has relayed that (the \w+ ?device|the device) refused sequence number (\d+) because of (\w+)$")]
    [Control]
    public void HasRelayedARefusal(string who, ulong number, ResultCode code)
    {
        lab.RelayRefusal(who, number, code);
        lab.SeesAnswer();
        lab.SeesResult(who, code, verified: false);
    }

    [Given(@"^the operator has enrolled (the \w+ ?device|the device) again with the same data$")]
    [Control]
    public void HasEnrolledAgain(string who)
    {
        lab.EnrolAgain(who);
        lab.SeesEnrolment();
    }

    [Given(@"^the operator has cancelled the update of (the \w+ ?device|the device)$")]
    [Control]
    public void HasCancelled(string who)
    {
        lab.Cancel(who);
        lab.SeesCancelTaken();
    }

    [Given(@"^a Communicator has fetched bytes (\d+) to (\d+) of sequence number (\d+)$")]
    [Control]
    public void HasFetched(ulong first, ulong last, ulong number)
    {
        lab.Fetch(number, first, (uint)(last - first + 1));
        lab.SeesBlock();
    }

    [Given(@"^(the \w+ ?device|the device) has become unreachable and come back$")]
    [Control]
    public void HasComeBack(string who)
    {
        lab.BeSilent(1.5);
        lab.SeesPhase(who, TrackPhase.Unreachable);
        lab.CheckIn(who);
        lab.SeesAnswer();
        lab.SeesPhase(who, TrackPhase.Enrolled);
    }

    [Given(@"^(the \w+ ?device|the device) was silent for half of the limit, then checked in$")]
    [Control]
    public void WasSilentForHalf(string who)
    {
        lab.BeSilent(0.6);
        lab.CheckIn(who);
        lab.SeesAnswer();
    }

    [Given(@"^(the \w+ ?device|the device) has been silent for (\d+\.\d+) limits$")]
    public void HasBeenSilent(string who, double limits)
    {
        lab.BeSilent(limits);
        lab.SeesPhase(who, TrackPhase.Unreachable);
    }

    [Given(@"^the catalogue was read again$")]
    [Control]
    public void TheCatalogueWasReadAgain() => lab.Refresh();

    [Given(@"^a series of requests was answered$")]
    [Control]
    public void ASeriesWasAnswered() => lab.PlaySeries();

    [Given(@"^a Status tracker that has taken the last report of the device of the vectors$")]
    [Control]
    public void TheDeviceOfTheVectors() => lab.EnrolVectorDevice();
}
