namespace SecUpIoT.Conformance.Runner;

/// <summary>What a run will do with one scenario, and why.</summary>
/// <param name="Pickle">The scenario.</param>
/// <param name="IsSelected">True when it will be executed.</param>
/// <param name="Why">One sentence: what decided.</param>
public sealed record Planned(Pickle Pickle, bool IsSelected, string Why)
{
    /// <summary>False when the claims say that the scenario does not apply; then it is not selected. A scenario that only a filter leaves out applies.</summary>
    public bool IsApplicable { get; init; } = true;

    /// <summary>True when it does not apply because something is denied that it can show. It may be executed apart, to see whether the denial is true.</summary>
    public bool IsDenied { get; init; }
}

/// <summary>What a run will do: every scenario of the suite, each with the reason why it is executed or not. Made before the run, and not by the runner.</summary>
/// <param name="Scenarios">Every scenario.</param>
public sealed record Plan(IReadOnlyList<Planned> Scenarios)
{
    /// <summary>What is to be executed, in this order.</summary>
    public IReadOnlyList<Pickle> Selected { get; } = [.. Scenarios.Where(static planned => planned.IsSelected).Select(static planned => planned.Pickle)];

    /// <summary>What is to be executed apart from the verdicts, because the claims deny it. What comes out is compared with the claims only.</summary>
    public IReadOnlyList<Pickle> Denied { get; } = [.. Scenarios.Where(static planned => planned.IsDenied).Select(static planned => planned.Pickle)];
}
