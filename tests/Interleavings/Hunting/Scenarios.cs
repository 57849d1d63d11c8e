using SecUpIoT.Interleavings.Hosts;
using SecUpIoT.Interleavings.Machines;

namespace SecUpIoT.Interleavings.Hunting;

/// <summary>Everything that can be hunted.</summary>
public static class Scenarios
{
    /// <summary>All scenarios, machines first.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. MachineScenarios.All, .. HostScenarios.All];

    /// <summary>All seeded bugs, machines first.</summary>
    public static IReadOnlyList<SeededBug> Bugs { get; } = [.. MachineScenarios.Bugs, .. HostScenarios.Bugs];

    /// <summary>The scenario of this name, with the seeded bug of this name in it; null when there is none.</summary>
    public static Scenario? Find(string scenario, string? bug = null) => bug is null
        ? All.FirstOrDefault(known => known.Name == scenario)
        : Bugs.FirstOrDefault(known => known.Name == bug && known.Scenario.Name == scenario)?.Scenario;
}
