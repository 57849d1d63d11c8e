using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Entities.Tests;

public sealed class CommunicatorTranscriptTests
{
    private readonly CommunicatorMachine _machine = new(new());
    private CommunicatorState _state = CommunicatorState.Initial;

    [Fact]
    public void A_round_with_a_transfer() => Run("communicator-transfer", step =>
    {
        step("started", new Input.Started());
        Report(step);
        step("tracker: install #11", Install);
        step("device: wants the first block", From(Link.Device, new DirectiveAnswer(DevicePhase.Receiving, First)));
        step("tracker: block", From(Link.Tracker, new Block(Payload, 0, 150, new byte[100])));
        step("progress due", new Input.TimerFired(TimerId.Progress));
        step("device: wants the second block", From(Link.Device, new BlockAnswer(DevicePhase.Receiving, Second)));
        Report(step);
        step("tracker: go on", From(Link.Tracker, new CheckInAnswer(DirectiveKind.Install, Releases.Next.Name.Manifest, new byte[9], default, 1)));
        step("device: wants the second block", From(Link.Device, new DirectiveAnswer(DevicePhase.Receiving, Second)));
        step("tracker: block", From(Link.Tracker, new Block(Payload, 100, 150, new byte[50])));
        step("device: has them all", From(Link.Device, new BlockAnswer(DevicePhase.VerifyingImage, null)));
        step("poll due", new Input.TimerFired(TimerId.Poll));
        Report(step);
        step("tracker: go on", From(Link.Tracker, new CheckInAnswer(DirectiveKind.Install, Releases.Next.Name.Manifest, new byte[9], default, 1)));
        step("device: verified", From(Link.Device, new DirectiveAnswer(DevicePhase.Verified, null)));
        step("device: installs", From(Link.Device, new InstallAnswer(DevicePhase.AwaitingBoot)));
        step("poll due", new Input.TimerFired(TimerId.Poll));
        Report(step);
        step("tracker: up to date", From(Link.Tracker, new CheckInAnswer(DirectiveKind.UpToDate, null, new byte[9], default, 300)));
        step("device: settled", From(Link.Device, new DirectiveAnswer(DevicePhase.Idle, null)));
    });

    [Fact]
    public void Failures_and_back_off() => Run("communicator-failures", step =>
    {
        step("check requested", new Input.CheckRequested());
        step("device link failed", new Input.LinkFailed(Link.Device, ResultCode.Unreachable));
        step("poll due", new Input.TimerFired(TimerId.Poll));
        step("reply overdue", new Input.TimerFired(TimerId.Reply));
        step("poll due", new Input.TimerFired(TimerId.Poll));
        Report(step);
        step("tracker link failed", new Input.LinkFailed(Link.Tracker, ResultCode.ConnectionLost));
        step("poll due", new Input.TimerFired(TimerId.Poll));
        Report(step);
        step("tracker: an envelope that is none", From(Link.Tracker, new CheckInAnswer(DirectiveKind.Install, Releases.Next.Name.Manifest, default, new byte[] { 1 }, 1)));
        step("poll due", new Input.TimerFired(TimerId.Poll));
        Report(step);
        step("tracker: install #11", Install);
        step("device: refuses", From(Link.Device, new Refusal(ResultCode.WrongClass, "made for another class")));
        step("poll due", new Input.TimerFired(TimerId.Poll));
        Report(step);
        step("tracker: install #11", Install);
        step("device: wants the first block", From(Link.Device, new DirectiveAnswer(DevicePhase.Receiving, First)));
        step("tracker: another block", From(Link.Tracker, new Block(Payload, 50, 150, new byte[100])));
        step("late answer", From(Link.Tracker, new Block(Payload, 0, 150, new byte[100])));
        step("late time-out", new Input.TimerFired(TimerId.Reply));
    });

    private static Digest Payload => Releases.Next.Components[0].Digest;

    private static BlockWant First => new(Payload, 0, 100);

    private static BlockWant Second => new(Payload, 100, 50);

    private static Input Install => From(Link.Tracker, new CheckInAnswer(DirectiveKind.Install, Releases.Next.Name.Manifest, new byte[9], Releases.Next.Envelope, 1));

    private static void Report(Action<string, Input> step) => step("device: report", From(Link.Device, new StatusReport(new byte[7])));

    private static Input.Received From(Link link, Message message) => new(link, message, Known.Start, Known.Nonce(1));

    private void Run(string name, Action<Action<string, Input>> script)
    {
        var transcript = new Transcript(name);
        script((label, input) => _state = transcript.Step(_machine, _state, state => state.Phase, label, input));
        transcript.Verify();
    }
}
