using SecUpIoT.Interleavings.Hunting;
using SecUpIoT.Interleavings.Machines.Races;

namespace SecUpIoT.Interleavings.Machines;

/// <summary>The scenarios in which the pure machines run as actors, and the faults that they must find.</summary>
internal static class MachineScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        TwoCommunicators.Sound, CancelAgainstInstall.Sound, PublishDuringDownload.Sound, TrackerRestarts.Sound, LateReports.Sound, SecondUpdate.Sound, Retries.Sound,
        .. SharedCache.Sound, .. PowerCuts.Sound,
    ];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        .. TwoCommunicators.Bugs, .. CancelAgainstInstall.Bugs, .. PublishDuringDownload.Bugs, .. TrackerRestarts.Bugs, .. LateReports.Bugs, .. SecondUpdate.Bugs, .. Retries.Bugs,
        .. SharedCache.Bugs, .. PowerCuts.Bugs,
    ];
}
