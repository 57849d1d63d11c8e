using SecUpIoT.Conformance.Attachment;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Attaches what an IXIT describes.</summary>
public sealed class IxitSource(AttachmentSettings settings) : IImplementationSource
{
    private readonly ImplementationSource _source = new(settings);

    /// <inheritdoc/>
    public Implementation Attach(Role role) => _source.Attach(role);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
