using System.Globalization;
using System.Text.RegularExpressions;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Model.Tests.Names;

/// <summary>world.md, the model and the search over the machines name the same actions, directions, budgets, attackers and forged messages.</summary>
public sealed class WorldNameTests
{
    private static readonly Dictionary<string, string[]> Forgers = new()
    {
        ["OnPathDevice"] = [nameof(AttackerKind.OnPathDevice)],
        ["OnPathTracker"] = [nameof(AttackerKind.OnPathTracker)],
        ["OnServerLink"] = [nameof(AttackerKind.OnPathServer), nameof(AttackerKind.Server)],
        ["CompromisedCommunicator"] = [nameof(AttackerKind.Communicator)],
        ["CompromisedTracker"] = [nameof(AttackerKind.Tracker)],
        ["AuthorKeyThief"] = [nameof(AttackerKind.AuthorKey)],
    };

    private static readonly string[] Directions = [.. Enum.GetValues<Direction>().Select(direction => Words(new WorldAction(ActionKind.Lose, 0) { Direction = direction })[1])];

    [Fact]
    public void Actions_have_the_same_names()
    {
        var code = Enum.GetValues<ActionKind>().Select(kind => Words(new WorldAction(kind, 0) { Choice = 1 })[0]).ToHashSet();
        var model = Regex.Matches(ModelText.Read("show.pml"), @":: act == A_\w+ ->\s+printf\(""([a-z-]+)").Select(match => match.Groups[1].Value).ToHashSet();
        // An action that is free is named in the row of the one that it takes back.
        var world = ActionsOfWorld().SelectMany(cell => Regex.Matches(cell, "`([a-z-]+)"))
            .Concat(Regex.Matches(ModelText.World, "`([a-z-]+) s`, which is free")).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Equal(code.Order(), model.Order());
        Assert.Equal(code.Order(), world.Order());
    }

    [Fact]
    public void Disturbances_have_the_same_names()
    {
        var code = new[] { Disturbance.CutBefore, Disturbance.CutTorn, Disturbance.Fail }.Select(how => Disturbed(new WorldAction(ActionKind.Down, 0) { Disturbance = how, At = 7 })).ToHashSet();
        Assert.Equal(["cut N before", "cut N torn", "fail N"], code.Order());
        Assert.Equal("cut N", Disturbed(new WorldAction(ActionKind.Ask, 0) { Disturbance = Disturbance.CutBefore, At = 7 }));
        var show = ModelText.Read("show.pml");
        Assert.All(code.Append("cut N"), how => Assert.Contains($"printf(\" {how.Replace("N", "%d", StringComparison.Ordinal)}\", cutAt)", show, StringComparison.Ordinal));
        Assert.All(code, how => Assert.Contains($"`{how.Replace("N", "k", StringComparison.Ordinal)}`", ModelText.World, StringComparison.Ordinal));
    }

    [Fact]
    public void Directions_have_the_same_names_in_the_same_order()
    {
        var show = ModelText.Read("show.pml");
        var device = Regex.Matches(show, @":: dir == (\w+) -> printf\(""(\w+)""\)").Select(match => match.Groups[2].Value);
        var server = Regex.Match(show, @"inline print_server_direction\(\) \{.*?printf\(""(\w+)""\).*?printf\(""(\w+)""\)", RegexOptions.Singleline);
        Assert.Equal(Directions, device.Append(server.Groups[1].Value).Append(server.Groups[2].Value));
        Assert.Equal(Directions, DirectionsOfWorld());
    }

    [Fact]
    public void Budgets_have_the_same_names()
    {
        // Status checks are bounded in the search over the machines alone (configurations.txt).
        var code = Enum.GetNames<Budget>().Select(name => name.ToUpperInvariant()).Where(name => name != "POLL").Order().ToList();
        var declared = Regex.Match(ModelText.Read("config.pml"), @"^byte ([^;]+);", RegexOptions.Multiline).Groups[1].Value;
        Assert.Equal(code, Regex.Matches(declared, @"(\w+) = \1_").Select(match => match.Groups[1].Value).Order());
        Assert.Equal(code, Regex.Matches(ModelText.Read("search.pml"), @"now\.(\w+) = number\(""\1"", now\.\1\)").Select(match => match.Groups[1].Value).Order());
        var world = Regex.Matches(ModelText.World, @"costs ([A-Z]{3,})|\| ([A-Z]{3,}) \|| (REPLAY) is left").SelectMany(match => match.Groups.Values.Skip(1)).Select(group => group.Value)
            .Concat(Regex.Matches(ModelText.World, @"`(?:forge|replay)` costs (\w+), `replay` costs (\w+)").SelectMany(match => match.Groups.Values.Skip(1)).Select(group => group.Value))
            .Where(name => name.Length > 0).Distinct().Order();
        Assert.Equal(code, world);
    }

