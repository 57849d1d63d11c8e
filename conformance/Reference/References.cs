using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;

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

    /// <summary>The reference in the role of a scenario, attached to the suite.</summary>
    public static Implementation Attach(Pickle pickle) => Attach(pickle, Design.Right);

    /// <summary>The reference, or a mutant of it, in the role of a scenario.</summary>
    public static Implementation Attach(Pickle pickle, Design design)
    {
        ArgumentNullException.ThrowIfNull(pickle);
        return new(Build(pickle.Role, design), pickle.Role);
    }
}
