using SecUpIoT.Interleavings.Machines.Races;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>What is played, and with whom.</summary>
/// <param name="World">Devices, servers, profile, attacker, and what may go wrong how often.</param>
internal sealed record PlaySettings(ExplorationSettings World)
{
    /// <summary>The Communicators, each with the device that it serves.</summary>
    public IReadOnlyList<int> Communicators { get; init; } = [0];

    /// <summary>Lanes of the tracker.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The Communicators are agents of one gateway, with a cache of payloads that holds this many blocks; 0 for no cache.</summary>
    public int CachedBlocks { get; init; }

    /// <summary>What people, processes and surroundings do, each list in its order, whenever Coyote likes.</summary>
    public IReadOnlyList<IReadOnlyList<Deed>> Scripts { get; init; } = [];

    /// <summary>How often the armed timers are let fire before everything calms down; the scripts are waited for.</summary>
    public int Ticks { get; init; } = 4;

    /// <summary>How often they are let fire after that, until all is well.</summary>
    public int Patience { get; init; } = 25;

    /// <summary>Wrong machines around the ones that ship.</summary>
    public Func<Simulation.Exploration.Machines, Simulation.Exploration.Machines> Machines { get; init; } = static shipped => shipped;

    /// <summary>The parts that surround them.</summary>
    public Components Components { get; init; } = new();
}
