using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>Plays Device core and Status tracker towards one Communicator under test.</summary>
public sealed class CommunicatorLab : Laboratory
{
    /// <summary>A laboratory with this Communicator in it.</summary>
    public CommunicatorLab(Implementation implementation, ulong seed)
        : base(implementation, seed)
    {
    }

    /// <inheritdoc/>
    public override void Probe() => Implementation.Pass(TimeSpan.Zero);
}
