using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference.Hosted;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Reference;

/// <summary>The reference in each role.</summary>
public static class References
{
    /// <summary>The tag of scenarios that only real links can show.</summary>
    public const string NativeLinksTag = "links:native";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The upper tester of the reference in a role.</summary>
    public static IUpperTester Build(Role role, Design? design = null) => role switch
    {
        Role.DeviceCore => new ReferenceDeviceCore(design),
        Role.Communicator => new ReferenceCommunicator(design),
        Role.StatusTracker => new ReferenceStatusTracker(design),
        Role.FirmwareServer => new ReferenceFirmwareServer(design),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The reference in the role of a scenario, attached to the suite.</summary>
    public static Implementation Attach(Pickle pickle) => Attach(pickle, Design.Right);

    /// <summary>The reference, or a mutant of it, in the role of a scenario.</summary>
    public static Implementation Attach(Pickle pickle, Design design)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        ArgumentNullException.ThrowIfNull(design);
        return pickle.Has(NativeLinksTag)
            ? new(Host(pickle.Role, design.Hosts), pickle.Role, HostedSite.LinksOf(pickle.Role), Patience) { IsInProcess = true }
            : new(Build(pickle.Role, design), pickle.Role) { IsInProcess = true };
    }

    /// <summary>The upper tester of the reference as it is deployed: the host of the role, on native links.</summary>
    public static IUpperTester Host(Role role, HostedDesign? design = null) => role switch
    {
        Role.DeviceCore => new HostedDeviceCore(design),
        Role.Communicator => new HostedCommunicator(design),
        Role.StatusTracker => new HostedStatusTracker(design),
        Role.FirmwareServer => new HostedFirmwareServer(design),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
