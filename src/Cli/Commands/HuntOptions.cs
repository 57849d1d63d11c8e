using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace SecUpIoT.Cli.Commands;

/// <summary>The options of a hunt among interleavings, and the order that they come to (tests/Interleavings/Commands/Order.cs).</summary>
internal sealed class HuntOptions
{
    // A counterexample of a hunt says so in its first property.
    private const string Format = "secupiot-interleaving/";

    private readonly Option<double?> _minutes = new("--minutes") { Description = "Hunt among interleavings for so long, over all scenarios and strategies." };
    private readonly Option<string[]> _scenarios = new("--scenario") { Description = "The scenarios to hunt; all when none is named.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<HuntStrategy[]> _strategies = new("--strategy") { Description = "Who decides the order; each in turn when none is named.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<uint> _seed = new("--seed") { Description = "Of all chance in a hunt; each round takes the next.", DefaultValueFactory = static _ => 1 };
    private readonly Option<string?> _bug = new("--bug") { Description = "Put this seeded bug into its scenario: it is then to be found." };
    private readonly Option<bool> _list = new("--list-scenarios") { Description = "Name the scenarios and the seeded bugs, and end." };

    public IEnumerable<Option> All => [_minutes, _scenarios, _strategies, _seed, _bug, _list];

    /// <summary>The order; null when the command line asks for no hunt.</summary>
    public JsonObject? OrderOf(ParseResult parsed, FileInfo? output)
    {
        if (parsed.GetValue(_list)) return new JsonObject { ["do"] = "list" };
        if (parsed.GetValue(_minutes) is not { } minutes)
        {
            return parsed.GetValue(_scenarios) is { Length: > 0 } || parsed.GetValue(_strategies) is { Length: > 0 } || parsed.GetValue(_bug) is not null
                ? throw new CommandFailure(ExitCode.Usage, "Expected --minutes N with --scenario, --strategy or --bug.")
                : null;
        }

        return new JsonObject
        {
            ["do"] = "hunt",
            ["minutes"] = minutes,
            ["scenarios"] = new JsonArray([.. (parsed.GetValue(_scenarios) ?? []).Select(static name => (JsonNode)name)]),
            ["strategies"] = new JsonArray([.. (parsed.GetValue(_strategies) ?? []).Select(static strategy => (JsonNode)strategy.ToString().ToLowerInvariant())]),
            ["seed"] = parsed.GetValue(_seed),
            ["bug"] = parsed.GetValue(_bug),
            ["file"] = output?.FullName ?? Path.GetFullPath("interleaving.json"),
        };
    }

    /// <summary>Did a hunt write this file?</summary>
    public static bool IsOfHunt(FileInfo file) => Encoding.UTF8.GetString(Shared.ReadFile(file, 64 << 20)).Contains(Format, StringComparison.Ordinal);
}

/// <summary>Who decides the order of events in a hunt.</summary>
internal enum HuntStrategy
{
    /// <summary>Chance.</summary>
    Random,
    /// <summary>Priorities that change at a few points (PCT); unfair.</summary>
    Prioritised,
    /// <summary>Priorities at first and chance after them.</summary>
    Fair,
}
