using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests.Mutants;

/// <summary>Machines of which one has a fault, and the invariant by which the search must find it.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Wrong">What is wrong with it.</param>
/// <param name="Invariant">The invariant that it breaks.</param>
/// <param name="Settings">Where it must be found.</param>
/// <param name="Change">Composes the fault around the machines that ship.</param>
internal sealed record Mutant(string Name, string Wrong, string Invariant, ExplorationSettings Settings, Func<Cast, Machines, Machines> Change)
{
    public Machines Make(Cast cast) => Change(cast, new Machines(cast));

    public override string ToString() => Name;
}
