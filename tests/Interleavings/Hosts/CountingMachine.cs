using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Messages;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>The least machine that stores before it answers: it counts what it was asked.</summary>
internal sealed class CountingMachine : IMachine<int>
{
    public Reaction<int> Handle(int state, Input input) => input switch
    {
        Input.Received { Message: CancelRequest asked } => new(state + 1, [new Output.Persist(new Count(state + 1)), new Output.Send(Link.Operator, new CancelAnswer(asked.Device))], "Asked"),
        _ => new(state, [new Output.Refuse(ResultCode.NotNow, "not asked")], "Unexpected"),
    };

    /// <summary>How often it was asked.</summary>
    public sealed record Count(int Value) : DurableRecord;
}
