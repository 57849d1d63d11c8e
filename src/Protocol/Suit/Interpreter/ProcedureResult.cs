using System.Collections.Immutable;
using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Suit.Interpreter;

/// <summary>One condition or directive as it was executed.</summary>
/// <param name="Section">The section.</param>
/// <param name="Command">The command.</param>
/// <param name="Offset">Byte position of the command within the section.</param>
/// <param name="Component">The component it was about.</param>
/// <param name="Parameters">The component's parameters at that moment.</param>
/// <param name="Dependency">The index of the dependency whose command this is, or null for the root manifest.</param>
/// <param name="Integrated">For a fetch: true when the payload was in the envelope.</param>
public sealed record SuitStep(SuitElement Section, SuitCommandCode Command, int Offset, ManifestComponent Component, SuitParameters Parameters, int? Dependency, bool Integrated);

/// <summary>How a procedure ended.</summary>
/// <param name="Error">Why it stopped, or null when it succeeded.</param>
/// <param name="FailedStep">The step that stopped it, when one did.</param>
/// <param name="Trace">The steps in order, failed ones included; empty unless tracing was asked for.</param>
public sealed record ProcedureResult(SuitError? Error, SuitStep? FailedStep, ImmutableList<SuitStep> Trace)
{
    /// <summary>True when the procedure succeeded.</summary>
    public bool IsOk => Error is null;
}

/// <summary>What an interpreter needs besides the manifest and the actions.</summary>
public sealed record InterpreterOptions
{
    /// <summary>Capabilities and bounds; dependencies are verified against the same profile.</summary>
    public SuitProfile Profile { get; init; } = SuitProfile.Device;

    /// <summary>The trusted authors of dependencies.</summary>
    public IReadOnlyList<IVerifier> DependencyAnchors { get; init; } = [];

    /// <summary>The keys for encrypted payloads.</summary>
    public ContentKeys Keys { get; init; } = ContentKeys.None;

    /// <summary>
    /// True when process-dependency demands a dependency-integrity check before it (trust domains 5.4). Turned off only to look at manifests that
    /// forgot it; the dependency's signature is verified in any case.
    /// </summary>
    public bool RequireDependencyIntegrity { get; init; } = true;

    /// <summary>True to record the steps.</summary>
    public bool Trace { get; init; }
}
