using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests;

/// <summary>Searches on all cores; what they find does not depend on how many there are.</summary>
internal static class Searches
{
    public static SearchResult Run(ExplorationSettings settings, Func<Cast, Machines>? machines = null) =>
        new Search(settings, Environment.ProcessorCount, static (pieces, piece) => Parallel.For(0, pieces, piece), machines).Run();
}
