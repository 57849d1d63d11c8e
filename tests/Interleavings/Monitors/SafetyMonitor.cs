using SecUpIoT.Simulation.Exploration;
using Monitor = Microsoft.Coyote.Specifications.Monitor;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>What never happens. A derived class says what it demands of an observation.</summary>
internal abstract class SafetyMonitor : Monitor
{
    protected Cast Cast { get; private set; } = null!;

    /// <summary>The id of the invariant: the first four characters of every failure text.</summary>
    protected abstract string Id { get; }

    protected abstract void Judge(Observation seen);

    /// <summary>The handler of all observations; a derived class binds it.</summary>
    protected void See(Event seen)
    {
        if (seen is Observation.Began began) Cast = began.Cast;
        Judge((Observation)seen);
    }

    /// <summary>The sentence is written only when what is demanded does not hold.</summary>
    protected void Demand(bool holds, Func<string> otherwise)
    {
        if (!holds) Assert(false, $"{Id}: {otherwise()}");
    }
}
