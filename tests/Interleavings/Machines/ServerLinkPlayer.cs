using Microsoft.Coyote.Actors;
using SecUpIoT.Entities.StatusTracker;
using SecUpIoT.Interleavings.Monitors;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>The tracker's side of the link to one Firmware server. The catalogue counts when it is stored.</summary>
[OnEventDoAction(typeof(Cue), nameof(Hear))]
internal sealed class ServerLinkPlayer : Player
{
    public ServerLinkState State { get; private set; } = ServerLinkState.Initial;

    /// <summary>What it published last; durable.</summary>
    public Sequence<CatalogueEntry> Published { get; private set; } = Sequence<CatalogueEntry>.Empty;

    public int Number => Index;

    /// <summary>The tracker dies and starts again with what it holds.</summary>
    public void Crash()
    {
        Drop();
        Play.Timers.CancelAll(Id);
        State = ServerLinkState.Holding(Published);
        Play.Tell(new Observation.ServerLinkMoved(Index, State.Phase));
        Play.SendLater(Id, new Started());
    }

    protected override void Begin() => Play.ServerLinks[Index] = this;

    protected override IEnumerator<Pause> Take(object cue) => cue switch
    {
        Started => Handle(new Input.Started()),
        Fired fired => Handle(new Input.TimerFired(fired.Timer)),
        Arrival arrival => Handle(new Input.Received(Link.Server, arrival.Letter.Message, Cast.At, default)),
        _ => throw new InvalidOperationException($"A server link takes no {cue.GetType().Name}."),
    };

    private IEnumerator<Pause> Handle(Input input)
    {
        var before = State;
        var reaction = Play.Machines.ServerLink.Handle(before, input);
        Play.Tell(Observation.Handled.By($"T/F{Index + 1}", before, reaction));
        State = reaction.State with { Failures = 0 };
        if (before.Phase != State.Phase) Play.Tell(new Observation.ServerLinkMoved(Index, State.Phase));
        foreach (var output in reaction.Outputs)
        {
            switch (output)
            {
                case Output.Send send:
                    Play.Post(Play.Servers[Index].Address, new Arrival(Direction.ServerAsk, Index, Letter.Plain(send.Message)));
                    break;
                case Output.StoreEnvelope:
                    yield return Pause.Step;
                    break;
                case Output.PublishCatalogue publish:
                    yield return Pause.Step;
                    Published = publish.Entries;
                    Play.MergeCatalogue();
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
}
