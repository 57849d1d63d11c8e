using SecUpIoT.Entities.Communicator;
using SecUpIoT.Entities.Tracing;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Simulation;

/// <summary>A Communicator in a world. It has no durable record (R-CM-19).</summary>
public sealed class SimulatedCommunicator : SimulatedEntity
{
    private readonly IMachine<CommunicatorState> _machine;
    private readonly string _device;
    private readonly string _tracker;

    /// <summary>A Communicator that is not started.</summary>
    /// <param name="stage">Where it lives.</param>
    /// <param name="name">Its name.</param>
    /// <param name="device">The name of its Device core.</param>
    /// <param name="tracker">The name of its Status tracker.</param>
    /// <param name="machine">How it behaves.</param>
    public SimulatedCommunicator(Stage stage, string name, string device, string tracker, IMachine<CommunicatorState> machine)
        : base(stage, name) => (_device, _tracker, _machine) = (device, tracker, machine);

    /// <summary>What its machine holds.</summary>
    public CommunicatorState State { get; private set; } = CommunicatorState.Initial;

    /// <summary>Somebody asks for a status check now (R-CM-15).</summary>
    public void Check() => Handle(new Input.CheckRequested());

    /// <summary>The peer on this link cannot be reached, or breaks off.</summary>
    public void FailLink(Link link, ResultCode code) => Handle(new Input.LinkFailed(link, code));

    internal override void Receive(Packet packet) => Handle(new Input.Received(packet.Link, packet.Message, Stage.Clock, default));

    internal override void ReceiveMalformed(Packet packet, string why) => Handle(new Input.LinkFailed(packet.Link, ResultCode.MalformedMessage));

    private protected override void Begin()
    {
        Stage.Trace?.Add(CommunicatorTrace.Started(Name));
        Handle(new Input.Started());
    }

    private protected override void Forget()
    {
        Stage.NoteChange(Name, State.Phase.ToString(), nameof(Phase.Waiting));
        State = CommunicatorState.Initial;
    }

    private void Handle(Input input)
    {
        var before = State;
        var reaction = _machine.Handle(State, input);
        State = reaction.State;
        Stage.Trace?.Add(CommunicatorTrace.Step(Name, before, reaction));
        Stage.NoteChange(Name, before.Phase.ToString(), State.Phase.ToString());
        foreach (var output in reaction.Outputs) Perform(output);
    }

    private void Perform(Output output)
    {
        switch (output)
        {
            case Output.Send send:
                Send(new Packet(Stage.NextExchange(), Name, send.Link == Link.Device ? _device : _tracker, send.Link, send.Message));
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
