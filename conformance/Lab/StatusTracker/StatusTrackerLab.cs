using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Lab.StatusTracker;

/// <summary>Plays Communicators, operator and Firmware servers towards one Status tracker under test.</summary>
public sealed class StatusTrackerLab : Laboratory
{
    /// <summary>A laboratory with this Status tracker in it.</summary>
    public StatusTrackerLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
    }

    /// <inheritdoc/>
    public override void Probe() => Implementation.Pass(TimeSpan.Zero);
}
