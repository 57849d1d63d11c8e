namespace SecUpIoT.Conformance.Traceability;

/// <summary>A gap between specification, scenarios, mutants and runs.</summary>
/// <param name="Check">The check that found it, such as <c>T3</c>.</param>
/// <param name="Subject">The requirement, test purpose, file or mutant.</param>
/// <param name="Text">A sentence: what was expected, what is there.</param>
public sealed record TraceFinding(string Check, string Subject, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Check} {Subject}: {Text}";
}
