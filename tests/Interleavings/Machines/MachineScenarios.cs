using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>The scenarios in which the pure machines run as actors, and the faults that they must find.</summary>
internal static class MachineScenarios
{
    public static IReadOnlyList<Scenario> All { get; } = [];

    public static IReadOnlyList<SeededBug> Bugs { get; } = [];
}
