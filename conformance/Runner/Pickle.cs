namespace SecUpIoT.Conformance.Runner;

/// <summary>The kind of a step; "And" and "But" have the kind of the step before.</summary>
public enum StepKind
{
    /// <summary>What holds before.</summary>
    Given,
    /// <summary>What is done.</summary>
    When,
    /// <summary>What must be observed then.</summary>
    Then,
}

/// <summary>One step, with the values of the outline's row filled in.</summary>
public sealed record PickleStep(StepKind Kind, string Keyword, string Text);

/// <summary>One scenario as it is executed: one row of an outline, with the steps of all backgrounds that stand above it.</summary>
/// <param name="Id">File, title and row: unique in the suite.</param>
/// <param name="Feature">The title of the feature.</param>
/// <param name="Title">The title of the scenario.</param>
/// <param name="Tags">The tags of feature, rule, scenario and examples, without the sign before them.</param>
/// <param name="Steps">What is executed, in order.</param>
public sealed record Pickle(string Id, string Feature, string Title, IReadOnlyList<string> Tags, IReadOnlyList<PickleStep> Steps)
{
    /// <summary>The requirements that the scenario tests.</summary>
    public IEnumerable<string> Requirements => Values("req");

    /// <summary>What the tags of this prefix say.</summary>
    public IEnumerable<string> Values(string prefix) => Tags.Where(tag => tag.StartsWith(prefix + ":", StringComparison.Ordinal)).Select(tag => tag[(prefix.Length + 1)..]);

    /// <summary>True when the scenario carries this tag.</summary>
    public bool Has(string tag) => Tags.Contains(tag);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
