using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Attaches what an IXIT describes.</summary>
public sealed class IxitSource(AttachmentSettings settings) : IImplementationSource
{
    private readonly ImplementationSource _source = new(settings);

    /// <inheritdoc/>
    public Implementation Attach(Pickle pickle) => _source.Attach(pickle);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
