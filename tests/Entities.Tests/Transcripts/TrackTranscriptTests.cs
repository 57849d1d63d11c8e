using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;

namespace SecUpIoT.Entities.Tests;

public sealed class TrackTranscriptTests
{
    private readonly TrackBench _tracker = new();

    [Fact]
    public void The_life_of_a_device() => Run("tracker-life", step =>
    {
        step("report before enrolment", _tracker.CheckIn(_tracker.Report()));
        step("enrol", _tracker.FromOperator(TrackBench.Enrolment));
        step("enrol again", _tracker.FromOperator(TrackBench.Enrolment));
        _tracker.Newest = null;
        step("idle, nothing published", Say(_tracker.Report()));
        _tracker.Newest = Releases.Next;
        step("idle, #11 published", Say(_tracker.Report()));
        step("accepted", Say(_tracker.Report(DevicePhase.Receiving, candidate: new(Releases.Next.Name, 0, 150))));
        step("receiving", Say(_tracker.Report(DevicePhase.Receiving, candidate: TrackBench.Half(Releases.Next))));
        foreach (var phase in new[] { DevicePhase.VerifyingImage, DevicePhase.Verified, DevicePhase.Installing, DevicePhase.AwaitingBoot, DevicePhase.Trial })
            step($"{phase}", Say(_tracker.Report(phase, candidate: new(Releases.Next.Name, 150, 150))));
        var confirmed = _tracker.Report(runs: Releases.Next, outcome: new(Releases.Next.Name, ResultCode.Success, 1));
        step("confirmed", Say(confirmed));
        step("the same report again", Say(confirmed));
        step("still confirmed", Say(_tracker.Report(runs: Releases.Next, outcome: new(Releases.Next.Name, ResultCode.Success, 1))));
        step("silence", new Input.TimerFired(TimerId.Silence));
        step("silence again", new Input.TimerFired(TimerId.Silence));
        step("back", Say(_tracker.Report(runs: Releases.Next, outcome: new(Releases.Next.Name, ResultCode.Success, 1))));
    });

    [Fact]
    public void Failure_cancel_and_fall_back() => Run("tracker-failures", step =>
    {
        step("enrol", _tracker.FromOperator(TrackBench.Enrolment));
        step("idle", Say(_tracker.Report()));
        step("ended by a transient failure", Say(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.StorageFailed, 1))));
        step("idle: offered again", Say(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.StorageFailed, 1))));
        step("ended by a failed self-test", Say(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.SelfTestFailed, 2))));
        step("idle: not offered again", Say(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.SelfTestFailed, 2))));
        _tracker.Newest = Releases.Newer;
        step("idle, #12 published", Say(_tracker.Report(outcome: new(Releases.Next.Name, ResultCode.SelfTestFailed, 2))));
        step("receiving #12", Say(_tracker.Report(DevicePhase.Receiving, candidate: TrackBench.Half(Releases.Newer))));
        step("cancel", _tracker.FromOperator(new CancelRequest(Known.Device)));
        step("receiving #12", Say(_tracker.Report(DevicePhase.Receiving, candidate: TrackBench.Half(Releases.Newer))));
        step("cancelled", Say(_tracker.Report(outcome: new(Releases.Newer.Name, ResultCode.Cancelled, 3))));
        step("cancel", _tracker.FromOperator(new CancelRequest(Known.Device)));
        _tracker.Newest = Releases.Whole;
        step("idle, #13 published", Say(_tracker.Report(outcome: new(Releases.Newer.Name, ResultCode.Cancelled, 3))));
        step("the device refused it, says the communicator", _tracker.CheckIn(_tracker.Report(outcome: new(Releases.Newer.Name, ResultCode.Cancelled, 3)), refused: Releases.Whole.Name.Manifest, why: ResultCode.WrongClass));
        step("runs #13 all the same", Say(_tracker.Report(runs: Releases.Whole)));
        step("fell back", Say(_tracker.Report()));
        step("idle", Say(_tracker.Report()));
    });

    private Input.CheckedIn Say(DeviceReport report) => _tracker.CheckIn(report);

    private void Run(string name, Action<Action<string, Input>> script)
    {
        var transcript = new Transcript(name);
        script((label, input) =>
        {
            var before = _tracker.Phase;
            var outputs = _tracker.Feed(input);
            transcript.Step(label, before, _tracker.Phase, outputs);
        });
        transcript.Verify();
    }
}
