using System.Collections.Concurrent;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;
using SecUpIoT.Conformance.Verdicts;

namespace SecUpIoT.Conformance.Tests;

/// <summary>What became of each scenario against the reference: run once, for all tests that ask.</summary>
internal static class ReferenceResults
{
    private static readonly ConcurrentDictionary<string, Lazy<ScenarioResult>> Results = new(StringComparer.Ordinal);

    public static ScenarioResult Of(Pickle pickle) => Results.GetOrAdd(pickle.Id, _ => new(() => Suite.RunOne(pickle, References.Attach))).Value;
}
