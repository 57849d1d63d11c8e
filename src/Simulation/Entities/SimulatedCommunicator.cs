using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Simulation;

/// <summary>A Communicator in a world. It has no durable record (R-CM-19).</summary>
public sealed class SimulatedCommunicator : SimulatedEntity
{
    private readonly CommunicatorMachine _machine;
    private readonly string _device;
    private readonly string _tracker;

    internal SimulatedCommunicator(World world, string name, string device, string tracker, CommunicatorConfiguration configuration)
        : base(world, name)
    {
        _machine = new CommunicatorMachine(configuration);
        (_device, _tracker) = (device, tracker);
    }

    /// <summary>What its machine holds.</summary>
    public CommunicatorState State { get; private set; } = CommunicatorState.Initial;

    /// <summary>Somebody asks for a status check now (R-CM-15).</summary>
    public void Check() => Handle(new Input.CheckRequested());

    internal override void Receive(Packet packet) => Handle(new Input.Received(packet.Link, packet.Message, World.Clock, default));

    internal override void ReceiveMalformed(Packet packet, string why) => Handle(new Input.LinkFailed(packet.Link, ResultCode.MalformedMessage));

    private protected override void Begin()
    {
        World.Trace?.Add(CommunicatorTrace.Started(Name));
        Handle(new Input.Started());
    }

    private protected override void Forget()
    {
        World.NoteChange(Name, State.Phase.ToString(), nameof(Phase.Waiting));
        State = CommunicatorState.Initial;
    }

    private void Handle(Input input)
    {
        var before = State;
        var reaction = _machine.Handle(State, input);
        State = reaction.State;
        World.Trace?.Add(CommunicatorTrace.Step(Name, before, reaction));
        World.NoteChange(Name, before.Phase.ToString(), State.Phase.ToString());
        foreach (var output in reaction.Outputs) Perform(output);
    }

    private void Perform(Output output)
    {
        switch (output)
        {
            case Output.Send send:
                Send(new Packet(World.NextExchange(), Name, send.Link == Link.Device ? _device : _tracker, send.Link, send.Message));
                break;
            case Output.Refuse refuse:
                Refuse(null, refuse.Code, refuse.Detail);
                break;
            case Output.SetTimer set:
                SetTimer(set.Timer, "", set.After, () => Handle(new Input.TimerFired(set.Timer)));
                break;
            case Output.CancelTimer cancel:
                CancelTimer(cancel.Timer, "");
                break;
        }
    }
}
