using SecUpIoT.Interleavings.Hosts;
using SecUpIoT.Interleavings.Machines;

namespace SecUpIoT.Interleavings.Hunting;

/// <summary>Everything that can be hunted.</summary>
public static class Scenarios
{
    /// <summary>All scenarios, machines first. One race may be played by machines and by hosts, so each name begins with who plays it.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. MachineScenarios.All.Select(Named), .. HostScenarios.All.Select(Named)];

    /// <summary>All seeded bugs, machines first.</summary>
    public static IReadOnlyList<SeededBug> Bugs { get; } = [.. MachineScenarios.Bugs.Select(Named), .. HostScenarios.Bugs.Select(Named)];

    /// <summary>The scenario of this name, with the seeded bug of this name in it; null when there is none.</summary>
    public static Scenario? Find(string scenario, string? bug = null) => bug is null
        ? All.FirstOrDefault(known => known.Name == scenario)
        : Bugs.FirstOrDefault(known => known.Name == bug && known.Scenario.Name == scenario)?.Scenario;

    private static Scenario Named(Scenario scenario) => scenario with { Name = $"{(scenario.Subject == Subject.Machines ? "machines" : "hosts")}/{scenario.Name}" };

    private static SeededBug Named(SeededBug bug) => bug with { Scenario = Named(bug.Scenario) };
}
