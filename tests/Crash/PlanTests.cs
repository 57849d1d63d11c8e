using SecUpIoT.Crash.Driving;
using SecUpIoT.Crash.Faults;
using SecUpIoT.Crash.Site;

namespace SecUpIoT.Crash;

/// <summary>What is done to the site comes from the seed, and every deck has all of it.</summary>
public sealed class PlanTests
{
    private static readonly SiteShape Shape = new(50);

    [Fact]
    public void The_same_seed_gives_the_same_actions_and_another_one_gives_others()
    {
        Assert.Equal(Dealt(7), Dealt(7));
        Assert.NotEqual(Dealt(7), Dealt(8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_deck_has_every_kind_of_action(int seed)
    {
        var actions = new Plan(seed, Shape, canFill: true).Deal().Select(static planned => planned.Action).ToList();

        foreach (var kind in typeof(CrashAction).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(CrashAction)))) Assert.Contains(actions, action => action.GetType() == kind);
        foreach (var links in Enum.GetValues<LinkKind>())
        {
            foreach (var harm in Enum.GetValues<Harm>()) Assert.Contains(actions, action => action is Disturb disturb && disturb.Links == links && disturb.Disturbance.Harm == harm);
        }

        foreach (var process in (string[])["server", "tracker", "gateway", "node"])
        {
            Assert.Contains(actions, action => action is Kill kill && kill.Process.StartsWith(process, StringComparison.Ordinal));
            Assert.Contains(actions, action => action is Stop stop && stop.Process.StartsWith(process, StringComparison.Ordinal));
            Assert.Contains(actions, action => action is Freeze freeze && freeze.Process.StartsWith(process, StringComparison.Ordinal));
            Assert.Contains(actions, action => action is FillDisk fill && fill.Process.StartsWith(process, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Where_no_disk_can_be_filled_none_is() =>
        Assert.DoesNotContain(new Plan(1, Shape, canFill: false).Deal(), static planned => planned.Action is FillDisk);

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(100)]
    public void Every_device_has_one_node_and_one_gateway(int devices)
    {
        var shape = new SiteShape(devices);

        Assert.Equal(Enumerable.Range(1, devices), shape.Nodes.SelectMany(shape.DevicesOf).Order());
        Assert.Equal(Enumerable.Range(1, devices), shape.Gateways.SelectMany(shape.DevicesOf).Order());
        Assert.True(shape.Processes.Count >= 7);
    }

    private static string[] Dealt(int seed)
    {
        var plan = new Plan(seed, Shape, canFill: true);
        return [.. plan.Deal().Concat(plan.Deal()).Select(static planned => $"{planned.Pause} {planned.Action}")];
    }
}
