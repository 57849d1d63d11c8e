using SecUpIoT.Interleavings.Hunting;

foreach (var scenario in Scenarios.All)
{
    foreach (var strategy in Enum.GetValues<Strategy>()) Console.WriteLine(Hunt.Run(scenario, new HuntOrder(strategy, 1, 500)) with { Log = null });
}
