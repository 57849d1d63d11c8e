using Microsoft.Coyote.Actors;
using SecUpIoT.Entities.Communicator;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>A Communicator with its two links, and the cache of its gateway if there is one. Nothing of it is durable.</summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal sealed class CommunicatorPlayer : Player
{
    public CommunicatorState State { get; private set; } = CommunicatorState.Initial;

    private int Device => Play.Settings.Communicators[Index];

    protected override void Begin() => Play.Communicators[Index] = this;

    protected override IEnumerator<Pause> Take(object cue)
    {
        switch (cue)
        {
            case Started:
                Handle(new Input.Started(), null);
                break;
            case Fired fired:
                Handle(new Input.TimerFired(fired.Timer), null);
                break;
            case Cached cached when State.Want == cached.Want:
                Handle(new Input.Received(Link.Tracker, cached.Block, Cast.At, default), null);
                break;
            case Arrival { Direction: Direction.Up } arrival:
                Handle(new Input.Received(Link.Device, arrival.Letter.Message, Cast.At, default), arrival.Letter);
                break;
            case Arrival { Direction: Direction.Answer } arrival:
                foreach (var pause in Offer(arrival.Letter.Message)) yield return pause;
                Handle(new Input.Received(Link.Tracker, arrival.Letter.Message, Cast.At, default), arrival.Letter);
                break;
        }
    }

    protected override void Die()
    {
        Drop();
        Play.Timers.CancelAll(Id);
        State = CommunicatorState.Initial;
        Play.Tell(new Observation.CommunicatorMoved(Index, State.Phase));
        Play.SendLater(Id, new Started());
    }

    /// <summary>What came from the tracker goes to the cache first, as in the gateway.</summary>
    private IEnumerable<Pause> Offer(Message message)
    {
        if (message is not Block block || Play.Cache is not { } cache) yield break;
        cache.Write(block);
        yield return Pause.Step;
    }

    private void Handle(Input input, Letter? letter)
    {
        var before = State;
        var reaction = Play.Machines.Communicator.Handle(before, input);
        Play.Tell(Observation.Handled.By($"C{Index + 1}", before, reaction));
        // Pauses are time, and time is not measured.
        State = reaction.State with { Interval = TimeSpan.Zero, Failures = 0 };
        if (before.Phase != State.Phase) Play.Tell(new Observation.CommunicatorMoved(Index, State.Phase));
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Send { Link: Link.Device, Message: var message }:
                    Play.Post(Play.Devices[Device].Address, new Arrival(Direction.Down, Index, Carry(message, letter)));
                    break;
                case Output.Send { Message: BlockRequest request }:
                    Fetch(request);
                    break;
                case Output.Send { Message: var message }:
                    var ask = Carry(message, letter);
                    Play.Post(Play.LaneOf(Claimed(ask), Index).Address, new Arrival(Direction.Ask, Index, ask));
                    break;
                case Output.SetTimer set:
                    Play.Timers.Set(Id, set.Timer);
                    break;
                case Output.CancelTimer cancel:
                    Play.Timers.Cancel(Id, cancel.Timer);
                    break;
            }
        }
    }

    private void Fetch(BlockRequest request)
    {
        if (Play.Cache?.Read(request) is { } held) Play.SendLater(Id, new Cached(State.Want, held));
        else Play.Post(Play.Relay, new Arrival(Direction.Ask, Index, Letter.Plain(request)));
    }

    /// <summary>Whose report it is by its own word.</summary>
    private int Claimed(Letter letter) => letter.Report is { } report && Play.Cast.DeviceOf(report.Device) is >= 0 and var device ? device : Device;

    // What it passes on unaltered was opened when it was made.
    private static Letter Carry(Message message, Letter? source) => message switch
    {
        CheckIn checkIn when source is { Message: StatusReport report } && report.SignedReport == checkIn.SignedReport =>
            new(message, source.Report, source.ReportIsTrue, null, false),
        DirectiveDelivery delivery when source is { Message: CheckInAnswer answer } && answer.Directive == delivery.Directive =>
            new(message, null, false, source.Directive, source.DirectiveIsTrue),
        _ => Letter.Plain(message),
    };

    private sealed record Cached(BlockWant? Want, Block Block)
    {
        public override string ToString() => "a block from the cache";
    }
}
