namespace SecUpIoT.Simulation.Exploration;

/// <summary>How a search ended.</summary>
/// <param name="Settings">What was searched.</param>
/// <param name="States">Different states that were reached.</param>
/// <param name="Steps">Actions that were performed.</param>
/// <param name="Depth">Length of the longest of the shortest ways to a state.</param>
/// <param name="IsComplete">True when every reachable state was expanded.</param>
/// <param name="Breaches">The invariants that the last step of the path breaks; or those of liveness that fail. Empty when all hold.</param>
/// <param name="Path">The shortest way to the first breach, or to the state from which no way ends well.</param>
/// <param name="Rows">Every (machine, phase, trigger, next phase) that a machine took; refused inputs are not rows.</param>
public sealed record SearchResult(
    ExplorationSettings Settings, int States, long Steps, int Depth, bool IsComplete, IReadOnlyList<Breach> Breaches, IReadOnlyList<WorldAction> Path, IReadOnlySet<(string Machine, string Phase, string Trigger, string Next)> Rows)
{
    /// <summary>The first of the invariants that are broken; null when all hold.</summary>
    public Breach? Breach => Breaches.Count > 0 ? Breaches[0] : null;

    /// <summary>Every state was expanded and no invariant is broken.</summary>
    public bool Holds => IsComplete && Breach is null;
}

/// <summary>How far a search has come.</summary>
/// <param name="Depth">Steps from the beginning.</param>
/// <param name="States">States so far.</param>
/// <param name="Frontier">States that are still to be expanded.</param>
/// <param name="Steps">Actions so far.</param>
public readonly record struct SearchProgress(int Depth, int States, int Frontier, long Steps);
