using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol.Machine;

namespace SecUpIoT.Conformance.SelfTesting;

/// <summary>Firmware servers with a fault.</summary>
internal static partial class FirmwareServerMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All => [.. Publishing, .. Believing, .. Serving, .. Keeping, .. Answering];

    /// <summary>A Firmware server whose machine is another one.</summary>
    private static Mutant Altered(
        string id, string wrong, IReadOnlyList<string> violates, Func<IMachine<PackageState>, IMachine<PackageState>> alter, params IReadOnlyList<string> allows) =>
        Built(id, wrong, violates, Design.Right with { FirmwareServer = configuration => alter(new FirmwareServerMachine(configuration)) }, allows);

    /// <summary>A Firmware server with any other part.</summary>
    private static Mutant Built(string id, string wrong, IReadOnlyList<string> violates, Design design, params IReadOnlyList<string> allows) =>
        new($"firmware-server/{id}", Role.FirmwareServer, wrong, violates, design) { Allows = allows };
}
