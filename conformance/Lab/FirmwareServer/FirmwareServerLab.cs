using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Lab.FirmwareServer;

/// <summary>Plays author and Status trackers towards one Firmware server under test.</summary>
public sealed class FirmwareServerLab : Laboratory
{
    /// <summary>A laboratory with this Firmware server in it.</summary>
    public FirmwareServerLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
    }

    /// <inheritdoc/>
    public override void Probe() => Implementation.Pass(TimeSpan.Zero);
}
