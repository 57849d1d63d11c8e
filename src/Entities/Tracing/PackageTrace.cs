using SecUpIoT.Entities.FirmwareServer;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Machine;
using SecUpIoT.Protocol.Tracing;

namespace SecUpIoT.Entities.Tracing;

/// <summary>The trace points of a package at a Firmware server (spec/trace-format.md).</summary>
public static class PackageTrace
{
    /// <summary>The server begins, or begins anew, with what its store holds of the package.</summary>
    public static TraceEvent Started(string server, Digest manifest, PackageRecord? record) =>
        new(TraceMachine.FirmwareServer, Subject(server, manifest), (record?.Phase ?? PackagePhase.Absent).ToString()) { Package = Data(record) };

    /// <summary>A step, before its outputs are performed.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="manifest">The package; all zero when the author's envelope names none.</param>
    /// <param name="before">The state before.</param>
    /// <param name="reaction">What the machine made of the input.</param>
    public static TraceEvent Step(string server, Digest manifest, PackageState before, Reaction<PackageState> reaction)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new(TraceMachine.FirmwareServer, Subject(server, manifest), reaction.State.Phase.ToString())
        {
            Step = new(before.Phase.ToString(), reaction.Trigger, Steps.RefusalOf(reaction.Outputs)),
            Package = Data(reaction.State.Record),
        };
    }

    private static string Subject(string server, Digest manifest) => $"{server}/{manifest.ToHex()}";

    private static PackageData? Data(PackageRecord? record) =>
        record is null ? null : new() { Number = new(record.Image.Number), Missing = new((ulong)record.Missing.Count) };
}
