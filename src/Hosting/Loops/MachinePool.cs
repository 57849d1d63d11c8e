using System.Collections.Concurrent;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Hosting.Loops;

/// <summary>
/// Equal machines behind one door. A machine holds nothing between two inputs, but it handles one at a time; here as many handle as are asked at once, and
/// there are no more of them than that ever were.
/// </summary>
internal sealed class MachinePool<TState>(Func<IMachine<TState>> create) : IMachine<TState>
{
    private readonly ConcurrentQueue<IMachine<TState>> _idle = new();

    public Reaction<TState> Handle(TState state, Input input)
    {
        if (!_idle.TryDequeue(out var machine)) machine = create();
        var reaction = machine.Handle(state, input);

        // One that threw is not used again.
        _idle.Enqueue(machine);
        return reaction;
    }
}
