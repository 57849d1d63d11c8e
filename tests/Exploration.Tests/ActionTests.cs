using SecUpIoT.Exploration.Tests.Mutants;
using SecUpIoT.Protocol;
using SecUpIoT.Simulation.Exploration;

namespace SecUpIoT.Exploration.Tests;

/// <summary>Actions as text, and files of ways.</summary>
public sealed class ActionTests
{
    [Fact]
    public void Every_action_that_is_possible_on_a_walk_is_read_back_as_it_was_written()
    {
        var settings = Worlds.Against(AttackerKind.OnPathDevice) with
        {
            Budgets = Enum.GetValues<Budget>().Aggregate(Budgets.None, (budgets, budget) => budgets.With(budget, budget == Budget.Poll ? 0 : 3)),
            Devices = 2,
        };
        var cast = new Cast(settings);
        var stepper = new Stepper(cast, new Machines(cast));
        var (world, random, seen) = (stepper.Begin(), new Simulation.SplitMix64(7), new HashSet<ActionKind>());
        for (var step = 0; step < 150; step++)
        {
            var possible = stepper.Possible(world);
            foreach (var action in possible)
            {
                Assert.Equal(action, WorldAction.Parse(action.ToString(), out var error));
                Assert.Equal("", error);
                seen.Add(action.Kind);
            }

            world = stepper.Perform(world, possible[random.Below(possible.Count)], new StepRecord());
        }

        Assert.True(seen.Count > 25, string.Join(' ', seen));
    }

    [Theory]
    [InlineData("")]
    [InlineData("jump 1")]
    [InlineData("down 1")]
    [InlineData("down 1 soon")]
    [InlineData("down x now")]
    [InlineData("down 1 now cut")]
    [InlineData("down 1 now cut 2 sideways")]
    [InlineData("down 1 now please")]
    [InlineData("tested 1 maybe")]
    [InlineData("forge down 1 nothing")]
    [InlineData("lose sideways 1")]
    public void What_is_no_action_is_refused_with_a_sentence(string line)
    {
        Assert.Null(WorldAction.Parse(line, out var error));
        Assert.StartsWith("expected an action", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_way_that_was_written_is_walked_again()
    {
        var settings = Configurations.Find("time")!;
        var cast = new Cast(settings);
        var stepper = new Stepper(cast, new Machines(cast));
        var (world, path) = (stepper.Begin(), new List<WorldAction>());
        for (var step = 0; step < 20; step++)
        {
            path.Add(stepper.Possible(world)[0]);
            world = stepper.Perform(world, path[^1], new StepRecord());
        }

        var lines = CounterexampleFile.Write(new SearchResult(settings, 1, 1, 1, true, [], path, new HashSet<(string, string, string, string)>()));
        var (walk, error) = CounterexampleFile.Read(string.Join('\n', lines));

        Assert.Equal("", error);
        Assert.Equal(path, walk!.Steps.Select(step => step.Action));
        Assert.Equal(new StateLine(cast).Of(world), walk.Steps[^1].State);
    }

    [Theory]
    [InlineData("@ poll 1", "found none")]
    [InlineData("config nowhere\n@ poll 1", "line 1: expected one of")]
    [InlineData("config time\npoll 1", "line 2: expected 'config NAME' or '@ ACTION'")]
    [InlineData("config time\n@ fly 1", "line 2: expected an action")]
    [InlineData("config time\n@ reboot 1", "action 1, 'reboot 1', is not possible")]
    public void A_file_that_is_none_is_refused_with_its_line(string text, string expected)
    {
        var (walk, error) = CounterexampleFile.Read(text);

        Assert.Null(walk);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut 1 1")]
    [InlineData("cut 1 1 machines FLOOD=3")]
    public void A_configuration_that_is_none_is_refused(string line) => Assert.Throws<FormatException>(() => Configurations.ReadLine(line));

    [Fact]
    public void A_configuration_is_read_with_its_numbers()
    {
        var settings = Configurations.ReadLine("core 2 1 machines SECURE=0 PUBLISH=2 LOSS=1 ATTACKER=3 IMAGES=3 FACTORY=2 BLOCKS=1")!;

        Assert.Equal(
            ("core", 2, Profile.Core, AttackerKind.OnPathServer, 2, 1),
            (settings.Name, settings.Devices, settings.Profile, settings.Attacker, settings.Factory, settings.Blocks));
        Assert.Equal((2, 1, 0), (settings.Budgets.Left(Budget.Publish), settings.Budgets.Left(Budget.Loss), settings.Budgets.Left(Budget.Cut)));
        Assert.Null(Configurations.ReadLine("# nothing"));
    }
}
