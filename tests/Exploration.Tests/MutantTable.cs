using System.Globalization;
using SecUpIoT.Exploration.Tests.Mutants;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests;

internal static class MutantTable
{
    public static void Note(Mutant mutant, SearchResult result) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{mutant.Name}: {string.Join(", ", result.Breaches.Select(breach => breach.Invariant))}, {result.States} states, {result.Path.Count} steps"));
}
