using SecUpIoT.Conformance.Attachment;
using SecUpIoT.Conformance.Claims;
using SecUpIoT.Conformance.Reference;
using SecUpIoT.Conformance.Runner;

namespace SecUpIoT.Conformance.Runs;

/// <summary>Attaches an implementation anew for each scenario. For one thread; each role of a run has its own.</summary>
public interface IImplementationSource : IDisposable
{
    /// <summary>The implementation in the role of a scenario, on the links that the scenario needs.</summary>
    /// <exception cref="AttachmentException">It cannot be attached.</exception>
    Implementation Attach(Pickle pickle);

    /// <summary>As <see cref="Attach"/>, for the profile that is claimed.</summary>
    Func<Pickle, Implementation> AttachAs(ClaimSet? claims) => pickle =>
    {
        var implementation = Attach(pickle);
        if (claims is not null) implementation.Profile = claims.Profile;
        return implementation;
    };
}

/// <summary>The reference, or a mutant of it, in this process; on links of their own where a scenario needs them.</summary>
public sealed class EmbeddedSource(Design design) : IImplementationSource
{
    /// <inheritdoc/>
    public Implementation Attach(Pickle pickle) => References.Attach(pickle, design);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The reference holds nothing but memory, and that by scenario.
    }
}
