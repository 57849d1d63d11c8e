using Microsoft.Coyote.Actors;
using SecUpIoT.Entities.DeviceCore;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>
/// A Device core with its flash and its host: one loop, storage that can be cut before, in and after every output, and reading back, sealing and self-test that
/// come back when they are done. Several Communicators may ask; the answer goes to the one that asked last, as in the host.
/// </summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal class DevicePlayer : Player
{
    private int _asker = -1;
    private object? _order;
    private int _life;

    public DeviceCoreState State { get; private set; } = DeviceCoreState.Initial;

    public Flash Flash { get; private set; } = null!;

    private string Name => $"D{Index + 1}";

    protected override void Begin()
    {
        Play.Devices[Index] = this;
        Flash = Flash.Provisioned(Play.Cast, Index);
        Play.Tell(new Observation.Kept(Name, Flash.Journal));
        Play.Tell(new Observation.FlashChanged(Index, null, Flash.Journal, Flash.Content, State, State, null));
    }

    protected override IEnumerator<Pause> Take(object cue)
    {
        var (input, letter) = Read(cue);
        return input is null ? Nothing() : Handle(input, letter, cue is Arrival arrival ? arrival.Communicator : -1);
    }

    protected override void Die() => PowerOff();

    /// <summary>What the machine is told when the power comes.</summary>
    protected virtual Input PowerOn() => new Input.PoweredOn(Flash.Journal);

    private static IEnumerator<Pause> Nothing()
    {
        yield break;
    }

    private (Input? Input, Letter? Letter) Read(object cue)
    {
        switch (cue)
        {
            case Started when State.Phase == DevicePhase.Off:
                Play.Tell(new Observation.DeviceStarted(Index, Flash.Journal));
                return (PowerOn(), null);
            case Arrival arrival when State.Phase != DevicePhase.Off:
                return (new Input.Received(Link.Device, arrival.Letter.Message, Cast.At, Play.FreshNonce()), arrival.Letter);
            case Fired fired:
                return (new Input.TimerFired(fired.Timer), null);
            case ReadBack read when ReferenceEquals(read.Order, _order):
                return (Flash.Read(read.Slot), null);
            case Result result when result.Life == _life:
                return (result.Input, null);
            default:
                // For a device without power, or for an order of a former life.
                return (null, null);
        }
    }

    private IEnumerator<Pause> Handle(Input input, Letter? letter, int asker)
    {
        var isAsked = letter is not null && letter.Message is not Refusal;
        for (var told = input; told is not null;)
        {
            var before = State;
            var reaction = Play.Machines.Devices[Index].Handle(before, told);
            State = reaction.State;
            Play.Tell(Observation.Handled.By(Name, before, reaction));
            if (!reaction.Outputs.Any(static output => output is Output.Refuse)) Play.Tell(new Observation.DeviceReacted(Index, before, told, reaction, letter));
            // Whoever asked for what failed is told.
            if (told is Input.StorageFailed failed) Reply(Letter.Plain(new Refusal(failed.Code, "")));
            Input? failure = null;
            foreach (var output in reaction.Outputs)
            {
                if (isAsked && asker >= 0) _asker = asker;
                if (!Flash.IsDurable(output))
                {
                    Act(output, isAsked);
                    if (output is Output.Reboot) yield break;
                    continue;
                }

                if (told is not Input.StorageFailed && Play.Happens(Budget.Store, 8))
                {
                    failure = new Input.StorageFailed(ResultCode.StorageFailed);
                    break;
                }

                if (Play.Happens(Budget.Cut, 8))
                {
                    if (Play.Either()) Tear(output, before, told);
                    PowerOff();
                    yield break;
                }

                Store(output, before, told);
                yield return Pause.Step;
            }

            told = failure;
        }
    }

    private void Store(Output output, DeviceCoreState before, Input input)
    {
        var former = Flash.Journal;
        Flash.Store(output);
        if (output is Output.EraseSlot) _order = null;
        Play.Tell(new Observation.FlashChanged(Index, output, former, Flash.Content, before, State, input));
        if (output is Output.Persist) Play.Tell(new Observation.Kept(Name, Flash.Journal));
        if (output is Output.InstallSlot install) Play.SendLater(Id, new Result(_life, new Input.SlotInstalled(install.Slot)));
    }

    private void Tear(Output output, DeviceCoreState before, Input input)
    {
        Flash.Tear(output);
        Play.Tell(new Observation.FlashChanged(Index, output, Flash.Journal, Flash.Content, before, State, input));
    }

    private void Act(Output output, bool isAsked)
    {
        switch (output)
        {
            case Output.Send send:
                Answer(Letter.Plain(send.Message));
                break;
            case Output.SendReport { Report: var report }:
                Play.Tell(new Observation.ReportSigned(Index, report));
                Answer(new Letter(new StatusReport(Forgery.Sign(Play.Cast.DeviceKeys[Index], report)), report, true, null, false));
                break;
            case Output.Refuse refuse when isAsked:
                Reply(Letter.Plain(new Refusal(refuse.Code, "")));
                break;
            case Output.ReadSlot read:
                _order = new object();
                Play.SendLater(Id, new ReadBack(_order, read.Slot));
                break;
            case Output.RunSelfTest:
                Play.SendLater(Id, new Result(_life, new Input.SelfTested(!Play.Happens(Budget.Fail, 3))), most: 20);
                break;
            case Output.Invoke invoke:
                Play.Tell(new Observation.Booted(Index, invoke, Flash.Content));
                break;
            case Output.Reboot:
                PowerOff();
                break;
            case Output.SetTimer set:
                Play.Timers.Set(Id, set.Timer);
                break;
            case Output.CancelTimer cancel:
                Play.Timers.Cancel(Id, cancel.Timer);
                break;
        }
    }

    private void Answer(Letter letter)
    {
        if (State.Record is not null) Play.Tell(new Observation.Acknowledged(Name, letter.Message.GetType().Name, State.Record));
        Reply(letter);
    }

    private void Reply(Letter letter)
    {
        if (_asker < 0) return;
        Play.Post(Play.Communicators[_asker].Address, new Arrival(Direction.Up, _asker, letter));
        _asker = -1;
    }

    private void PowerOff()
    {
        State = DeviceCoreState.Initial;
        (_order, _asker, _life) = (null, -1, _life + 1);
        Play.Timers.CancelAll(Id);
        Play.Tell(new Observation.DeviceFell(Index));
        Drop();
        if (Play.Happens(Budget.Decay, 2)) Flash.Decay();
        Play.SendLater(Id, new Started());
    }

    private sealed record ReadBack(object Order, Slot Slot)
    {
        public override string ToString() => $"slot {Slot} read back";
    }

    private sealed record Result(int Life, Input Input)
    {
        public override string ToString() => Input.GetType().Name;
    }
}
