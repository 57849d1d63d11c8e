using Microsoft.Coyote.Actors;
using SecUpIoT.Simulation.Exploration;
using Monitor = Microsoft.Coyote.Specifications.Monitor;

namespace SecUpIoT.Interleavings.Monitors;

/// <summary>A monitor and what it is told.</summary>
/// <param name="Id">The invariant.</param>
/// <param name="Type">The monitor.</param>
/// <param name="Sees">The observations that it judges, beside the beginning.</param>
/// <param name="Applies">Where it is judged (spec/invariants.md).</param>
/// <param name="Register">Registers it.</param>
/// <param name="Tell">Tells it.</param>
internal sealed record Judge(
    string Id, Type Type, IReadOnlyList<Type> Sees, Func<ExplorationSettings, bool> Applies, Action<IActorRuntime> Register, Action<IActorRuntime, Observation> Tell)
{
    public static Judge Of<T>(string id, Func<ExplorationSettings, bool> applies, params Type[] sees)
        where T : Monitor => new(
            id, typeof(T), sees, applies, static runtime => runtime.RegisterMonitor<T>(), static (runtime, observation) => runtime.Monitor<T>(observation));
}

/// <summary>All monitors of one run: each is told what it judges and nothing else.</summary>
internal sealed class Monitoring
{
    private readonly IActorRuntime _runtime;
    private readonly Dictionary<Type, List<Judge>> _judges = [];

    public Monitoring(IActorRuntime runtime, ExplorationSettings settings)
    {
        _runtime = runtime;
        foreach (var judge in Judges.All.Where(judge => judge.Applies(settings)))
        {
            judge.Register(runtime);
            foreach (var type in judge.Sees.Prepend(typeof(Observation.Began)))
            {
                if (!_judges.TryGetValue(type, out var told)) _judges[type] = told = [];
                told.Add(judge);
            }
        }
    }

    public void Tell(Observation observation)
    {
        if (!_judges.TryGetValue(observation.GetType(), out var judges)) return;
        foreach (var judge in judges) judge.Tell(_runtime, observation);
    }
}
