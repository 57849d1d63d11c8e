using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Reference;

/// <summary>The reference in each role.</summary>
public static class References
{
    /// <summary>The upper tester of the reference in a role.</summary>
    public static IUpperTester Build(Role role, Design? design = null) => role switch
    {
        Role.DeviceCore => new ReferenceDeviceCore(design),
        Role.Communicator => new ReferenceCommunicator(design),
        Role.StatusTracker => new ReferenceStatusTracker(design),
        Role.FirmwareServer => new ReferenceFirmwareServer(design),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The reference in a role, attached to the suite.</summary>
    public static Implementation Attach(Role role) => new(Build(role), role);
}
