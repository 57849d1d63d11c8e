namespace SecUpIoT.Protocol.Suit.Interpreter;

/// <summary>A manifest in execution: the root, or a dependency under its dependent.</summary>
/// <param name="Verified">The manifest.</param>
/// <param name="Parent">The dependent, or null for the root.</param>
/// <param name="IndexInParent">The component index of this dependency in its dependent.</param>
internal sealed record ManifestContext(VerifiedManifest Verified, ManifestContext? Parent, int? IndexInParent)
{
    public Manifest Manifest => Verified.Manifest;

    public int Depth => Parent is null ? 0 : Parent.Depth + 1;

    /// <summary>True when this manifest is already being processed: a cycle.</summary>
    public bool Contains(Digest id) => Verified.Id == id || (Parent?.Contains(id) ?? false);
}

/// <summary>A sequence in execution.</summary>
/// <param name="context">The manifest it belongs to.</param>
/// <param name="section">The section that is being run.</param>
/// <param name="shared">True while the shared sequence runs.</param>
/// <param name="nested">True within try-each and run-sequence.</param>
internal sealed class Frame(ManifestContext context, SuitElement section, bool shared, bool nested)
{
    public ManifestContext Context { get; } = context;

    public SuitElement Section { get; } = section;

    public bool Shared { get; } = shared;

    public bool Nested { get; } = nested;

    /// <summary>The selected component indexes. Local to the sequence: nothing of it leaks to the enclosing one.</summary>
    public IReadOnlyList<int> Selected { get; set; } = [0];

    /// <summary>The parameter soft-failure; its scope is this sequence.</summary>
    public bool SoftFailure { get; set; }
}

/// <summary>Why a sequence ended early.</summary>
/// <param name="Error">The cause.</param>
/// <param name="IsCondition">True when a condition failed; a failed directive ends the procedure whatever soft-failure says (SUIT manifest S6.4).</param>
/// <param name="Soft">True when the sequence had soft-failure set.</param>
internal sealed record Halt(SuitError Error, bool IsCondition, bool Soft)
{
    public static Halt Abort(SuitError error) => new(error, false, false);

    public static Halt Abort(ResultCode code, string detail) => Abort(new SuitError(code, SuitReportReason.OperationFailed, detail));

    public static Halt Condition(ResultCode code, string detail) =>
        new(new SuitError(code, SuitReportReason.ConditionFailed, detail), true, false);
}
