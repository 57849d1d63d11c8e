using Microsoft.Coyote.Actors;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>The one event between players: something comes to one of them.</summary>
internal sealed class Cue(object what) : Event
{
    public object What { get; } = what;
}

/// <summary>What a player gets when it is made: the play that it belongs to, and which one of its kind it is.</summary>
internal sealed class Part(Play play, int index) : Event
{
    public Play Play { get; } = play;

    public int Index { get; } = index;
}

/// <summary>A message arrives.</summary>
/// <param name="Direction">Of which link.</param>
/// <param name="Communicator">On whose link; a server on server links.</param>
/// <param name="Letter">The message.</param>
internal sealed record Arrival(Direction Direction, int Communicator, Letter Letter)
{
    public override string ToString() => $"{Letter.Message.GetType().Name} ({Direction}, link {Communicator + 1})";
}

/// <summary>An armed timer fires.</summary>
internal sealed record Fired(TimerId Timer, int Key, int Arming)
{
    public override string ToString() => $"timer {Timer}";
}

/// <summary>What was waited for is there: the work of this turn goes on.</summary>
internal sealed record Resumed(int Turn);

/// <summary>The power comes, or the process is started.</summary>
internal sealed record Started;

/// <summary>The power goes, or the process dies: at once, whatever is under way.</summary>
internal sealed record Crashed;
