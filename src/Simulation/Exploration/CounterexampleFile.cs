namespace SecUpIoT.Simulation.Exploration;

/// <summary>A way through a checked world as text: its configuration, the invariant, and an action a line.</summary>
public static class CounterexampleFile
{
    private const string Configuration = "config ";
    private const string Action = "@ ";

    /// <summary>The lines of a file that <see cref="Read"/> takes.</summary>
    public static IEnumerable<string> Write(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            "# A way through the checked world (spec/model/world.md). Walk it again with: secup explore --replay FILE",
            Configuration + result.Settings.Name,
            $"# {(result.Breach is { } breach ? $"breaks {breach.Invariant}: {breach.Detail}" : "breaks nothing")}",
            .. result.Path.Select(action => Action + action),
        ];
    }

    /// <summary>The way, walked again with the machines that ship; or a sentence that says what is wrong with the file, and in which line.</summary>
    public static (Counterexample? Walk, string Error) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ExplorationSettings? settings = null;
        var path = new List<WorldAction>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith(Configuration, StringComparison.Ordinal))
            {
                settings = Configurations.Find(line[Configuration.Length..]);
                if (settings is null) return (null, $"line {i + 1}: expected one of {string.Join(", ", Configurations.All.Select(known => known.Name))}, got '{line}'.");
                continue;
            }

            if (!line.StartsWith(Action, StringComparison.Ordinal)) return (null, $"line {i + 1}: expected 'config NAME' or '@ ACTION', got '{line}'.");
            if (WorldAction.Parse(line[Action.Length..], out var error) is not { } action) return (null, $"line {i + 1}: {error}.");
            path.Add(action);
        }

        return settings is null ? (null, "expected a line 'config NAME', found none.") : Walk(settings, path);
    }

    private static (Counterexample? Walk, string Error) Walk(ExplorationSettings settings, List<WorldAction> path)
    {
        var cast = new Cast(settings);
        var stepper = new Stepper(cast, new Machines(cast));
        var world = stepper.Begin();
        for (var i = 0; i < path.Count; i++)
        {
            if (!stepper.Possible(world).Contains(path[i])) return (null, $"action {i + 1}, '{path[i]}', is not possible there in configuration {settings.Name}.");
            world = stepper.Perform(world, path[i], new StepRecord());
        }

        return (Counterexample.Walk(settings, path), "");
    }
}
