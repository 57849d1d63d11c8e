using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Every mutant. Each look makes them anew: some count what they did, and no trial may see what another one left.</summary>
public static class Mutants
{
    /// <summary>Of all roles.</summary>
    public static IReadOnlyList<Mutant> All =>
        [.. DeviceCoreMutants.All, .. CommunicatorMutants.All, .. StatusTrackerMutants.All, .. FirmwareServerMutants.All, .. ProtectionMutants.All, .. GatewayMutants.All];

    /// <summary>Of one role.</summary>
    public static IEnumerable<Mutant> Of(Role role) => All.Where(mutant => mutant.Role == role);
}
