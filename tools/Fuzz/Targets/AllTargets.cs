namespace SecUpIoT.Fuzz.Targets;

/// <summary>Every decoder of the repository that takes bytes or text from outside.</summary>
public static class AllTargets
{
    /// <summary>In groups, in the order in which they are run.</summary>
    public static IReadOnlyList<FuzzTarget> List { get; } = [.. WireTargets.All(), .. PackageTargets.All(), .. TextTargets.All()];

    /// <summary>The names of the groups.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. List.Select(static target => target.Group).Distinct()];

    /// <summary>The target of that name, or the targets of that group; empty when there is neither.</summary>
    public static IReadOnlyList<FuzzTarget> Find(string name) => [.. List.Where(target => target.Name == name || target.Group == name || name == "all")];
}
