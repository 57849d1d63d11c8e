using System.Text.Json;
using System.Text.Json.Serialization;
using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Commands;

/// <summary>What the program is to do, as one JSON object in its only argument: `secup explore` has the options for people and writes it.</summary>
/// <param name="Do">What.</param>
/// <param name="Scenarios">hunt: the scenarios; all when empty.</param>
/// <param name="Bug">hunt: the seeded bug that is put into its scenario.</param>
/// <param name="Strategies">hunt: who decides; each in turn when empty.</param>
/// <param name="Minutes">hunt: how long, over all scenarios and strategies.</param>
/// <param name="Seed">hunt: of all chance; each turn takes another (HuntOrder.SeedOfTurn).</param>
/// <param name="File">hunt: where to write what broke; replay: what a hunt wrote.</param>
/// <param name="Json">JSON lines instead of sentences.</param>
/// <param name="UntilInputEnds">hunt: stop when standard input ends, which it also does when the caller is killed.</param>
internal sealed record Order(
    Deed Do,
    IReadOnlyList<string>? Scenarios = null,
    string? Bug = null,
    IReadOnlyList<Strategy>? Strategies = null,
    double Minutes = 1,
    uint Seed = 1,
    string? File = null,
    bool Json = false,
    bool UntilInputEnds = false)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads an order, or says what is wrong with it.</summary>
    public static (Order? Value, string Error) Read(IReadOnlyList<string> arguments)
    {
        if (arguments.Count != 1) return (null, $"Expected one argument, an order in JSON, got {arguments.Count}. For people: secup explore --help.");
        try
        {
            return JsonSerializer.Deserialize<Order>(arguments[0], Options) is { } order ? (order, order.Fault() ?? "") : (null, "Expected an order, got null.");
        }
        catch (JsonException exception)
        {
            return (null, $"Expected an order in JSON, but {exception.Message}");
        }
    }

    private string? Fault()
    {
        if (Do == Deed.Replay) return File is null ? "Expected the file of a counterexample, got none." : null;
        if (Minutes is not (> 0 and <= 100_000)) return "Expected minutes above 0 and at most 100000.";
        if ((Scenarios ?? []).FirstOrDefault(name => Hunting.Scenarios.Find(name) is null) is { } unknown)
            return $"Expected a scenario that secup explore --list-scenarios names, got '{unknown}'.";
        return Bug is null || Hunting.Scenarios.Bugs.Any(known => known.Name == Bug) ? null : $"Expected a seeded bug that secup explore --list-scenarios names, got '{Bug}'.";
    }
}

/// <summary>What the program can do.</summary>
internal enum Deed
{
    /// <summary>Name the scenarios and the seeded bugs.</summary>
    List,
    /// <summary>Hunt until something breaks or the time is over.</summary>
    Hunt,
    /// <summary>Take the decisions of a failing run again.</summary>
    Replay,
}
