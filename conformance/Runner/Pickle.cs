using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Verdicts;

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
/// <param name="Path">The feature file, below Features.</param>
/// <param name="Line">Where the scenario stands in it.</param>
/// <param name="Feature">The title of the feature.</param>
/// <param name="Rule">The title of the rule that it stands under; empty for none.</param>
/// <param name="Title">The title of the scenario, with the row's values.</param>
/// <param name="Row">The first cell of the outline's row; empty for a scenario without rows.</param>
/// <param name="Tags">The tags of feature, rule, scenario and examples, without the sign before them.</param>
/// <param name="Steps">What is executed, in order.</param>
public sealed record Pickle(
    string Path, int Line, string Feature, string Rule, string Title, string Row, IReadOnlyList<string> Tags, IReadOnlyList<PickleStep> Steps)
{
    /// <summary>The test purpose, and the row of its outline: unique in the suite, and stable.</summary>
    public string Id => Row.Length == 0 ? Purpose : $"{Purpose}#{Row}";

    /// <summary>The id of the test purpose.</summary>
    public string Purpose => Values("tp").FirstOrDefault() ?? "";

    /// <summary>The requirements that the scenario tests.</summary>
    public IEnumerable<string> Requirements => Values("req");

    /// <summary>The role under test.</summary>
    public Role Role => Values("role").Select(Names.FindRole).FirstOrDefault() ?? throw new SuiteErrorException($"{Path}:{Line}: the scenario '{Title}' has no role");

    /// <summary>What the tags of this prefix say.</summary>
    public IEnumerable<string> Values(string prefix) => Tags.Where(tag => tag.StartsWith(prefix + ":", StringComparison.Ordinal)).Select(tag => tag[(prefix.Length + 1)..]);

    /// <summary>True when the scenario carries this tag.</summary>
    public bool Has(string tag) => Tags.Contains(tag);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
