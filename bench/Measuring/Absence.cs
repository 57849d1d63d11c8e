namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>What was to be measured and could not be: it has its row in the results, with the reason in it.</summary>
/// <param name="Group">The group that it would stand in.</param>
/// <param name="Name">Who would have done the work.</param>
/// <param name="Reason">Why there is no figure.</param>
public sealed record Absence(string Group, string Name, string Reason)
{
    /// <summary>The id of the measure that is not there.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Id => $"{Group}: {Name}";
}
