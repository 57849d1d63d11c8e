using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Reference;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Attaches an implementation anew for each scenario. For one thread; each role of a run has its own.</summary>
public interface IImplementationSource : IDisposable
{
    /// <summary>The implementation in a role.</summary>
    /// <exception cref="AttachmentException">It cannot be attached.</exception>
    Implementation Attach(Role role);
}

/// <summary>The reference, or a mutant of it, in this process.</summary>
public sealed class EmbeddedSource(Design design) : IImplementationSource
{
    /// <inheritdoc/>
    public Implementation Attach(Role role) => new(References.Build(role, design), role);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The reference holds nothing but memory, and that by scenario.
    }
}
