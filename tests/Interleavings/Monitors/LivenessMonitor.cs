using SecUpIoT.Simulation.Exploration;
using Monitor = Microsoft.Coyote.Specifications.Monitor;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>
/// What eventually happens. It is hot as long as something is due: a run that ends so, or that goes on so for too long, fails. The name of the hot state tells
/// which invariant it is.
/// </summary>
internal abstract class LivenessMonitor : Monitor
{
    private bool _isHot;

    protected Cast Cast { get; private set; } = null!;

    /// <summary>The id of the invariant: the first four characters of every failure text.</summary>
    protected abstract string Id { get; }

    /// <summary>What did not come, for people.</summary>
    protected abstract string Missing { get; }

    /// <summary>Takes note of what was observed.</summary>
    protected abstract void Note(Observation seen);

    /// <summary>Something is due.</summary>
    protected abstract bool IsDue();

    protected abstract void Heat();

    protected abstract void Cool();

    /// <summary>The handler of all observations; a derived class binds it.</summary>
    protected void See(Event seen)
    {
        if (seen is Observation.Began began) Cast = began.Cast;
        Note((Observation)seen);
        var hot = IsDue();
        if (seen is Observation.Ended) Assert(!hot, $"{Id}: {Missing}");
        if (hot == _isHot) return;
        _isHot = hot;
        if (hot) Heat();
        else Cool();
    }
}
