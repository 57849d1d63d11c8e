using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Every mutant.</summary>
public static class Mutants
{
    /// <summary>Of all roles.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
        [.. DeviceCoreMutants.All, .. CommunicatorMutants.All, .. StatusTrackerMutants.All, .. FirmwareServerMutants.All, .. ProtectionMutants.All];

    /// <summary>Of one role.</summary>
    public static IEnumerable<Mutant> Of(Role role) => All.Where(mutant => mutant.Role == role);
}
