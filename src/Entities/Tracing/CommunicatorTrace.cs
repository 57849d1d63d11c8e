using SecUpIoT.Entities.Communicator;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>The trace points of a Communicator (spec/trace-format.md). It has no data: nothing of it is durable, and no invariant rests on it.</summary>
public static class CommunicatorTrace
{
    /// <summary>It begins, or begins anew.</summary>
    public static TraceEvent Started(string name) => new(TraceMachine.Communicator, name, nameof(Phase.Waiting));

    /// <summary>A step, before its outputs are performed.</summary>
    public static TraceEvent Step(string name, CommunicatorState before, Reaction<CommunicatorState> reaction)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new(TraceMachine.Communicator, name, reaction.State.Phase.ToString())
        {
            Step = new(before.Phase.ToString(), reaction.Trigger, Steps.RefusalOf(reaction.Outputs)),
        };
    }
}
