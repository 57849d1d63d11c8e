using SecUpIoT.Interleavings.Hunting;

namespace SecUpIoT.Interleavings.Hosts;

/// <summary>The scenarios in which the hosts' own code runs, and the faults that they must find.</summary>
internal static class HostScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. MailboxScenarios.All,
        .. LoopScenarios.All,
        .. TimerScenarios.All,
        .. LaneScenarios.All,
        .. CommitScenarios.All,
        .. RecordScenarios.All,
        .. CampaignScenarios.All,
        .. PackageScenarios.All,
        .. CatalogueScenarios.All,
        .. SessionScenarios.All,
        .. DeviceScenarios.All,
        .. CommunicatorScenarios.All,
        .. CacheScenarios.All,
        .. RelayScenarios.All,
        .. GatewayScenarios.All,
        .. ServerLinkScenarios.All,
    ];

    public static IReadOnlyList<SeededBug> Bugs { get; } =
    [
        .. MailboxScenarios.Bugs,
        .. LoopScenarios.Bugs,
        .. TimerScenarios.Bugs,
        .. LaneScenarios.Bugs,
        .. CommitScenarios.Bugs,
        .. RecordScenarios.Bugs,
        .. CampaignScenarios.Bugs,
        .. PackageScenarios.Bugs,
        .. CatalogueScenarios.Bugs,
        .. SessionScenarios.Bugs,
        .. DeviceScenarios.Bugs,
        .. CommunicatorScenarios.Bugs,
        .. CacheScenarios.Bugs,
        .. RelayScenarios.Bugs,
        .. GatewayScenarios.Bugs,
        .. ServerLinkScenarios.Bugs,
    ];
}