    [Fact]
    public void Attackers_have_the_same_names_and_numbers()
    {
        var model = Regex.Matches(ModelText.Read("config.pml"), @"^#define (\w+) ([0-7])$", RegexOptions.Multiline).Where(match => !"DEVICES SERVERS BLOCKS ATTEMPTS BLOCK_BITS".Split(' ').Contains(match.Groups[1].Value))
            .ToDictionary(match => Plain(match.Groups[1].Value), match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        var code = Enum.GetValues<AttackerKind>().ToDictionary(kind => kind == AttackerKind.None ? "nobody" : Plain(kind.ToString()), kind => (int)kind);
        Assert.Equal(code.OrderBy(one => one.Value), model.OrderBy(one => one.Value));
        var world = ModelText.Table("| Attacker |");
        Assert.Equal(code.Keys.Where(name => name != "nobody"), world.Select(row => Plain(row[0].Trim('`'))));
        Assert.All(world, row => Assert.Equal(
            Forged.ReachOf(Enum.GetValues<AttackerKind>().Single(kind => Plain(kind.ToString()) == Plain(row[0].Trim('`')))).Select(direction => Directions[(int)direction]),
            row[1].Split(", ")));
    }

    [Fact]
    public void Forged_messages_have_the_same_names()
    {
        var code = Enum.GetValues<Direction>().SelectMany(Forged.NamesOf).Order(StringComparer.Ordinal).ToList();
        var numbers = ModelText.Numbers("forged.pml", "F_M_");
        var printed = ModelText.Printed("forged.pml", "F_M_");
        Assert.Equal(code, printed.Values.Order(StringComparer.Ordinal));
        Assert.Equal(numbers.Keys.Order(), printed.Keys.Order());
        Assert.All(printed, one => Assert.Equal("M-" + one.Key.Replace('_', '-'), one.Value));
        // world.md shortens a list of one kind: `M-11-install-1`, `-2`, `-4` and `-6`.
        Assert.All(code, name => Assert.True(
            ModelText.World.Contains($"`{name}`", StringComparison.Ordinal) || (name.StartsWith("M-11-install-", StringComparison.Ordinal) && ModelText.World.Contains($"`-{name[^1]}`", StringComparison.Ordinal)),
            $"world.md does not name {name}"));
        Assert.Empty(Regex.Matches(ModelText.World, "`(M-\\d\\d(?:-[a-z0-9-]+)?)`").Select(match => match.Groups[1].Value).Except(code));
    }

    [Fact]
    public void Each_attacker_forges_the_same()
    {
        var printed = ModelText.Printed("forged.pml", "F_M_");
        var text = ModelText.Read("attackers.pml");
        var macros = Regex.Matches(text, @"#define (FORGE_\w+)(?:\(d\))? \\\n((?:.*\\\n)*.*\n)").ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        Assert.Equal(3, macros.Count);
        foreach (var (process, kinds) in Forgers)
        {
            var body = Regex.Match(text, $@"proctype {process}\(.*?\n\}}", RegexOptions.Singleline).Value;
            foreach (var (name, lines) in macros) body = Regex.Replace(body, $@"\b{name}(\(d\))?\n", lines);
            foreach (var kind in kinds.Select(Enum.Parse<AttackerKind>))
            {
                var model = body.Split('\n').Where(line => !line.Contains("ATTACKER == SERVER", StringComparison.Ordinal) || kind == AttackerKind.Server)
                    .Select(line => Regex.Match(line, @"code = F_M_(\w+)")).Where(match => match.Success).Select(match => printed[match.Groups[1].Value]);
                Assert.Equal(Forged.By(kind).Select(one => Forged.NameOf(one.Direction, one.Choice)).Order(StringComparer.Ordinal), model.Order(StringComparer.Ordinal));
            }
        }
    }

    private static IEnumerable<string> ActionsOfWorld() =>
        ModelText.World.Split("## Actions")[1].Split("## What is compared")[0].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1]).Where(cell => Enum.GetNames<AttackerKind>().All(kind => Plain(cell.Trim().Trim('`')) != Plain(kind)));

    // In the order in which "Links" introduces them.
    private static IEnumerable<string> DirectionsOfWorld() =>
        Regex.Matches(ModelText.World.Split("## Links")[1].Split("## Actions")[0], @"`(\w+)`: (?:C to D|D to C|C to T|T to C|T to F|F\s+to T)").Select(match => match.Groups[1].Value);

    private static string[] Words(WorldAction action) => action.ToString().Split(' ');

    private static string Disturbed(WorldAction action) => string.Join(' ', Words(action).SkipWhile(word => word is not ("cut" or "fail"))).Replace("7", "N", StringComparison.Ordinal);

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
