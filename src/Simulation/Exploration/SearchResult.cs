namespace SecUpIoT.Simulation.Exploration;

/// <summary>How a search ended.</summary>
/// <param name="Settings">What was searched.</param>
/// <param name="States">Different states that were reached.</param>
/// <param name="Steps">Actions that were performed.</param>
/// <param name="Depth">Length of the longest of the shortest ways to a state.</param>
/// <param name="IsComplete">True when every reachable state was expanded.</param>
/// <param name="Breach">The invariant that does not hold, if any.</param>
/// <param name="Path">The shortest way to the breach, or to the state from which no way ends well.</param>
/// <param name="Rows">Every (machine, phase, trigger, next phase) that a machine took; refused inputs are not rows.</param>
public sealed record SearchResult(
    ExplorationSettings Settings, int States, long Steps, int Depth, bool IsComplete, Breach? Breach, IReadOnlyList<WorldAction> Path, IReadOnlySet<(string Machine, string Phase, string Trigger, string Next)> Rows)
{
    /// <summary>Every state was expanded and no invariant is broken.</summary>
    public bool Holds => IsComplete && Breach is null;
}

/// <summary>How far a search has come.</summary>
/// <param name="Depth">Steps from the beginning.</param>
/// <param name="States">States so far.</param>
/// <param name="Frontier">States that are still to be expanded.</param>
/// <param name="Steps">Actions so far.</param>
public readonly record struct SearchProgress(int Depth, int States, int Frontier, long Steps);
